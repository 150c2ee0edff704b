package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.report.Series;
import java.util.List;

/**
 * Whether a figure keeps growing: whether its median in the last third of the time is above that in
 * the first third by more than is allowed.
 *
 * @param first the median of the first third
 * @param last the median of the last third
 * @param allowed growth
 */
record Trend(double first, double last, double allowed) {
  /**
   * Compares.
   *
   * @param values at equal intervals, without the warm-up
   * @param share of the first median that is allowed
   * @param min growth that is allowed at any rate
   */
  static Trend of(List<Double> values, double share, double min) {
    int third = values.size() / 3;
    if (third == 0) {
      throw new IllegalArgumentException("expected 3 or more values, got " + values.size());
    }
    double first = new Series(values.subList(0, third)).median();
    double last = new Series(values.subList(values.size() - third, values.size())).median();
    return new Trend(first, last, Math.max(min, first * share));
  }

  boolean isFlat() {
    return last - first <= allowed;
  }
}
