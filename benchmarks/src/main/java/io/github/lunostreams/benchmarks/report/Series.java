package io.github.lunostreams.benchmarks.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure of each round.
 *
 * @param values in the order of the rounds
 */
public record Series(List<Double> values) {
  /** Copies the list. */
  public Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("expected at least one figure, got none");
    }
  }

  /** {@return the median} */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** {@return the smallest and the largest, for a table} */
  public String range() {
    return Table.number(Collections.min(values)) + " – " + Table.number(Collections.max(values));
  }

  /**
   * The ratio to another figure: the median of the rounds' ratios, since what slows the machine
   * down for some time slows both.
   *
   * @param baseline the other figure, of the same rounds
   * @return above 1 if this figure is larger
   */
  public double ratioTo(Series baseline) {
    if (baseline.values.size() != values.size()) {
      throw new IllegalArgumentException(
          "expected %d rounds, got %d".formatted(values.size(), baseline.values.size()));
    }
    return new Series(
            IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / baseline.values.get(round))
                .toList())
        .median();
  }
}
