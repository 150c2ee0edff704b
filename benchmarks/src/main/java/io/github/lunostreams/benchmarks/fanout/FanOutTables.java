package io.github.lunostreams.benchmarks.fanout;

import io.github.lunostreams.benchmarks.fanout.FanOut.Effort;
import io.github.lunostreams.benchmarks.fanout.Load.Kind;
import io.github.lunostreams.benchmarks.load.Delivered;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.Contestant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What {@link FanOut} measured, in words. */
final class FanOutTables {
  private static final String NONE = "–";

  /** Where it is less, the server was not the limit. */
  private static final double SATURATED = 0.9;

  private static final double MEGA = 1e6;

  private final List<Load> loads;
  private final List<Contestant> contestants;
  private final Figures figures;

  private FanOutTables(List<Load> loads, List<Contestant> contestants, Figures figures) {
    this.loads = loads;
    this.contestants = contestants;
    this.figures = figures;
  }

  static String of(Effort effort, List<Load> loads, List<Contestant> contestants, Figures figures) {
    FanOutTables tables = new FanOutTables(loads, contestants, figures);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "fan-out: JDK %s, %s, %d processors, %d round%s of %d ms + %d ms warm-up a load%n",
            Runtime.version(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            effort.rounds(),
            effort.rounds() == 1 ? "" : "s",
            effort.measured().toMillis(),
            effort.warmup().toMillis()));
    if (!Contestant.NODE.isHere()) {
      text.append("Node's ws is left out: there is no npm, or it could not fetch ws.\n");
    }
    if (loads.stream().anyMatch(load -> load.kind() == Kind.LAG)) {
      text.append('\n').append(tables.lag());
    }
    if (loads.stream().anyMatch(load -> load.kind() == Kind.SATURATION)) {
      text.append('\n').append(tables.saturation());
    }
    return text.toString();
  }

  private Table lag() {
    Table table =
        new Table(
            "clients",
            "frames",
            "updates/s",
            "server",
            "p50 ms",
            "p99 ms",
            "p99 min – max",
            "p99.9 ms",
            "never came",
            "p50 × bare",
            "p99 × bare",
            "goal");
    for (Load load : loads) {
      if (load.kind() != Kind.LAG) {
        continue;
      }
      for (Contestant contestant : measuredBy(load)) {
        Series p99 = lag(load, contestant, Lags::p99);
        table.row(
            String.format(Locale.ROOT, "%,d", load.clients()),
            load.size().words(),
            Table.number(load.perSecond()),
            contestant.words(),
            Table.number(lag(load, contestant, Lags::p50).median()),
            Table.number(p99.median()),
            p99.range(),
            Table.number(lag(load, contestant, Lags::p999).median()),
            String.format(Locale.ROOT, "%,d", figures.missing(load, contestant)),
            lagTimes(load, contestant, Contestant.BARE, Lags::p50),
            lagTimes(load, contestant, Contestant.BARE, Lags::p99),
            contestant == Contestant.GATEWAY ? lagGoals(load) : "");
      }
    }
    return table;
  }

  private List<Contestant> measuredBy(Load load) {
    return contestants.stream().filter(load::isFor).toList();
  }

  /** In milliseconds. */
  private Series lag(Load load, Contestant contestant, ToLongFunction<Lags> figure) {
    return figures.lag(load, contestant, figure).orElseThrow();
  }

  private String lagTimes(
      Load load, Contestant own, Contestant baseline, ToLongFunction<Lags> figure) {
    return own == baseline
        ? NONE
        : lagRatio(load, own, baseline, figure).map(Table::number).orElse(NONE);
  }

  private Optional<Double> lagRatio(
      Load load, Contestant own, Contestant baseline, ToLongFunction<Lags> figure) {
    return figures
        .lag(load, baseline, figure)
        .flatMap(other -> figures.lag(load, own, figure).map(mine -> mine.times(other)));
  }

  private String lagGoals(Load load) {
    List<String> goals = new ArrayList<>();
    if (load.perSecond() == Load.BUSY) {
      goals.add(
          verdict(
              "p50 ≤ 2 × bare",
              lagRatio(load, Contestant.GATEWAY, Contestant.BARE, Lags::p50)
                  .map(times -> times <= 2)));
      goals.add(
          verdict(
              "p99 ≤ 4 × bare",
              lagRatio(load, Contestant.GATEWAY, Contestant.BARE, Lags::p99)
                  .map(times -> times <= 4)));
    }
    if (load.isComparedWithNode()) {
      goals.add(third(load, Contestant.NODE_TO_NODE, "ws and clients by ws"));
      goals.add(third(load, Contestant.NODE, "ws"));
    }
    return String.join("; ", goals);
  }

  private String third(Load load, Contestant other, String words) {
    return verdict(
        "p99 ≤ 1/3 × " + words,
        lagRatio(load, Contestant.GATEWAY, other, Lags::p99).map(times -> times <= 1 / 3.0));
  }

  private Table saturation() {
    Table table =
        new Table(
            "clients",
            "frames",
            "offered/s",
            "server",
            "bytes",
            "frames/s",
            "min – max",
            "MB/s",
            "× bare",
            "× ws",
            "goal");
    for (Load load : loads) {
      if (load.kind() != Kind.SATURATION) {
        continue;
      }
      for (Contestant contestant : measuredBy(load)) {
        Series frames = delivered(load, contestant, Delivered::perSecond);
        double bytes = delivered(load, contestant, Delivered::frameBytes).median();
        table.row(
            String.format(Locale.ROOT, "%,d", load.clients()),
            load.size().words(),
            Table.number(load.offered()),
            contestant.words(),
            Table.number(bytes),
            Table.number(frames.median()),
            frames.range(),
            Table.number(frames.median() * bytes / MEGA),
            times(load, contestant, Contestant.BARE),
            times(load, contestant, Contestant.NODE),
            goals(load, contestant));
      }
    }
    return table;
  }

  private Series delivered(Load load, Contestant own, ToDoubleFunction<Delivered> figure) {
    return figures.delivered(load, own, figure).orElseThrow();
  }

  private String times(Load load, Contestant own, Contestant baseline) {
    return own == baseline ? NONE : ratio(load, own, baseline).map(Table::number).orElse(NONE);
  }

  private Optional<Double> ratio(Load load, Contestant own, Contestant baseline) {
    return figures
        .delivered(load, baseline, Delivered::perSecond)
        .map(other -> delivered(load, own, Delivered::perSecond).times(other));
  }

  private String goals(Load load, Contestant contestant) {
    List<String> words = new ArrayList<>();
    double median = delivered(load, contestant, Delivered::perSecond).median();
    if (median > SATURATED * load.offered()) {
      words.add("not saturated");
    }
    if (contestant == Contestant.GATEWAY && load.clients() == Load.CROWD) {
      words.add(
          verdict(
              "≥ 0.8 × bare", ratio(load, contestant, Contestant.BARE).map(times -> times >= 0.8)));
      words.add(
          verdict("≥ 2 × ws", ratio(load, contestant, Contestant.NODE).map(times -> times >= 2)));
    }
    return String.join("; ", words);
  }

  private static String verdict(String goal, Optional<Boolean> held) {
    return goal + ": " + held.map(is -> is ? "held" : "missed").orElse("not measured");
  }
}
