package io.github.lunostreams.benchmarks.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
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
      throw new IllegalArgumentException("expected a figure or more");
    }
  }

  /**
   * One figure of what each round measured.
   *
   * @param rounds what they measured
   * @param figure takes it
   * @param <T> what a round measures
   * @return those
   */
  public static <T> Series of(List<T> rounds, ToDoubleFunction<T> figure) {
    return new Series(rounds.stream().map(figure::applyAsDouble).toList());
  }

  /** {@return the middle one} */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** {@return the smallest} */
  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** {@return the largest} */
  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** {@return how far apart the smallest and the largest are} */
  public double spread() {
    return most() - least();
  }

  /**
   * How many times the other this is: the median of the rounds' ratios, since what slows the
   * machine down for a while slows both.
   *
   * @param baseline the other, of the same rounds
   * @return above 1 if this is more
   */
  public double times(Series baseline) {
    if (baseline.values.size() != values.size()) {
      throw new IllegalArgumentException("expected figures of the same rounds");
    }
    return new Series(
            IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / baseline.values.get(round))
                .toList())
        .median();
  }

  /** {@return the range in words} */
  public String range() {
    return Table.number(least()) + " – " + Table.number(most());
  }
}
