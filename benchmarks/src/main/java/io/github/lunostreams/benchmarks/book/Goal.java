package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.report.Table;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A goal of a benchmark.
 *
 * @param text of the goal
 * @param baseline the key of the benchmark it is compared with; null for none
 * @param isReached judges the ratio to the baseline's time, or without a baseline the bytes that an
 *     operation allocates
 */
record Goal(String text, @Nullable String baseline, Predicate<Double> isReached) {
  /** Less is nothing: bytes an operation. */
  private static final double NOTHING = 0.05;

  static Goal atMost(double times, String baseline, String name) {
    return new Goal("≤ %s × %s".formatted(times, name), baseline, ratio -> ratio <= times);
  }

  static Goal timesFaster(int times, String baseline, String name) {
    return new Goal(
        "≥ %s × as fast as %s".formatted(Table.whole(times), name),
        baseline,
        ratio -> 1 / ratio >= times);
  }

  static Goal noAllocation() {
    return new Goal("0 B", null, bytes -> bytes < NOTHING);
  }

  /** Whether a figure reaches it; empty if the baseline was not measured. */
  Optional<Boolean> isReachedBy(Figure own, Map<String, Figure> all) {
    if (baseline == null) {
      return Optional.of(isReached.test(own.bytes().median()));
    }
    return Optional.ofNullable(all.get(baseline)).map(other -> isReached.test(own.times(other)));
  }
}
