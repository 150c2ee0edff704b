package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.lunostreams.simulator.StreamClient.Event;
import io.github.lunostreams.simulator.wire.Credentials;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** From the upgrade to the snapshot, and every refusal on the way. */
class HandshakeTest {
  private static final Event END = new Event.Closed(1000, "");
  static final String UPGRADE =
      """
      GET /api/1/stream/ETHUSDT HTTP/1.1\r
      Host: x\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Extensions: permessage-deflate\r
      \r
      """;

  private Simulator simulator;

  @AfterEach
  void close() {
    if (simulator != null) {
      simulator.close();
    }
  }

  private static SimulatorConfig.Builder config() {
    return SimulatorConfig.builder().pair("ETHUSDT").pair("ETHAUD").rate(0);
  }

  private void start(SimulatorConfig.Builder config) throws Exception {
    simulator = Simulator.start(config.build());
  }

  private static void expectRefusal(StreamClient client, String frame) {
    assertThat(client.next()).isEqualTo(new Event.Text(frame));
    assertThat(client.next()).isEqualTo(END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "",
        "\"\"",
        "[]",
        "{}",
        "{\"api_key_id\":\"key\"}",
        "{\"api_key_id\":\"\",\"api_key_secret\":\"\"}",
        "{\"api_key_id\":1,\"api_key_secret\":2}",
        "{\"api_key_id\":\"key\",\"api_key_secret\":\"secret\"",
        "{\"api_key_id\":\"key\",\"api_key_secret\":\"secret\"} x"
      })
  void aFirstFrameThatIsNoCredentialsEndsTheConnection(String frame) throws Exception {
    start(config());
    try (StreamClient client = StreamClient.open(simulator, "ETHUSDT").send(frame)) {
      expectRefusal(
          client,
          "{\"error_code\":\"invalid_credentials\","
              + "\"error\":\"you provided an invalid credentials message\"}");
    }
  }

  @Test
  void aBinaryFirstFrameIsNoCredentials() throws Exception {
    start(config());
    try (StreamClient client = StreamClient.open(simulator, "ETHUSDT")) {
      client
          .socket
          .sendBinary(StandardCharsets.UTF_8.encode(StreamClient.CREDENTIALS), true)
          .join();
      assertThat(client.text()).contains("invalid_credentials");
    }
  }

  @Test
  void noFrameWithinTheAuthTimeoutEndsTheConnection() throws Exception {
    start(config().authTimeout(Duration.ofMillis(50)));
    try (StreamClient client = StreamClient.open(simulator, "ETHUSDT")) {
      expectRefusal(
          client,
          "{\"error_code\":\"auth_timeout\","
              + "\"error\":\"you took too long to provide credentials\"}");
    }
  }

  @Test
  void anUnknownPairIsRefusedOnlyAfterTheCredentials() throws Exception {
    start(config());
    for (String pair : List.of("NOPEUSDT", "ethusdt", "ETHUSDT/", "")) {
      try (StreamClient client = StreamClient.join(simulator, pair)) {
        expectRefusal(client, "{\"error_code\":\"invalid_market\",\"error\":\"" + pair + "\"}");
      }
    }
  }

  @Test
  void onlyTheConfiguredKeyIsAccepted() throws Exception {
    start(config().credentials("key", "another secret"));
    try (StreamClient client = StreamClient.join(simulator, "ETHUSDT")) {
      expectRefusal(
          client,
          "{\"error_code\":\"invalid_credentials\","
              + "\"error\":\"you provided invalid credentials\"}");
    }
    try (StreamClient client =
        StreamClient.open(simulator, "ETHUSDT")
            .send("{\"x\":[{}],\"api_key_secret\":\"another secret\",\"api_key_id\":\"key\"}")) {
      assertThat(client.text()).startsWith("{\"sequence\":");
    }
  }

  @Test
  void sessionsAboveTheLimitAreRefusedUntilOneEnds() throws Exception {
    start(config().sessionLimit(2));
    try (StreamClient first = StreamClient.join(simulator, "ETHUSDT");
        StreamClient second = StreamClient.join(simulator, "ETHAUD")) {
      first.text();
      second.text();
      assertThat(simulator.sessions()).isEqualTo(2);
      try (StreamClient third = StreamClient.join(simulator, "ETHUSDT")) {
        expectRefusal(
            third,
            "{\"error_code\":\"session_limit_exceeded\",\"error\":\"session limit exceeded\"}");
      }
      first.socket.sendClose(1000, "bye").join();
      assertThat(first.end()).isEqualTo(new Event.Closed(1000, "bye"));
      // The server counts the session out when the connection ends, which the client can't see.
      String answer;
      do {
        try (StreamClient next = StreamClient.join(simulator, "ETHUSDT")) {
          answer = next.text();
        }
      } while (answer.contains("session limit exceeded"));
      assertThat(answer).startsWith("{\"sequence\":");
    }
  }

  @Test
  void credentialsMayComeInFragmentsAndBeLarge() throws Exception {
    start(config());
    try (StreamClient client = StreamClient.open(simulator, "ETHUSDT")) {
      client.socket.sendText("{\"pad\":\"" + "x".repeat(300_000) + "\",\"api_key", false).join();
      client.socket.sendPing(ByteBuffer.wrap(new byte[] {'p'})).join();
      client.socket.sendText("_id\":\"k\",\"api_key_secret\":", false).join();
      client.socket.sendText("\"s\"}", true).join();
      assertThat(client.next()).isEqualTo(new Event.Pong("p"));
      assertThat(client.text()).startsWith("{\"sequence\":");
    }
  }

  @Test
  void pingsAreAnsweredAndLaterFramesIgnored() throws Exception {
    start(config());
    try (StreamClient client = StreamClient.join(simulator, "ETHUSDT")) {
      client.text();
      client.send("\"\"").send("anything");
      client.socket.sendPing(ByteBuffer.wrap(new byte[] {'h', 'i'})).join();
      assertThat(client.next()).isEqualTo(new Event.Pong("hi"));
      simulator.market("ETHUSDT").empty();
      assertThat(client.text()).contains("\"create_update\":null");
    }
  }

  @Test
  void aQuietServerPingsAndSendsTheKeepaliveText() throws Exception {
    start(config().pingInterval(Duration.ofMillis(20)).keepaliveInterval(Duration.ofMillis(70)));
    try (StreamClient client = StreamClient.join(simulator, "ETHAUD")) {
      assertThat(client.text()).startsWith("{\"sequence\":");
      int pings = 0;
      int keepalives = 0;
      while (pings < 3 || keepalives < 3) {
        switch (client.next()) {
          case Event.Ping ping -> pings++;
          case Event.Text(String text) -> {
            assertThat(text).isEqualTo("\"\"");
            keepalives++;
          }
          case Event other -> throw new AssertionError(other);
        }
      }
    }
  }

  @Test
  void noExtensionIsNegotiatedAndPlainRequestsAreErrors() throws Exception {
    start(config());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4_096];
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int length = socket.getInputStream().read(answer);
        head.append(new String(answer, 0, length, StandardCharsets.US_ASCII));
      }
      assertThat(head.toString().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 101")
          .contains("s3pplmbitxaq9kygzzhzrbk+xoo=")
          .doesNotContain("extensions");
    }
    var plain =
        HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(
                        URI.create(simulator.restUrl() + "/api/1/stream/ETHUSDT"))
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(400);
  }

  @Test
  void keyAndSecretShowInNoLogOrText() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    List<String> shown = new ArrayList<>();
    log.start();
    Level before = root.getLevel();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    try {
      SimulatorConfig.Builder config = config().credentials("PLANTEDKEY", "PLANTEDSECRET");
      start(config);
      shown.add(config.build() + " " + new Credentials("PLANTEDKEY", "PLANTEDSECRET"));
      String right = "{\"api_key_id\":\"PLANTEDKEY\",\"api_key_secret\":\"PLANTEDSECRET\"}";
      for (String frame : List.of(right, right.replace("}", ""), right.replace("KEY\"", "KE\""))) {
        try (StreamClient client = StreamClient.open(simulator, "ETHUSDT").send(frame)) {
          shown.add(client.text());
        } catch (CompletionException e) {
          shown.add(e.toString());
        }
      }
      simulator.close();
      log.list.forEach(event -> shown.add(event.getFormattedMessage()));
      log.list.forEach(
          event -> {
            if (event.getThrowableProxy() != null) {
              shown.add(event.getThrowableProxy().getMessage());
            }
          });
    } finally {
      root.setLevel(before);
      root.detachAppender(log);
    }
    assertThat(shown)
        .hasSizeGreaterThan(5)
        .noneMatch(line -> line != null && line.contains("PLANTED"));
  }
}
