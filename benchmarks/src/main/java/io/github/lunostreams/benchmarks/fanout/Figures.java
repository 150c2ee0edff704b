package io.github.lunostreams.benchmarks.fanout;

import io.github.lunostreams.benchmarks.load.Delivered;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.Contestant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What was measured, by load and contestant, a figure a round. */
final class Figures {
  private record Key(Load load, Contestant contestant) {}

  private final Map<Key, List<Lags>> lags = new LinkedHashMap<>();
  private final Map<Key, List<Delivered>> delivered = new LinkedHashMap<>();

  void add(Load load, Contestant contestant, Lags measured) {
    lags.computeIfAbsent(new Key(load, contestant), key -> new ArrayList<>()).add(measured);
  }

  void add(Load load, Contestant contestant, Delivered measured) {
    delivered.computeIfAbsent(new Key(load, contestant), key -> new ArrayList<>()).add(measured);
  }

  /** In milliseconds. */
  Optional<Series> lag(Load load, Contestant contestant, ToLongFunction<Lags> figure) {
    return Optional.ofNullable(lags.get(new Key(load, contestant)))
        .map(rounds -> Series.of(rounds, round -> Lags.millis(figure.applyAsLong(round))));
  }

  /** The most updates × clients that never came in a round. */
  long missing(Load load, Contestant contestant) {
    return lags.getOrDefault(new Key(load, contestant), List.of()).stream()
        .mapToLong(Lags::missing)
        .max()
        .orElse(0);
  }

  Optional<Series> delivered(Load load, Contestant contestant, ToDoubleFunction<Delivered> figure) {
    return Optional.ofNullable(delivered.get(new Key(load, contestant)))
        .map(rounds -> Series.of(rounds, figure));
  }

  String latest(Load load, Contestant contestant) {
    Key key = new Key(load, contestant);
    List<Lags> late = lags.get(key);
    if (late != null) {
      Lags last = late.getLast();
      return "p50 %s ms, p99 %s ms"
          .formatted(Table.number(Lags.millis(last.p50())), Table.number(Lags.millis(last.p99())));
    }
    List<Delivered> came = delivered.getOrDefault(key, List.of());
    return came.isEmpty() ? "nothing" : Table.number(came.getLast().perSecond()) + " frames/s";
  }
}
