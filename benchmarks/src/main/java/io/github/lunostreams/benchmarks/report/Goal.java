package io.github.lunostreams.benchmarks.report;

import java.util.Map;
import java.util.Optional;

/** What a benchmark's figure has to be, measured against another of the same run. */
public sealed interface Goal {
  /** An allocation below this is none: bytes an operation. */
  double NOTHING = 0.05;

  /** {@return the goal in words} */
  String words();

  /**
   * Whether it was reached.
   *
   * @param own the figure
   * @param all the figures of the run by their benchmarks' keys
   * @return empty if what it is measured against was not run
   */
  Optional<Boolean> held(Figure own, Map<String, Figure> all);

  /**
   * At most so many times another's time.
   *
   * @param times the bound
   * @param baseline the other's key
   * @param name what to call the other
   */
  record AtMost(double times, String baseline, String name) implements Goal {
    @Override
    public String words() {
      return "≤ " + Table.plain(times) + " × " + name;
    }

    @Override
    public Optional<Boolean> held(Figure own, Map<String, Figure> all) {
      return Optional.ofNullable(all.get(baseline)).map(other -> own.times(other) <= times);
    }
  }

  /**
   * At least so many times as fast as another.
   *
   * @param times the bound
   * @param baseline the other's key
   * @param name what to call the other
   */
  record AtLeastFaster(double times, String baseline, String name) implements Goal {
    @Override
    public String words() {
      return "≥ " + Table.plain(times) + " × as fast as " + name;
    }

    @Override
    public Optional<Boolean> held(Figure own, Map<String, Figure> all) {
      return Optional.ofNullable(all.get(baseline)).map(other -> 1 / own.times(other) >= times);
    }
  }

  /** Allocates nothing. */
  record NoAllocation() implements Goal {
    @Override
    public String words() {
      return "0 B";
    }

    @Override
    public Optional<Boolean> held(Figure own, Map<String, Figure> all) {
      return Optional.of(own.allocated() < NOTHING);
    }
  }
}
