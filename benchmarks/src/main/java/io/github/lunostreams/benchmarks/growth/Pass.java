package io.github.lunostreams.benchmarks.growth;

/**
 * What was measured within a fraction of a second: a pass through each session, and how long memory
 * took to answer before and after them.
 *
 * @param small an update's mean time with 18,600 orders, nanoseconds
 * @param tenfold the same with 186,000
 * @param load a load from memory of the larger book's size, nanoseconds
 */
record Pass(double small, double tenfold, double load) {
  /** How many times the time an update takes. */
  double ratio() {
    return tenfold / small;
  }
}
