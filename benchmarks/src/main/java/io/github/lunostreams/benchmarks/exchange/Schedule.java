package io.github.lunostreams.benchmarks.exchange;

/**
 * When each update of a market is due. Lag is counted from that time, however late the update was
 * really sent: a system that stalls is late with every update of the stall (coordinated omission).
 *
 * @param startNanos when the first is due, on the machine's monotonic clock, which {@link
 *     System#nanoTime} reads in all processes of a Linux machine alike
 * @param perSecond updates a second
 * @param before the market's sequence before the first
 * @param warmup how many of the first updates are not measured
 * @param count the number of updates, warm-up included
 */
public record Schedule(long startNanos, double perSecond, long before, int warmup, int count) {
  private static final double SECOND = 1e9;

  /** Checks the numbers. */
  public Schedule {
    if (!(perSecond > 0) || warmup < 0 || count <= warmup) {
      throw new IllegalArgumentException(
          "expected more updates than the warm-up has, at a rate above 0, got %d, %d, %s"
              .formatted(count, warmup, perSecond));
    }
  }

  /** {@return when the update of a sequence is due, nanoseconds of the monotonic clock} */
  public long dueNanos(long sequence) {
    return startNanos + Math.round((sequence - before - 1) * SECOND / perSecond);
  }

  /** {@return the sequence of the first update that is measured} */
  public long first() {
    return before + warmup + 1;
  }

  /** {@return the sequence of the last update} */
  public long last() {
    return before + count;
  }
}
