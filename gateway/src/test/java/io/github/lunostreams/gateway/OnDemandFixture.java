package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.resources.Site;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A gateway that follows markets on demand, on a simulated exchange, with a clock to set. */
abstract class OnDemandFixture {
  static final Duration IDLE = Duration.ofMinutes(5);
  static final Duration TICK = Duration.ofNanos(1);

  /** After which a market without clients may be evicted. */
  static final Duration EVICTABLE = IDLE.dividedBy(20);

  final SimulatedTime time = new SimulatedTime();
  final List<AutoCloseable> open = new ArrayList<>();
  final Simulator simulator;
  final LunoStreams luno;

  @SuppressWarnings("NullAway.Init") // Each test starts its own first.
  Gateway gateway;

  OnDemandFixture() throws IOException {
    simulator =
        closing(
            Simulator.start(
                SimulatorConfig.builder()
                    .seed(1)
                    .pairs(List.of("XBTUSDT", "ETHUSDT", "XBTGBP"))
                    .mix(FlowMix.busy())
                    .rate(0)
                    .build()));
    luno =
        closing(
            LunoStreams.builder(new Credentials("key", "secret"))
                .streamUrl(URI.create(simulator.streamUrl()))
                .settings(GatewayFixture.QUICK)
                .build());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  Gateway gateway(UnaryOperator<GatewayConfig.Builder> changes) throws IOException {
    return gateway(changes, luno);
  }

  Gateway gateway(UnaryOperator<GatewayConfig.Builder> changes, LunoStreams streams)
      throws IOException {
    GatewayConfig.Builder config =
        GatewayConfig.builder().port(0).allPairs(true).idleTimeout(IDLE).depth(5);
    gateway =
        closing(
            Gateway.start(
                changes.apply(config).build(),
                streams,
                false,
                Site::off,
                InstantSource.system(),
                () -> time.loop("markets")));
    return gateway;
  }

  /** One that has been told the exchange's markets. */
  Gateway informed(UnaryOperator<GatewayConfig.Builder> changes) throws IOException {
    Gateway started =
        gateway(config -> changes.apply(config.restUrl(URI.create(simulator.restUrl()))));
    // Of these at most one is named by a test, so that only REST can have told both.
    await(() -> get("/v1/pairs").contains("XBTGBP") && get("/v1/pairs").contains("ETHUSDT"));
    return started;
  }

  TestClient client(String path) throws IOException {
    return closing(TestClient.connect(gateway.port(), path));
  }

  String get(String path) throws IOException {
    try (TestClient client = TestClient.open(gateway.port(), 0)) {
      client.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return client.answer();
    }
  }

  /** Waits for what comes by itself. */
  static void await(Callable<Boolean> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try {
      while (!condition.call()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("expected the condition within 20 s, it did not come true");
        }
        Thread.onSpinWait();
      }
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  static void awaitLive(TestClient client) throws IOException {
    while (!client.nextText().contains("\"feed\":\"LIVE\"")) {}
  }

  void awaitFollowed(String... pairs) {
    await(
        () ->
            gateway.feedStates().keySet().stream().map(Pair::code).toList().equals(List.of(pairs)));
  }

  void awaitClients(String pair, int count) {
    await(
        () ->
            gateway.statistics().pairs().get(Pair.of(pair)).clients()
                    + gateway.statistics().luno().get(Pair.of(pair)).clients()
                == count);
  }
}
