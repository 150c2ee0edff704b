package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gateway before a scripted exchange, and the clients a test connects to it. */
final class GatewayFixture implements AutoCloseable {
  static final FeedSettings QUICK =
      FeedSettings.builder()
          .backoffBase(Duration.ofMillis(1))
          .backoffCap(Duration.ofMillis(2))
          .slowBackoff(Duration.ofMillis(2))
          .backoffResetAfter(Duration.ofMillis(1))
          .build();

  private final ScriptedExchange exchange = new ScriptedExchange();
  final LunoStreams luno;
  final Gateway gateway;
  private final List<TestClient> clients = new ArrayList<>();

  private GatewayFixture(
      UnaryOperator<GatewayConfig.Builder> changes, FeedSettings settings, InstantSource clock)
      throws IOException {
    luno =
        LunoStreams.builder(new Credentials("key", "secret"))
            .connector(exchange)
            .clock(clock)
            .settings(settings)
            .build();
    gateway = Gateway.start(changes.apply(GatewayConfig.builder().port(0)).build(), luno);
  }

  static GatewayFixture of(String... pairs) throws IOException {
    return with(config -> config.pairs(List.of(pairs)));
  }

  static GatewayFixture with(UnaryOperator<GatewayConfig.Builder> changes) throws IOException {
    return with(changes, QUICK);
  }

  static GatewayFixture with(UnaryOperator<GatewayConfig.Builder> changes, FeedSettings settings)
      throws IOException {
    return new GatewayFixture(changes, settings, InstantSource.system());
  }

  /** One on a machine whose clock is the test's. */
  static GatewayFixture with(UnaryOperator<GatewayConfig.Builder> changes, InstantSource clock)
      throws IOException {
    return new GatewayFixture(changes, QUICK, clock);
  }

  /** The next session that the gateway opens for a pair; its pings are answered. */
  ScriptedConnection accept(String pair) throws InterruptedException {
    return exchange.accept(pair).answerPings();
  }

  TestClient client(String path) throws IOException {
    return client(path, 0);
  }

  TestClient client(String path, int receiveBytes) throws IOException {
    TestClient client = TestClient.connect(gateway.port(), path, receiveBytes);
    clients.add(client);
    return client;
  }

  /** Sends one HTTP request and reads its answer. */
  String http(String request) throws IOException {
    try (TestClient client = TestClient.open(gateway.port(), 0)) {
      client.raw(request);
      return client.answer();
    }
  }

  String get(String path) throws IOException {
    return http("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    // First, or the gateway would wait for them to answer its goodbye.
    for (TestClient client : clients) {
      client.close();
    }
    gateway.close();
    luno.close();
  }
}
