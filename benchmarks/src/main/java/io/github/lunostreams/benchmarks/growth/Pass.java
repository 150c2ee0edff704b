package io.github.lunostreams.benchmarks.growth;

import java.util.List;

/**
 * What was measured within a fraction of a second: a pass through each session, and how long loads
 * took before and after them.
 *
 * @param small an update's mean time with 18,600 orders, nanoseconds
 * @param tenfold the same with 186,000
 * @param load a load from memory of the larger book's size, nanoseconds: the longer of the two
 *     times
 */
record Pass(double small, double tenfold, double load) {
  private static final double PICOS = 1_000;

  /** What {@link Passes} answers. */
  static Pass of(List<Long> picos) {
    return new Pass(picos.get(0) / PICOS, picos.get(1) / PICOS, picos.get(2) / PICOS);
  }

  /** How many times the time an update takes. */
  double ratio() {
    return tenfold / small;
  }
}
