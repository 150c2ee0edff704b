package io.github.lunostreams.benchmarks.load;

import java.util.List;

/**
 * How late updates came to clients, counted from when they were meant to be sent; nanoseconds.
 *
 * @param p50 half of them were no later
 * @param p99 of a hundred one was later
 * @param p999 of a thousand one was later
 * @param most the latest
 * @param count updates × clients
 * @param missing those of them that never came
 */
public record Lags(long p50, long p99, long p999, long most, long count, long missing) {
  private static final double MILLION = 1e6;

  static Lags of(List<Long> numbers) {
    return new Lags(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5));
  }

  /**
   * In milliseconds.
   *
   * @param nanos one of the figures
   * @return it
   */
  public static double millis(long nanos) {
    return nanos / MILLION;
  }
}
