package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Gone;
import io.github.lunostreams.gateway.TestClient.Ping;
import io.github.lunostreams.gateway.TestClient.Pong;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The plain HTTP side, and what bad clients get. */
@Timeout(120)
class HttpTest {
  private static final Limits IMPATIENT =
      Limits.builder()
          .requestTimeout(Duration.ofMillis(300))
          .idleTimeout(Duration.ofMillis(300))
          .pingInterval(Duration.ofMillis(200))
          .closeTimeout(Duration.ofMillis(200))
          .build();

  @Test
  void theProcessIsHealthyWhateverTheMarketsAre() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      assertThat(fixture.get("/healthz"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-type: application/json\r\n", "cache-control: no-store\r\n")
          .endsWith("{\"status\":\"UP\",\"connections\":1}");
    }
  }

  @Test
  void aClientThatAsksFarAheadOfReadingGetsEveryAnswerInTheEnd() throws Exception {
    Limits limits = Limits.builder().writeBytes(4 << 10).socketSendBytes(4 << 10).build();
    try (GatewayFixture fixture =
            GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits));
        TestClient client = TestClient.open(fixture.gateway.port(), 4 << 10)) {
      int requests = 1_000;
      // Large requests, so that few of them are read at once: the codec bounds how many may wait.
      String request =
          "GET /v1/pairs HTTP/1.1\r\nHost: localhost\r\nX-Filler: %s\r\n\r\n"
              .formatted("x".repeat(2_000));
      // Their answers exceed the buffers, while the requests themselves fit into the socket's.
      CountDownLatch farAhead = new CountDownLatch(20);
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < requests; i++) {
                    client.raw(request);
                    farAhead.countDown();
                  }
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              });
      assertThat(farAhead.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < requests; i++) {
        assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\r\n").contains("XBTZAR");
      }
      asking.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void itIsReadyWhileEveryRequiredPairIsLive() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").optionalPair("ETHZAR"))) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      assertThat(fixture.get("/readyz")).startsWith("HTTP/1.1 503 ");
      exchange.send(Frames.snapshot(7, "", ""));
      client.nextText();
      assertThat(fixture.get("/readyz"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("{\"ready\":true,\"pairs\":{\"XBTZAR\":{\"required\":true,\"feed\":\"LIVE\",")
          .contains(
              "\"state\":\"LIVE\",\"since\":\"SNAPSHOT: sequence 7, 0 orders\",\"sequence\":7,"
                  + "\"timestamp\":1790000000007,\"clients\":1,\"published\":1,\"sent\":1,"
                  + "\"conflated\":0,\"tooSlow\":0}")
          .contains("\"ETHZAR\":{\"required\":false,\"feed\":\"RESYNCING\",");
      exchange.hangUp(1006, "");
      client.nextText();
      assertThat(fixture.get("/readyz"))
          .startsWith("HTTP/1.1 503 ")
          .contains(
              "{\"ready\":false,\"pairs\":{\"XBTZAR\":{\"required\":true,\"feed\":\"RESYNCING\"");
      fixture.accept("XBTZAR").send(Frames.snapshot(9, "", ""));
      client.nextText();
      assertThat(fixture.get("/readyz")).startsWith("HTTP/1.1 200 ").contains("\"sequence\":9,");
    }
  }

  @Test
  void theMarketsAreListedInOrderWithTheirState() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pairs(List.of("XBTZAR", "ETHAUD")).depth(1))) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      String unknown =
          "\"feed\":\"RESYNCING\",\"status\":null,\"sequence\":null,\"bid\":null,\"ask\":null}";
      assertThat(fixture.get("/v1/pairs"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-type: application/json\r\n", "cache-control: no-store\r\n")
          .endsWith(
              "{\"pairs\":[{\"pair\":\"XBTZAR\","
                  + unknown
                  + ",{\"pair\":\"ETHAUD\","
                  + unknown
                  + "]}");
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(7, "", "BXA 2.50 1"));
      client.nextText();
      assertThat(fixture.get("/v1/pairs"))
          .contains(
              "{\"pair\":\"XBTZAR\",\"feed\":\"LIVE\",\"status\":\"ACTIVE\",\"sequence\":7,"
                  + "\"bid\":null,\"ask\":\"2.50\"}");
      exchange.hangUp(1006, "");
      client.nextText();
      assertThat(fixture.get("/v1/pairs"))
          .contains("{\"pair\":\"XBTZAR\",\"feed\":\"RESYNCING\",\"status\":\"ACTIVE\",");
    }
  }

  @Test
  void anUnknownPathIsAProblem() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      assertThat(fixture.get("/nope"))
          .startsWith("HTTP/1.1 404 Not Found\r\n")
          .contains("content-type: application/problem+json\r\n")
          .endsWith(
              "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                  + "\"detail\":\"there is nothing at /nope\"}");
    }
  }

  @Test
  void anotherMethodIsAnsweredWithTheAllowedOnes() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      assertThat(fixture.http("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"))
          .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
          .contains("allow: GET, HEAD\r\n", "expected GET, HEAD, got POST");
    }
  }

  @Test
  void aPairWithoutAnUpgradeGetsAHintHowToConnect() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      assertThat(fixture.get("/xbtzar"))
          .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
          .contains("upgrade: websocket\r\n", "application/problem+json", "ws://HOST:PORT/xbtzar");
    }
  }

  @Test
  void severalRequestsShareAConnectionAndHeadHasNoBody() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR");
        TestClient client = TestClient.open(fixture.gateway.port(), 0)) {
      client.raw(
          "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n").contains("content-length: 31");
      assertThat(client.answer()).endsWith("{\"status\":\"UP\",\"connections\":1}");
      client.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void garbageCostsOnlyItsOwnConnection() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      assertThat(fixture.http("\u0016\u0003\u0001\u0002 what?\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(fixture.http("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(fixture.http("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 414 ");
      assertThat(fixture.http("GET / HTTP/1.1\r\nX: " + "x".repeat(10_000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431 ");
      assertThat(fixture.http("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ");
      String upgrade =
          """
          GET /XBTZAR HTTP/1.1\r
          Host: x\r
          Connection: Upgrade\r
          Upgrade: websocket\r
          Sec-WebSocket-Version: %d\r
          \r
          """;
      assertThat(fixture.http(upgrade.formatted(13))).startsWith("HTTP/1.1 400 ");
      assertThat(fixture.http(upgrade.formatted(99)))
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("sec-websocket-version: 13");
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(client.nextText()).contains("\"sequence\":7,");
    }
  }

  @Test
  void aRequestThatIsNeverCompleteIsNotWaitedFor() throws Exception {
    try (GatewayFixture fixture =
            GatewayFixture.with(config -> config.pair("XBTZAR").limits(IMPATIENT));
        TestClient silent = TestClient.open(fixture.gateway.port(), 0);
        TestClient slow = TestClient.open(fixture.gateway.port(), 0);
        TestClient idle = TestClient.open(fixture.gateway.port(), 0)) {
      slow.raw("GET /XBTZAR HTTP/1.1\r\nHost:");
      idle.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(idle.answer()).startsWith("HTTP/1.1 200 ");
      assertThat(silent.next()).isEqualTo(new Gone());
      assertThat(slow.next()).isEqualTo(new Gone());
      assertThat(idle.next()).isEqualTo(new Gone());
    }
  }

  @Test
  void connectionsBeyondTheBoundAreRefused() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(
            config -> config.pair("XBTZAR").limits(Limits.builder().maxConnections(1).build()))) {
      TestClient first = fixture.client("/XBTZAR");
      first.joined();
      try (TestClient second = TestClient.open(fixture.gateway.port(), 0)) {
        assertThat(second.next()).isEqualTo(new Gone());
      }
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(first.nextText()).contains("\"sequence\":7,");
    }
  }

  @Test
  void whatClientsSayIsIgnoredAndTheirPingsAreAnswered() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      client.sendText("hello");
      client.sendText("");
      client.send(0x82, new byte[60_000]);
      client.send(0x01, "frag".getBytes(StandardCharsets.UTF_8));
      client.send(0x00, "men".getBytes(StandardCharsets.UTF_8));
      client.send(0x89, "in between".getBytes(StandardCharsets.UTF_8));
      client.send(0x80, "ted".getBytes(StandardCharsets.UTF_8));
      client.send(0x8a, new byte[0]);
      client.send(0x89, "still there?".getBytes(StandardCharsets.UTF_8));
      assertThat(List.of(client.next(), client.next()))
          .containsExactly(new Pong("in between"), new Pong("still there?"));
    }
  }

  @Test
  void aMessageTooBigCostsOnlyItsSender() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient good = fixture.client("/XBTZAR");
      TestClient big = fixture.client("/XBTZAR");
      TestClient fragments = fixture.client("/XBTZAR");
      for (TestClient client : List.of(good, big, fragments)) {
        client.joined();
      }
      big.send(0x81, new byte[70_000]);
      fragments.send(0x01, new byte[40_000]);
      fragments.send(0x00, new byte[40_000]);
      Close expected = new Close(1009, "expected messages of 65536 bytes at the most");
      assertThat(big.next()).isEqualTo(expected);
      assertThat(fragments.next()).isEqualTo(expected);
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(good.nextText()).contains("\"sequence\":7,");
      assertThat(big.next()).isEqualTo(new Gone());
      assertThat(fragments.next()).isEqualTo(new Gone());
    }
  }

  @Test
  void aFrameThatBreaksTheProtocolCostsOnlyItsSender() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient good = fixture.client("/XBTZAR");
      TestClient bad = fixture.client("/XBTZAR");
      good.joined();
      bad.joined();
      bad.raw(new byte[] {(byte) 0x81, 2, 'h', 'i'});
      assertThat(bad.next()).isEqualTo(new Close(1002, "a frame breaks the protocol"));
      assertThat(bad.next()).isEqualTo(new Gone());
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(good.nextText()).contains("\"sequence\":7,");
    }
  }

  @Test
  void textThatIsNoTextCostsOnlyItsSender() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient good = fixture.client("/XBTZAR");
      TestClient bad = fixture.client("/XBTZAR");
      TestClient fragments = fixture.client("/XBTZAR");
      for (TestClient client : List.of(good, bad, fragments)) {
        client.joined();
      }
      bad.send(0x81, new byte[] {'h', 'i', (byte) 0xff});
      // Half a character may go on in the next fragment, but not like this.
      fragments.send(0x01, new byte[] {(byte) 0xce});
      fragments.send(0x00, new byte[] {'!'});
      Close expected = new Close(1007, "expected text in UTF-8");
      assertThat(bad.next()).isEqualTo(expected);
      assertThat(fragments.next()).isEqualTo(expected);
      assertThat(bad.next()).isEqualTo(new Gone());
      assertThat(fragments.next()).isEqualTo(new Gone());
      good.send(0x82, new byte[] {(byte) 0xff});
      good.send(0x01, new byte[] {(byte) 0xce});
      good.send(0x80, new byte[] {(byte) 0xba});
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(good.nextText()).contains("\"sequence\":7,");
    }
  }

  @Test
  void aClientThatAnswersNoPingIsClosed() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(IMPATIENT))) {
      TestClient dead = fixture.client("/XBTZAR");
      assertThat(List.of(dead.next(), dead.next(), dead.next()))
          .containsExactly(new Ping(), new Ping(), new Gone());
    }
  }

  @Test
  void aClientThatAnswersPingsStays() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(IMPATIENT))) {
      TestClient alive = fixture.client("/XBTZAR");
      alive.joined();
      for (int i = 0; i < 5; i++) {
        assertThat(alive.next()).isEqualTo(new Ping());
        alive.send(0x8a, new byte[0]);
      }
    }
  }
}
