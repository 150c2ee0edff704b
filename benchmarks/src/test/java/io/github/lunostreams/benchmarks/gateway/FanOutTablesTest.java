package io.github.lunostreams.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.servers.BroadcastServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanOutTablesTest {
  private final FanOutTables tables = new FanOutTables();

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
    Load many = load("FanOut.lag:1000:3KB");
    // The second round is ten times as slow for all: the ratios are not.
    for (int slow : new int[] {1, 10}) {
      lag(busy, BroadcastServer.GATEWAY, 2 * slow, 5 * slow);
      lag(busy, BroadcastServer.BARE, slow, slow);
      lag(many, BroadcastServer.GATEWAY, slow, slow);
      lag(many, BroadcastServer.BARE, slow, slow);
    }
    assertThat(tables.tables(List.of(busy, many)))
        .contains("p50 ≤ 2.0 × bare: held; p99 ≤ 4.0 × bare: missed")
        .contains("p99 ≤ 1.3 × bare: held")
        .contains("5.00 – 50.0")
        .doesNotContain("Node's ws");
    Load alone = load("FanOut.lag:1:3KB");
    lag(alone, BroadcastServer.GATEWAY, 1, 1);
    assertThat(tables.tables(List.of(alone)))
        .contains("p50 ≤ 2.0 × bare: not measured; p99 ≤ 4.0 × bare: not measured");
  }

  @Test
  void goalsOfSaturationAreHeldOrMissed() {
    Load load = load("FanOut.saturation:1000:200B");
    throughput(load, BroadcastServer.GATEWAY, 700_000);
    // All of what is offered: it could do more.
    throughput(load, BroadcastServer.BARE, load.offered());
    throughput(load, BroadcastServer.NODE, 100_000);
    assertThat(tables.tables(List.of(load)))
        .contains("≥ 0.8 × bare: missed; ≥ 2.0 × ws: held")
        .contains("not saturated");
  }

  private static Load load(String key) {
    return Load.all().stream().filter(load -> load.key().equals(key)).findFirst().orElseThrow();
  }

  private void lag(Load load, BroadcastServer server, double p50, double p99) {
    tables.add(load, server, "p50 ms", p50);
    tables.add(load, server, "p99 ms", p99);
    tables.add(load, server, "p99.9 ms", p99);
    tables.add(load, server, "missing", 0);
  }

  private void throughput(Load load, BroadcastServer server, double perSecond) {
    tables.add(load, server, "frames/s", perSecond);
    tables.add(load, server, "bytes", 200);
    tables.add(load, server, "MB/s", perSecond * 200 / 1e6);
  }
}
