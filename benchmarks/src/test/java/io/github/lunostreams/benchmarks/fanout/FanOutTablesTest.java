package io.github.lunostreams.benchmarks.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.fanout.FanOut.Effort;
import io.github.lunostreams.benchmarks.load.Delivered;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.servers.Contestant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanOutTablesTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private final Figures figures = new Figures();

  @Test
  void eachLoadIsThereOnce() {
    assertThat(Load.all()).extracting(Load::key).doesNotHaveDuplicates().hasSize(14);
    assertThat(Load.all())
        .extracting(Load::key)
        .contains("FanOut.lag:1000:3KB", "FanOut.saturation:5000:200B");
  }

  @Test
  void goalsOfLagAreHeldMissedOrNotMeasured() {
    Load busy = load("FanOut.lag:100:3KB");
    Load crowd = load("FanOut.lag:1000:3KB");
    // The second round is ten times as slow for all: the ratios are not.
    for (long slow : new long[] {MILLI, 10 * MILLI}) {
      figures.add(busy, Contestant.GATEWAY, new Lags(2 * slow, 5 * slow, 9 * slow, 9 * slow, 1, 0));
      figures.add(busy, Contestant.BARE, new Lags(slow, slow, slow, slow, 1, 0));
      figures.add(crowd, Contestant.GATEWAY, new Lags(slow, slow, slow, slow, 1, 7));
      figures.add(crowd, Contestant.BARE, new Lags(slow, slow, slow, slow, 1, 0));
    }
    String text = text(List.of(busy, crowd), List.of(Contestant.GATEWAY, Contestant.BARE));
    assertThat(text)
        .contains("p50 ≤ 2 × bare: held; p99 ≤ 4 × bare: missed")
        .contains("p99 ≤ 1/3 × ws: not measured")
        .contains("5.00 – 50.0")
        .doesNotContain("clients by ws |");
  }

  @Test
  void aThirdOfWsIsJudgedWithTheSameClientsAndWithItsOwn() {
    Load crowd = load("FanOut.lag:1000:3KB");
    figures.add(crowd, Contestant.GATEWAY, new Lags(MILLI, 2 * MILLI, MILLI, MILLI, 1, 0));
    figures.add(crowd, Contestant.BARE, new Lags(MILLI, MILLI, MILLI, MILLI, 1, 0));
    figures.add(crowd, Contestant.NODE, new Lags(MILLI, 5 * MILLI, MILLI, MILLI, 1, 0));
    figures.add(crowd, Contestant.NODE_TO_NODE, new Lags(MILLI, 7 * MILLI, MILLI, MILLI, 1, 0));
    figures.add(crowd, Contestant.GATEWAY_TO_NODE, new Lags(MILLI, 7 * MILLI, MILLI, MILLI, 1, 0));
    assertThat(text(List.of(crowd), List.of(Contestant.values())))
        .contains("p99 ≤ 1/3 × ws and clients by ws: held; p99 ≤ 1/3 × ws: missed")
        .contains("gateway, clients by ws");
  }

  @Test
  void clientsByWsAreMeasuredWhereTheyAreComparedOnly() {
    assertThat(Load.all())
        .filteredOn(load -> load.isFor(Contestant.NODE_TO_NODE))
        .extracting(Load::key)
        .containsExactly("FanOut.lag:1000:3KB");
  }

  @Test
  void goalsOfSaturationAreHeldOrMissed() {
    Load load = load("FanOut.saturation:1000:200B");
    figures.add(load, Contestant.GATEWAY, new Delivered(700_000, 140_000_000, SECOND));
    // The whole of what is offered: it could do more.
    long all = Math.round(load.offered());
    figures.add(load, Contestant.BARE, new Delivered(all, 200 * all, SECOND));
    figures.add(load, Contestant.NODE, new Delivered(100_000, 20_000_000, SECOND));
    assertThat(text(List.of(load), List.of(Contestant.values())))
        .contains("≥ 0.8 × bare: missed; ≥ 2 × ws: held")
        .contains("not saturated");
  }

  private static Load load(String key) {
    return Load.all().stream().filter(load -> load.key().equals(key)).findFirst().orElseThrow();
  }

  private String text(List<Load> loads, List<Contestant> contestants) {
    return FanOutTables.of(Effort.FULL, loads, contestants, figures);
  }
}
