package io.github.lunostreams.benchmarks.clients;

import java.util.List;

/**
 * When each update of a market is meant to be sent. Lag is counted from there, however late the
 * update really was: a system that stalls is not excused from the updates that it kept from being
 * sent on time (coordinated omission).
 *
 * @param startNanos when the first is due, on the machine's monotonic clock, which {@link
 *     System#nanoTime} reads in all processes of a Linux machine alike
 * @param perSecond how many are due a second
 * @param before the market's sequence before the first
 * @param warmup how many of them are not measured: the first ones
 * @param count how many there are, those included
 */
public record OpenLoop(long startNanos, double perSecond, long before, int warmup, int count) {
  private static final double SECOND = 1e9;

  /** Checks the numbers. */
  public OpenLoop {
    if (!(perSecond > 0) || warmup < 0 || count <= warmup) {
      throw new IllegalArgumentException(
          "expected more updates than those to warm up, at a rate above 0, got %d, %d, %s"
              .formatted(count, warmup, perSecond));
    }
  }

  /**
   * When the update of some sequence is due.
   *
   * @param sequence one of this schedule
   * @return on the monotonic clock, nanoseconds
   */
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

  /** {@return the same as words of a command} */
  public List<Object> words() {
    return List.of(startNanos, perSecond, before, warmup, count);
  }

  /**
   * From the words of a command.
   *
   * @param words those of {@link #words}
   * @return the same
   */
  public static OpenLoop of(List<String> words) {
    return new OpenLoop(
        Long.parseLong(words.get(0)),
        Double.parseDouble(words.get(1)),
        Long.parseLong(words.get(2)),
        Integer.parseInt(words.get(3)),
        Integer.parseInt(words.get(4)));
  }
}
