package io.github.lunostreams.simulator.market;

/**
 * How many messages are due: the average rate is exact however irregularly it is asked. Not
 * thread-safe: the market's lock guards it.
 */
final class Pace {
  private static final double SECOND = 1e9;

  private final double rate;
  private final long origin;
  private long taken;

  /**
   * A pace that starts now.
   *
   * @param rate messages a second, above 0
   * @param now nanoseconds of a monotonic clock
   */
  Pace(double rate, long now) {
    this.rate = rate;
    this.origin = now;
  }

  /**
   * Takes what is due. After a pause of more than a second (a machine asleep, a debugger) only one
   * second's worth is made up for.
   *
   * @param now nanoseconds of the same clock
   */
  int take(long now) {
    long target = (long) ((now - origin) * rate / SECOND);
    long due = target - taken;
    taken = target;
    return (int) Math.min(due, (long) Math.max(1, rate));
  }

  /** Nanoseconds until the next one is due; 0 or less if it is already. */
  long untilNext(long now) {
    return (long) Math.ceil((taken + 1) * SECOND / rate) - (now - origin);
  }
}
