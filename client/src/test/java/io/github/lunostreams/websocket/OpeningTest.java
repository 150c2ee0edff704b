package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.upstream.HandshakeException;
import io.github.lunostreams.websocket.RawServer.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection is opened, and what is said when it is not. */
class OpeningTest {
  private static final Duration LONG = Duration.ofSeconds(Events.TIMEOUT_SECONDS);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Events events = new Events();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: KEY\n",
        "upgrade: WebSocket\nconnection: keep-alive, Upgrade\nsec-websocket-accept: KEY\n",
        "Upgrade: websocket\n"
            + "Connection: keep-alive\n"
            + "Connection:upgrade\n"
            + "Sec-WebSocket-Accept:KEY\n",
        "Via: 1.1 proxy\n"
            + "Upgrade:  websocket \n"
            + "Connection: Upgrade,close\n"
            + "Sec-WebSocket-Accept:  KEY\n",
      })
  void everyValidAnswerToTheHandshakeOpens(String fields) throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept(fields)) {
        assertThat(events.next()).isEqualTo("open");
        peer.text("hello");
        assertThat(events.next()).isEqualTo("text hello");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection: Upgrade;Sec-WebSocket-Accept: KEY|with Upgrade: websocket, got no such field",
        "Upgrade: h2c;Connection: Upgrade;Sec-WebSocket-Accept: KEY|with Upgrade: websocket, got"
            + " h2c",
        "Upgrade: websocket;Connection: close;Sec-WebSocket-Accept: KEY|with Connection: Upgrade,"
            + " got close",
        "Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Accept: x|with the hash of our key in"
            + " Sec-WebSocket-Accept, got x",
        "Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Accept: KEY;Sec-WebSocket-Extensions:"
            + " permessage-deflate|with no sec-websocket-extensions, got permessage-deflate",
      })
  void aWrongAnswerToTheHandshakeIsNamed(String fields, String words) throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept(fields.replace(";", "\n") + "\n")) {
        assertThat(events.next()).isEqualTo("failed expected HTTP 101 " + words);
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
  }

  @Test
  void aRefusalHasStatusReasonAndRetryAfterThoughItsBodyNeverEnds() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.acceptSilently()) {
        peer.readRequest();
        peer.answer(
            "HTTP/1.1 429 Too Many Requests\nRetry-After: 90\nContent-Length: 1000\n\nslow down");

        assertThat(events.next())
            .startsWith("failed expected HTTP 101 (switching protocols), got HTTP 429 Too Many");
        HandshakeException refusal = (HandshakeException) events.failure();
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(90));
      }
    }
  }

  @Test
  void anAnswerThatIsNotHttpIsShown() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.acceptSilently()) {
        peer.answer("SSH-2.0-OpenSSH_9.2\n\n");

        assertThat(events.next())
            .isEqualTo("failed expected an HTTP response, got SSH-2.0-OpenSSH_9.2");
      }
    }
  }

  @Test
  void theDeadlineHoldsForAHeadThatDrips() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), SHORT, events);
      try (Peer peer = server.acceptSilently()) {
        Thread dripping =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        while (true) {
                          peer.write(new byte[] {'x'});
                        }
                      } catch (IOException end) {
                        // The client let go.
                      }
                    });

        assertThat(events.next())
            .isIn(
                "failed no answer within 0.3 s, waiting for the answer of 127.0.0.1:"
                    + server.port()
                    + " to the websocket handshake",
                "failed expected the head of an HTTP response, got no end of it");
        assertThat(dripping.join(LONG)).isTrue();
      }
    }
  }

  @Test
  void aSilentServerIsNamedAtTheDeadline() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), SHORT, events);
      try (Peer peer = server.acceptSilently()) {
        assertThat(events.next())
            .isEqualTo(
                "failed no answer within 0.3 s, waiting for the answer of 127.0.0.1:%d to the"
                        .formatted(server.port())
                    + " websocket handshake");
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
    assertThat(events.isEmpty()).isTrue();
  }

  @Test
  void aSilentTlsHandshakeIsNamedAtTheDeadline() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(URI.create("wss://127.0.0.1:" + server.port()), SHORT, events);
      try (Peer peer = server.acceptSilently()) {
        assertThat(events.next())
            .isEqualTo(
                "failed no answer within 0.3 s, waiting for the TLS handshake of 127.0.0.1:"
                    + server.port());
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
  }

  @Test
  void aNameThatIsResolvedTooSlowlyIsNamedAtTheDeadline() throws Exception {
    try (WebSocketConnector connector =
        new WebSocketConnector(
            java.net.ProxySelector.of(null),
            host -> {
              try {
                Thread.currentThread().join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            },
            (javax.net.ssl.SSLSocketFactory) javax.net.ssl.SSLSocketFactory.getDefault())) {
      connector.connect(URI.create("ws://slow.test"), SHORT, events);

      assertThat(events.next())
          .isEqualTo("failed no answer within 0.3 s, waiting for the address of slow.test");
    }
  }

  @Test
  void everyAddressOfANameIsTried() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = Connectors.resolving("127.0.0.2", "127.0.0.1")) {
      connector.connect(URI.create("ws://several.test:" + server.port()), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        peer.close(1000, "");
      }
    }
  }

  @Test
  void anAddressThatNeverAnswersDoesNotHoldUpTheNext() throws Exception {
    List<Socket> fillers = new ArrayList<>();
    try (RawServer server = new RawServer();
        ServerSocket full = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.3"));
        WebSocketConnector connector = Connectors.resolving("127.0.0.3", "127.0.0.1")) {
      // A full queue of connections: the kernel drops what comes, as a black hole would.
      for (int i = 0; i < 2; i++) {
        fillers.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      connector.connect(URI.create("ws://several.test:" + server.port()), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        peer.close(1000, "");
      }
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void whereNobodyAnswersAtAnyAddressEachIsNamed() throws Exception {
    int port;
    try (RawServer closed = new RawServer()) {
      port = closed.port();
    }
    try (WebSocketConnector connector = Connectors.resolving("127.0.0.2", "127.0.0.1")) {
      connector.connect(URI.create("ws://several.test:" + port), LONG, events);

      assertThat(events.next())
          .isEqualTo(
              "failed nobody answers at several.test:%d (127.0.0.2: Connection refused; 127.0.0.1:"
                      .formatted(port)
                  + " Connection refused)");
    }
  }

  @Test
  void aHostNameMayHaveAnUnderscore() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = Connectors.resolving("127.0.0.1")) {
      connector.connect(URI.create("ws://luno_sim:" + server.port() + "/x?y=z"), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        assertThat(peer.request())
            .contains("GET /x?y=z HTTP/1.1", "Host: luno_sim:" + server.port());
      }
    }
  }

  @Test
  void anAttemptThatFailsMadeOneConnection() throws Exception {
    int attempts = 20;
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      for (int i = 0; i < attempts; i++) {
        connector.connect(server.address(), LONG, events);
        try (Peer peer = server.acceptSilently()) {
          peer.readRequest();
        }
        assertThat(events.next())
            .isEqualTo(
                "failed the server ended the connection in the middle of its answer to the"
                    + " handshake");
      }
      assertThat(server.isIdle()).isTrue();
    }
  }

  @Test
  void anAttemptThatIsAbortedSaysNothingMore() throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      var connection = connector.connect(server.address(), LONG, events);
      try (Peer peer = server.acceptSilently()) {
        peer.readRequest();
        connection.abort();
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
    assertThat(events.isEmpty()).isTrue();
  }

  @Test
  void aClosedConnectorOpensNothing() throws Exception {
    WebSocketConnector connector = new WebSocketConnector();
    connector.close();

    connector.connect(URI.create("ws://127.0.0.1:1"), LONG, events);

    assertThat(events.next()).isEqualTo("failed the connector is closed");
  }
}
