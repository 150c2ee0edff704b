package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.gateway.Load.Kind;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.BroadcastServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of {@link FanOut}, and their tables. */
final class FanOutTables {
  /** With more of what was offered, the server was not the limit. */
  private static final double SATURATED = 0.9;

  private record Key(Load load, BroadcastServer server, String figure) {}

  private final Map<Key, List<Double>> rounds = new HashMap<>();

  /** Adds a figure of one round: one of {@link Kind#figures}. */
  void add(Load load, BroadcastServer server, String figure, double value) {
    rounds.computeIfAbsent(new Key(load, server, figure), key -> new ArrayList<>()).add(value);
  }

  private Optional<Series> series(Load load, BroadcastServer server, String figure) {
    return Optional.ofNullable(rounds.get(new Key(load, server, figure))).map(Series::new);
  }

  private double median(Load load, BroadcastServer server, String figure) {
    return series(load, server, figure).orElseThrow().median();
  }

  private Optional<Double> ratio(
      Load load, BroadcastServer server, BroadcastServer baseline, String figure) {
    return series(load, server, figure)
        .flatMap(own -> series(load, baseline, figure).map(own::ratioTo));
  }

  /** One table for each kind of load. */
  String tables(List<Load> loads) {
    List<String> tables = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Load> rows = loads.stream().filter(load -> load.kind() == kind).toList();
      if (!rows.isEmpty()) {
        tables.add(table(kind, rows).toString());
      }
    }
    return String.join("\n", tables);
  }

  private Table table(Kind kind, List<Load> loads) {
    List<String> headings =
        new ArrayList<>(
            List.of("clients", "frames", kind == Kind.LAG ? "updates/s" : "offered/s", "server"));
    headings.addAll(kind.figures());
    String main = kind.mainFigure();
    headings.addAll(List.of(main + " min – max", "× bare", "× ws", "goal"));
    Table table = new Table(headings.toArray(String[]::new));
    for (Load load : loads) {
      for (BroadcastServer server : BroadcastServer.values()) {
        if (series(load, server, main).isEmpty()) {
          continue;
        }
        List<String> cells =
            new ArrayList<>(
                List.of(
                    Table.whole(load.clients()),
                    load.size().title(),
                    Table.whole(kind == Kind.LAG ? load.perSecond() : load.offered()),
                    server.title()));
        kind.figures().forEach(each -> cells.add(Table.number(median(load, server, each))));
        cells.add(series(load, server, main).orElseThrow().range());
        for (BroadcastServer baseline : List.of(BroadcastServer.BARE, BroadcastServer.NODE)) {
          cells.add(
              ratio(load, server, baseline, main)
                  .filter(times -> server != baseline)
                  .map(Table::number)
                  .orElse(Table.NONE));
        }
        cells.add(kind == Kind.LAG ? lagGoals(load, server) : saturationGoals(load, server));
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  private String lagGoals(Load load, BroadcastServer server) {
    if (server != BroadcastServer.GATEWAY) {
      return "";
    }
    return switch (load.clients()) {
      case 1, 100 -> join(atMost(2, load, "p50 ms"), atMost(4, load, "p99 ms"));
      case 1_000 -> atMost(1.3, load, "p99 ms");
      default -> "";
    };
  }

  private String atMost(double times, Load load, String figure) {
    return Table.verdict(
        "%s ≤ %s × bare".formatted(figure.replace(" ms", ""), times),
        ratio(load, BroadcastServer.GATEWAY, BroadcastServer.BARE, figure)
            .map(ratio -> ratio <= times));
  }

  private String saturationGoals(Load load, BroadcastServer server) {
    boolean limited = median(load, server, "frames/s") > SATURATED * load.offered();
    String remark = limited ? "not saturated" : "";
    return server == BroadcastServer.GATEWAY && load.clients() == 1_000
        ? join(
            remark,
            atLeast(0.8, load, BroadcastServer.BARE, "bare"),
            atLeast(2, load, BroadcastServer.NODE, "ws"))
        : remark;
  }

  private String atLeast(double times, Load load, BroadcastServer baseline, String name) {
    return Table.verdict(
        "≥ %s × %s".formatted(times, name),
        ratio(load, BroadcastServer.GATEWAY, baseline, "frames/s").map(ratio -> ratio >= times));
  }

  private static String join(String... remarks) {
    return String.join("; ", Arrays.stream(remarks).filter(remark -> !remark.isEmpty()).toList());
  }
}
