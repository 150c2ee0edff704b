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
import java.util.function.ToDoubleFunction;

/**
 * How far an update's cost grows with the book. Both books are measured pass by pass in one JVM:
 * minutes apart, whatever else the machine does makes about as much difference as the book.
 */
public final class Growth {
  private static final double GOAL = 1.5;

  /** For a JVM; far more than it takes. */
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final Path sessions;
  private final Size size;
  private final List<List<Pass>> rounds = new ArrayList<>();

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
   * @return how many times the time an update of the larger book took
   * @throws IOException if it does not answer
   */
  public double measure() throws IOException {
    List<String> flags = new ArrayList<>(JvmFlags.ofMeasurements());
    flags.add(Session.option(sessions));
    List<Pass> passes = new ArrayList<>();
    try (Child jvm = Child.jvm(Passes.class, BOUND, flags)) {
      jvm.line();
      for (int i = 0; i < size.warmups(); i++) {
        jvm.askNumbers(Passes.PASS);
      }
      for (int i = 0; i < size.passes(); i++) {
        passes.add(Pass.of(jvm.askNumbers(Passes.PASS)));
      }
    }
    rounds.add(passes);
    return Series.of(passes, Pass::ratio).median();
  }

  /**
   * All that was measured.
   *
   * @return the passes by how long loads took, and all of them
   */
  public String report() {
    return "growth: %d passes after %d to warm up in each round%n%n%s"
        .formatted(size.passes(), size.warmups(), table(rounds));
  }

  static Table table(List<List<Pass>> rounds) {
    Table table =
        new Table(
            "a load from 10 MB took",
            "rounds",
            "passes",
            "18,600 orders, ns",
            "186,000 orders, ns",
            "ratio",
            "min – max",
            "goal");
    row(table, "up to 30 ns", between(rounds, 0, 30), "");
    row(table, "30 to 50 ns", between(rounds, 30, 50), "");
    row(table, "50 to 100 ns", between(rounds, 50, 100), "");
    row(table, "more", between(rounds, 100, Double.MAX_VALUE), "");
    row(table, "whatever", rounds, verdict(rounds));
    return table;
  }

  /** Rounds with such passes, and those alone. */
  private static List<List<Pass>> between(List<List<Pass>> rounds, double above, double upTo) {
    return rounds.stream()
        .map(
            passes ->
                passes.stream().filter(pass -> pass.load() > above && pass.load() <= upTo).toList())
        .filter(passes -> !passes.isEmpty())
        .toList();
  }

  private static void row(Table table, String load, List<List<Pass>> rounds, String goal) {
    if (rounds.isEmpty()) {
      table.row(load, "0", "0", "–", "–", "–", "–", goal);
      return;
    }
    table.row(
        load,
        Integer.toString(rounds.size()),
        String.format(Locale.ROOT, "%,d", rounds.stream().mapToInt(List::size).sum()),
        Table.number(medians(rounds, Pass::small).median()),
        Table.number(medians(rounds, Pass::tenfold).median()),
        Table.number(medians(rounds, Pass::ratio).median()),
        medians(rounds, Pass::ratio).range(),
        goal);
  }

  /** One figure a round: a JVM's passes have what its compiler made of the code in common. */
  private static Series medians(List<List<Pass>> rounds, ToDoubleFunction<Pass> figure) {
    return Series.of(rounds, passes -> Series.of(passes, figure).median());
  }

  private static String verdict(List<List<Pass>> rounds) {
    boolean held = medians(rounds, Pass::ratio).median() <= GOAL;
    return "≤ " + GOAL + " × 18,600 orders: " + (held ? "held" : "missed");
  }
}
