package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which markets get the sessions at the exchange when there are too few for all. */
@Timeout(120)
class OnDemandSessionsTest extends OnDemandFixture {
  OnDemandSessionsTest() throws IOException {}

  @Test
  void whenAllSessionsAreTakenTheNextClientIsRefused() throws Exception {
    informed(config -> config.pair("XBTGBP").sessions(2));
    String words =
        "session limit exceeded: all 2 sessions at the exchange are taken by other markets; try"
            + " again later";
    TestClient holder = client("/XBTUSDT");
    awaitLive(holder);

    TestClient stream = client("/ETHUSDT");
    assertThat(stream.next()).isEqualTo(new Text(words));
    assertThat(stream.next()).isEqualTo(new Close(1013, "session limit exceeded"));
    time.advance(TICK);
    TestClient relay = closing(LunoClient.connect(gateway.port(), "ETHUSDT"));
    assertThat(relay.next())
        .isEqualTo(
            new Text("{\"error_code\":\"session_limit\",\"error\":\"%s\"}".formatted(words)));
    assertThat(relay.next()).isEqualTo(new Close(1000, ""));
    assertThat(get("/api/1/ticker?pair=ETHUSDT"))
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("retry-after: 1")
        .endsWith(
            "{\"error\":\"Market ETHUSDT: %s.\",\"error_code\":\"ErrUnavailable\"}"
                .formatted(words));
    awaitLive(client("/XBTUSDT"));
    awaitLive(client("/XBTGBP"));
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTGBP"), Pair.of("XBTUSDT"));
  }

  @Test
  void whenAllSessionsAreTakenTheMarketLongestIdleIsEvicted() throws Exception {
    informed(config -> config.sessions(2));
    for (String pair : List.of("XBTUSDT", "ETHUSDT")) {
      try (TestClient client = TestClient.connect(gateway.port(), "/" + pair)) {
        awaitLive(client);
      }
      awaitClients(pair, 0);
      time.advance(TICK);
    }
    assertThat(get("/api/1/ticker?pair=XBTUSDT")).as("used again").startsWith("HTTP/1.1 200 ");

    time.advance(EVICTABLE.minus(TICK).minus(TICK));
    assertThat(client("/XBTGBP").nextText()).startsWith("session limit exceeded: all 2 sessions");
    time.advance(TICK);
    awaitLive(client("/XBTGBP"));
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTUSDT"), Pair.of("XBTGBP"));

    time.advance(TICK);
    TestClient relay = closing(LunoClient.connect(gateway.port(), "ETHUSDT"));
    assertThat(relay.nextText()).startsWith("{\"sequence\":");
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTGBP"), Pair.of("ETHUSDT"));
    await(() -> simulator.sessions() == 2);

    assertThat(client("/XBTUSDT").nextText()).startsWith("session limit exceeded: all 2 sessions");
    time.advance(IDLE.multipliedBy(3));
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTGBP"), Pair.of("ETHUSDT"));
    assertThat(time.waiting()).as("clients are not timed").isZero();
  }

  @Test
  void aRestCallEvictsAMarketThatOnlyCallsAskedFor() throws Exception {
    informed(config -> config.pair("XBTGBP").sessions(2));
    for (String pair : List.of("XBTUSDT", "ETHUSDT", "XBTUSDT")) {
      await(() -> get("/api/1/orderbook_top?pair=" + pair).startsWith("HTTP/1.1 200 "));
      assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTGBP"), Pair.of(pair));
      time.advance(EVICTABLE);
    }
    time.advance(IDLE);
    awaitFollowed("XBTGBP");
  }

  @Test
  void anUnverifiedMarketIsNotEvicted() throws Exception {
    ScriptedExchange exchange = new ScriptedExchange();
    LunoStreams scripted =
        closing(
            LunoStreams.builder(new Credentials("key", "secret"))
                .connector(exchange)
                .settings(GatewayFixture.QUICK)
                .build());
    gateway(config -> config.sessions(1), scripted);
    assertThat(get("/api/1/ticker?pair=XBTZAR")).startsWith("HTTP/1.1 503 ");
    ScriptedConnection tried = exchange.accept("XBTZAR").answerPings();
    time.advance(EVICTABLE);
    assertThat(client("/ETHZAR").nextText()).startsWith("session limit exceeded");

    tried.send(Frames.snapshot(7, "", ""));
    await(() -> get("/api/1/ticker?pair=XBTZAR").startsWith("HTTP/1.1 200 "));
    time.advance(EVICTABLE);
    TestClient next = client("/ETHZAR").joined();
    exchange.accept("ETHZAR").answerPings().send(Frames.snapshot(8, "", ""));
    assertThat(next.nextText()).contains("\"sequence\":8,");
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("ETHZAR"));
  }

  @Test
  void clientsThatShareOneSessionGetALiveBookOrTheLimit() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    informed(config -> config.sessions(1));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> clients = new ArrayList<>();
      for (String pair : List.of("XBTUSDT", "ETHUSDT", "XBTGBP")) {
        Random random = new Random(seed + pair.hashCode());
        clients.add(threads.submit(() -> takeTurns(random, pair, 70)));
      }
      for (Future<?> client : clients) {
        client.get(60, TimeUnit.SECONDS);
      }
    }
    // Until the gateway has seen that the last of them is gone.
    await(() -> isAdmitted("XBTUSDT"));
    awaitLive(client("/XBTUSDT"));
    assertThat(gateway.feedStates()).containsOnlyKeys(Pair.of("XBTUSDT"));
    await(() -> simulator.sessions() == 1 && luno.streams().size() == 1);
  }

  private boolean isAdmitted(String pair) throws IOException {
    time.advance(EVICTABLE);
    try (TestClient client = TestClient.connect(gateway.port(), "/" + pair)) {
      return !client.nextText().contains("session limit exceeded");
    }
  }

  private int takeTurns(Random random, String pair, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      boolean own = random.nextInt(3) == 0;
      try (TestClient client =
          own
              ? LunoClient.connect(gateway.port(), pair)
              : TestClient.connect(gateway.port(), "/" + pair)) {
        String text = client.nextText();
        while (!text.contains("session limit exceeded")
            && !text.contains(own ? "{\"sequence\":" : "\"feed\":\"LIVE\"")) {
          text = client.nextText();
        }
      }
      assertThat(luno.streams()).as("streams at a time").hasSizeLessThanOrEqualTo(1);
      time.advance(EVICTABLE);
    }
    return times;
  }
}
