package io.github.lunostreams.benchmarks.growth;

import io.github.lunostreams.benchmarks.process.Child;
import io.github.lunostreams.benchmarks.process.JvmFlags;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far an update's cost grows with the book. Both books are measured pass by pass in one JVM:
 * minutes apart, the machine's neighbours would make more difference than the book does.
 */
public final class Growth {
  private static final double GOAL = 1.5;

  /** Up to here a load was answered from a cache; nanoseconds. */
  private static final double CACHED = 50;

  /** Above it was answered by memory itself, as a rule. */
  private static final double UNCACHED = 100;

  private static final double PICOS = 1_000;

  /** For a JVM; far more than it takes. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Path sessions;
  private final Size size;
  private final List<Pass> passes = new ArrayList<>();

  /**
   * How long to measure.
   *
   * @param warmups passes of a JVM before those that count
   * @param passes that count
   */
  public record Size(int warmups, int passes) {
    /** A few seconds. */
    public static final Size SHORT = new Size(15, 15);

    /** Most of a minute. */
    public static final Size FULL = new Size(50, 300);
  }

  /**
   * Nothing measured yet.
   *
   * @param sessions the directory of the sessions
   * @param size how long to measure
   */
  public Growth(Path sessions, Size size) {
    this.sessions = sessions;
    this.size = size;
  }

  /**
   * Measures in a new JVM.
   *
   * @throws IOException if it does not answer
   */
  public void measure() throws IOException {
    List<String> flags = new ArrayList<>(JvmFlags.ofMeasurements());
    flags.add(Session.option(sessions));
    try (Child jvm = Child.jvm(Passes.class, BOUND, flags)) {
      jvm.line();
      for (int i = 0; i < size.warmups(); i++) {
        jvm.askNumbers(Passes.PASS);
      }
      for (int i = 0; i < size.passes(); i++) {
        List<Long> picos = jvm.askNumbers(Passes.PASS);
        passes.add(new Pass(picos.get(0) / PICOS, picos.get(1) / PICOS, picos.get(2) / PICOS));
      }
    }
  }

  /**
   * All that was measured.
   *
   * @return the passes by how long memory took to answer, and all of them
   */
  public Table table() {
    return table(passes);
  }

  static Table table(List<Pass> passes) {
    Table table =
        new Table(
            "a load from memory of the larger book's size took",
            "passes",
            "18,600 orders, ns",
            "186,000 orders, ns",
            "ratio",
            "of 8 in 10",
            "goal: ≤ 1.5");
    row(table, "up to 50 ns: it is in a cache", between(passes, 0, CACHED), true);
    row(table, "50 to 100 ns", between(passes, CACHED, UNCACHED), false);
    row(table, "more", between(passes, UNCACHED, Double.MAX_VALUE), false);
    row(table, "whatever", passes, true);
    return table;
  }

  private static List<Pass> between(List<Pass> passes, double above, double upTo) {
    return passes.stream().filter(pass -> pass.load() > above && pass.load() <= upTo).toList();
  }

  private static void row(Table table, String load, List<Pass> passes, boolean judged) {
    if (passes.isEmpty()) {
      table.row(load, "0", "–", "–", "–", "–", judged ? "not measured" : "");
      return;
    }
    double ratio = Series.of(passes, Pass::ratio).median();
    List<Double> sorted = passes.stream().map(Pass::ratio).sorted().toList();
    int tenth = sorted.size() / 10;
    table.row(
        load,
        String.format(Locale.ROOT, "%,d", passes.size()),
        Table.number(Series.of(passes, Pass::small).median()),
        Table.number(Series.of(passes, Pass::tenfold).median()),
        Table.number(ratio),
        Table.number(sorted.get(tenth))
            + " – "
            + Table.number(sorted.get(sorted.size() - 1 - tenth)),
        !judged ? "" : ratio <= GOAL ? "held" : "missed");
  }
}
