package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Gone;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a gateway starts and ends. */
@Timeout(60)
class GatewayLifeTest {
  private static final GatewayConfig.Builder OWN =
      GatewayConfig.builder()
          .pair("XBTZAR")
          .port(0)
          .credentials(new Credentials("key", "secret"))
          .streamUrl(URI.create("ws://127.0.0.1:1"));

  /** Threads end a moment after their pools say so. */
  private static void assertNoThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("luno-")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void closingClosesEveryClientAndLeavesNothingBehind() throws Exception {
    GatewayFixture fixture = GatewayFixture.of("XBTZAR", "ETHZAR");
    List<TestClient> clients =
        List.of(fixture.client("/XBTZAR"), fixture.client("/ETHZAR"), fixture.client("/xbtzar"));
    TestClient plain = TestClient.open(fixture.gateway.port(), 0);
    plain.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    plain.answer();
    for (TestClient client : clients) {
      client.joined();
    }
    CompletableFuture<Void> closing = CompletableFuture.runAsync(fixture.gateway::close);
    for (TestClient client : clients) {
      assertThat(client.next()).isEqualTo(new Close(1001, "the gateway closes"));
      client.sendClose(1001);
      assertThat(client.next()).isEqualTo(new Gone());
    }
    assertThat(plain.next()).isEqualTo(new Gone());
    closing.get(5, TimeUnit.SECONDS);
    fixture.gateway.close();
    assertThat(fixture.gateway.statistics().connections()).isZero();
    fixture.close();
    assertNoThreadIsLeft();
    assertThatThrownBy(() -> TestClient.open(fixture.gateway.port(), 0))
        .isInstanceOf(IOException.class);
  }

  @Test
  void closingEndsWithinFiveSecondsWhateverClientsDo() throws Exception {
    GatewayFixture fixture = GatewayFixture.of("XBTZAR");
    TestClient mute = fixture.client("/XBTZAR");
    TestClient halfway = TestClient.open(fixture.gateway.port(), 0);
    halfway.raw("GET /XBTZAR HT");
    mute.joined();
    CompletableFuture.runAsync(fixture.gateway::close).get(5, TimeUnit.SECONDS);
    assertThat(mute.next()).isEqualTo(new Close(1001, "the gateway closes"));
    assertThat(mute.next()).isEqualTo(new Gone());
    fixture.close();
    assertNoThreadIsLeft();
  }

  @Test
  void aPortInUseIsSaidAndNothingIsLeftRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Gateway.start(OWN.port(port).build()))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port + ": ");
      assertNoThreadIsLeft();
      assertThatThrownBy(() -> Gateway.start(OWN.port(0).appPort(port).build()))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + port);
      assertNoThreadIsLeft();
    }
  }

  @Test
  void aPageThatCannotBeReadLeavesNoStreamsOfItsOwnBehind() {
    for (boolean own : new boolean[] {true, false}) {
      try (LunoStreams luno =
          LunoStreams.builder(new Credentials("key", "secret"))
              .connector(new ScriptedExchange())
              .build()) {
        assertThatThrownBy(
                () ->
                    Gateway.start(
                        OWN.build(),
                        luno,
                        own,
                        () -> {
                          throw new UncheckedIOException(new IOException("no page"));
                        }))
            .hasMessageContaining("no page");
        if (own) {
          assertThatThrownBy(() -> luno.prepare("XBTZAR"))
              .hasMessage("expected open streams, these are closed");
        } else {
          assertThat(luno.prepare("XBTZAR").isClosed()).isFalse();
        }
      }
    }
  }

  @Test
  void anAddressThatDoesNotExistIsSaid() throws Exception {
    GatewayConfig config =
        GatewayConfig.builder()
            .pair("XBTZAR")
            .address("no.such.host.invalid")
            .credentials(new Credentials("key", "secret"))
            .build();
    assertThatThrownBy(() -> Gateway.start(config))
        .isInstanceOf(BindException.class)
        .hasMessage("cannot listen on no.such.host.invalid:8010: no such address");
    assertNoThreadIsLeft();
  }

  @Test
  void withoutCredentialsOnlyStreamsMadeElsewhereWillDo() {
    assertThatThrownBy(() -> Gateway.start(GatewayConfig.builder().pair("XBTZAR").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected credentials, got none");
  }

  @Test
  void twoPortsServeTheSameRoutes() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR").appPort(0))) {
      int second = fixture.gateway.appPort().orElseThrow();
      assertThat(second).isNotEqualTo(fixture.gateway.port());
      assertThat(fixture.gateway.url())
          .isEqualTo(URI.create("http://127.0.0.1:" + fixture.gateway.port()));
      try (TestClient client = TestClient.connect(second, "/XBTZAR")) {
        client.joined();
        fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
        assertThat(client.nextText()).contains("\"sequence\":7,");
      }
    }
  }

  @Test
  void whenEveryPairFailedTheReasonsAreReported() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("NOPEZAR").optionalPair("NADAZAR"))) {
      CompletableFuture<Map<Pair, Cause>> failed =
          fixture.gateway.allFailed().toCompletableFuture();
      fixture.accept("NOPEZAR").send(Frames.error("invalid_market", "NOPEZAR"));
      TestClient client = fixture.client("/NADAZAR");
      client.joined();
      assertThat(failed).isNotDone();
      fixture.accept("NADAZAR").send(Frames.error("invalid_market", "NADAZAR"));
      assertThat(failed.get(20, TimeUnit.SECONDS))
          .isEqualTo(
              Map.of(
                  Pair.of("NOPEZAR"),
                      new Cause(Cause.Reason.REFUSED, "invalid_market", "invalid_market: NOPEZAR"),
                  Pair.of("NADAZAR"),
                      new Cause(
                          Cause.Reason.REFUSED, "invalid_market", "invalid_market: NADAZAR")));
      assertThat(fixture.gateway.feedStates())
          .isEqualTo(
              Map.of(Pair.of("NOPEZAR"), FeedState.FAILED, Pair.of("NADAZAR"), FeedState.FAILED));
      assertThat(fixture.get("/readyz"))
          .startsWith("HTTP/1.1 503 ")
          .contains(
              "\"feed\":\"FAILED\",\"state\":\"FAILED\",\"since\":\"REFUSED: invalid_market: N");
    }
  }

  @Test
  void withAllPairsThereIsSomethingToServeAlsoWhenEveryPairNamedFailed() throws Exception {
    CompletableFuture<Map<Pair, Cause>> failed;
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("NOPEZAR").allPairs(true))) {
      failed = fixture.gateway.allFailed().toCompletableFuture();
      TestClient named = fixture.client("/NOPEZAR");
      fixture.accept("NOPEZAR").send(Frames.error("invalid_market", "NOPEZAR"));
      assertThat(named.next()).isEqualTo(new Close(1008, "NOPEZAR cannot be followed"));
      TestClient other = fixture.client("/XBTZAR");
      other.joined();
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(other.nextText()).contains("\"sequence\":7,");
      assertThat(fixture.gateway.feedStates())
          .isEqualTo(
              Map.of(Pair.of("NOPEZAR"), FeedState.FAILED, Pair.of("XBTZAR"), FeedState.LIVE));
    }
    assertThat(failed).as("once the markets' threads have ended").isNotDone();
  }

  @Test
  void withAllPairsThereIsNothingToServeWhenTheKeyIsRefused() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").allPairs(true))) {
      fixture.accept("XBTZAR").send(Frames.error("invalid_credentials", "no such key"));
      assertThat(fixture.gateway.allFailed().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .containsOnlyKeys(Pair.of("XBTZAR"));
    }
  }

  @Test
  void anUnreachableExchangeIsNoReasonNotToStart() throws Exception {
    try (Gateway gateway = Gateway.start(OWN.port(0).build());
        TestClient client = TestClient.connect(gateway.port(), "/XBTZAR")) {
      client.joined();
      assertThat(gateway.allFailed().toCompletableFuture()).isNotDone();
    }
    assertNoThreadIsLeft();
  }

  @Test
  void theExchangesRestIsBesideItsStreamsUnlessSaidOtherwise() {
    GatewayConfig.Builder config = GatewayConfig.builder().pair("XBTZAR");
    assertThat(config.build().restUrlOrDefault()).hasToString("https://api.luno.com");
    config.streamUrl(URI.create("ws://127.0.0.1:9001"));
    assertThat(config.build().restUrlOrDefault()).hasToString("http://127.0.0.1:9001");
    config.streamUrl(URI.create("wss://exchange.example"));
    assertThat(config.build().restUrlOrDefault()).hasToString("https://exchange.example");
    config.restUrl(URI.create("http://other.example:1"));
    assertThat(config.build().restUrlOrDefault()).hasToString("http://other.example:1");
  }

  @Test
  void aConfigurationThatCannotBeIsRefused() {
    assertThatThrownBy(() -> GatewayConfig.builder().build())
        .hasMessage("expected at least one pair, got none");
    assertThatThrownBy(() -> GatewayConfig.builder().pair("not a pair"))
        .hasMessage("expected a pair such as XBTZAR, got 'not a pair'");
    assertThatThrownBy(() -> GatewayConfig.builder().pair("XBTZAR").port(65_536).build())
        .hasMessage("expected a port of 0 to 65535, got 65536");
    assertThatThrownBy(() -> GatewayConfig.builder().pair("XBTZAR").depth(-1).build())
        .hasMessage("expected a depth of 0 (all) or more, got -1");
    assertThatThrownBy(() -> GatewayConfig.builder().pair("XBTZAR").sessions(0).build())
        .hasMessage("expected a session or more, got 0");
    assertThat(GatewayConfig.builder().pairs(List.of("xbtzar", "ETHZAR", "XBTZAR")).build().pairs())
        .containsExactly(Pair.of("XBTZAR"), Pair.of("ETHZAR"));
  }
}
