package io.github.lunostreams.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one benchmark measured: a figure a round, each from a JVM of its own.
 *
 * @param nanos an operation's mean time in each round, nanoseconds
 * @param bytes what an operation allocated on average in each round
 */
public record Figure(List<Double> nanos, List<Double> bytes) {
  /** Copies the lists. */
  public Figure {
    nanos = List.copyOf(nanos);
    bytes = List.copyOf(bytes);
    if (nanos.isEmpty() || nanos.size() != bytes.size()) {
      throw new IllegalArgumentException("expected figures of each round, got " + nanos + bytes);
    }
  }

  /**
   * The figure of one round.
   *
   * @param nanos an operation's mean time
   * @param bytes what it allocated on average
   * @return that round alone
   */
  public static Figure of(double nanos, double bytes) {
    return new Figure(List.of(nanos), List.of(bytes));
  }

  /**
   * With further rounds.
   *
   * @param later those
   * @return all
   */
  public Figure and(Figure later) {
    List<Double> allNanos = new ArrayList<>(nanos);
    allNanos.addAll(later.nanos);
    List<Double> allBytes = new ArrayList<>(bytes);
    allBytes.addAll(later.bytes);
    return new Figure(allNanos, allBytes);
  }

  /** {@return the median time} */
  public double median() {
    return median(nanos);
  }

  /** {@return the shortest time} */
  public double least() {
    return nanos.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** {@return the longest time} */
  public double most() {
    return nanos.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** {@return the median of what was allocated} */
  public double allocated() {
    return median(bytes);
  }

  /**
   * How many times the other's time this takes: the median of the rounds' ratios, since what slows
   * the machine down for a while slows both.
   *
   * @param baseline the other, of the same rounds
   * @return above 1 if this is slower
   */
  public double times(Figure baseline) {
    if (baseline.nanos.size() != nanos.size()) {
      throw new IllegalArgumentException("expected figures of the same rounds");
    }
    return median(
        IntStream.range(0, nanos.size())
            .mapToObj(round -> nanos.get(round) / baseline.nanos.get(round))
            .toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
