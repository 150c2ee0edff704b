package io.github.lunostreams.benchmarks.soak;

import io.github.lunostreams.benchmarks.report.Series;
import java.util.List;

/**
 * Whether something has stopped growing: its median in the last third of the time is not above that
 * in the first third by more than is allowed.
 *
 * @param first the median of the first third
 * @param last the median of the last third
 * @param allowed what it may be more
 */
record Flatness(double first, double last, double allowed) {
  private static final int PARTS = 3;

  /**
   * Compares.
   *
   * @param values at equal intervals, without those of the warm-up
   * @param share of the first median that the last may be above it
   * @param least what it may be above it at any rate
   */
  static Flatness of(List<Double> values, double share, double least) {
    int third = values.size() / PARTS;
    if (third == 0) {
      throw new IllegalArgumentException(
          "expected %d values or more, got %d".formatted(PARTS, values.size()));
    }
    double first = new Series(values.subList(0, third)).median();
    double last = new Series(values.subList(values.size() - third, values.size())).median();
    return new Flatness(first, last, Math.max(least, first * share));
  }

  boolean isFlat() {
    return last - first <= allowed;
  }
}
