package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.report.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * What one benchmark measured in each round, each in a JVM of its own.
 *
 * @param nanos an operation's mean time
 * @param bytes that an operation allocates on average
 */
record Figure(Series nanos, Series bytes) {
  static Figure of(double nanos, double bytes) {
    return new Figure(new Series(List.of(nanos)), new Series(List.of(bytes)));
  }

  /** With further rounds. */
  Figure and(Figure later) {
    return new Figure(join(nanos, later.nanos), join(bytes, later.bytes));
  }

  private static Series join(Series first, Series second) {
    List<Double> all = new ArrayList<>(first.values());
    all.addAll(second.values());
    return new Series(all);
  }

  /** How many times the baseline's time this takes. */
  double times(Figure baseline) {
    return nanos.ratioTo(baseline.nanos);
  }
}
