package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.simulator.StreamClient.Event;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting, stopping, rates, and clients that do not keep up. */
class LifecycleTest {
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("simulator-"))
        .toList();
  }

  @Test
  void closeLeavesNoThreadAndFreesThePort() throws Exception {
    int port = 0;
    for (int round = 0; round < 3; round++) {
      Simulator simulator =
          Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").port(port).rate(100).build());
      port = simulator.port();
      assertThat(simulator.streamUrl()).isEqualTo("ws://127.0.0.1:" + port);
      try (StreamClient client = StreamClient.join(simulator, "ETHUSDT")) {
        client.texts(5);
        assertThat(threads()).isNotEmpty();
        simulator.close();
        simulator.close();
        assertThat(threads()).isEmpty();
        assertThat(client.end()).isEqualTo(new Event.Closed(1001, "going away"));
      }
    }
  }

  @Test
  void aPortInUseIsReportedAndLeavesNoThread() throws Exception {
    try (Simulator first = Simulator.start(SimulatorConfig.builder().pair("ETHAUD").build())) {
      SimulatorConfig second = SimulatorConfig.builder().pair("ETHAUD").port(first.port()).build();
      List<String> before = threads();
      assertThatThrownBy(() -> Simulator.start(second))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + first.port());
      assertThat(threads()).hasSameSizeAs(before);
    }
  }

  @Test
  void theDefaultMarketsAreThoseMeasuredOnTheLiveExchange() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorConfig.builder().build())) {
      assertThat(simulator.markets().keySet())
          .containsExactly("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHAUD");
      assertThat(simulator.market("XBTZAR").rate()).isEqualTo(51);
      assertThatThrownBy(() -> simulator.market("NOPE")).hasMessageContaining("XBTZAR");
    }
  }

  @Test
  void theLargestMarketsSnapshotIsAsLargeAsLive() throws Exception {
    try (Simulator simulator =
            Simulator.start(SimulatorConfig.builder().pair("XBTZAR").rate(0).build());
        StreamClient client = StreamClient.join(simulator, "XBTZAR")) {
      String snapshot = client.text();
      System.out.println("XBTZAR snapshot " + snapshot.length() + " bytes");
      assertThat(snapshot.length()).isBetween(1_050_000, 1_200_000);
    }
  }

  @Test
  void aRateIsKeptPausedAndResumed() throws Exception {
    try (Simulator simulator =
        Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").rate(0).build())) {
      SimulatedMarket market = simulator.market("ETHUSDT");
      try (StreamClient client = StreamClient.join(simulator, "ETHUSDT")) {
        NaiveBook book = new NaiveBook(client.text());
        long start = System.nanoTime();
        market.rate(2_000);
        client.texts(1_000).forEach(book::apply);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(seconds).isBetween(0.49, 20.0);
        market.pause();
        long paused = market.sequence();
        client.texts((int) (paused - book.sequence)).forEach(book::apply);
        assertThat(market.sequence()).isEqualTo(paused);
        assertThat(client.events).isEmpty();
        market.resume();
        client.texts(10).forEach(book::apply);
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsDroppedAndOthersAreNotDelayed() throws Exception {
    try (Simulator simulator =
        Simulator.start(
            SimulatorConfig.builder().pair("ETHUSDT").rate(0).outboundLimit(256 * 1024).build())) {
      SimulatedMarket market = simulator.market("ETHUSDT");
      try (StreamClient lazy = StreamClient.joinWithoutReading(simulator, "ETHUSDT");
          StreamClient diligent = StreamClient.join(simulator, "ETHUSDT")) {
        NaiveBook book = new NaiveBook(diligent.text());
        int rounds = 0;
        while (simulator.sessions() < 2) {
          Thread.onSpinWait();
        }
        while (market.connections() == 2) {
          market.step(500);
          diligent.texts(500).forEach(book::apply);
          assertThat(++rounds).as("rounds of 500 messages").isLessThan(2_000);
        }
        System.out.println("dropped after " + rounds * 500 + " messages");
        market.step(100);
        diligent.texts(100).forEach(book::apply);
        assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
        lazy.socket.request(Long.MAX_VALUE);
        assertThat(lazy.end()).isInstanceOfAny(Event.Failed.class, Event.Closed.class);
      }
    }
  }
}
