package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.websocket.RawServer.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every end of a connection is told, however it comes. */
class EndsTest {
  private static final Duration LONG = Duration.ofSeconds(Events.TIMEOUT_SECONDS);
  private static final int TIMES = 100;
  private static final byte[] HALF_A_FRAME = {(byte) 0x81, 100, '{'};

  /** How a server ends a connection, and what is told of it. */
  enum End {
    BETWEEN_FRAMES("failed the server ended the connection without a close frame") {
      @Override
      void of(Peer peer) throws IOException {
        peer.close();
      }
    },
    WITH_PART_OF_A_FRAME("failed the server ended the connection in the middle of a frame") {
      @Override
      void of(Peer peer) throws IOException {
        peer.write(HALF_A_FRAME);
        peer.close();
      }
    },
    WITH_A_WHOLE_FRAME(
        "text last", "failed the server ended the connection without a close frame") {
      @Override
      void of(Peer peer) throws IOException {
        peer.text("last");
        peer.close();
      }
    },
    OF_ONE_DIRECTION("failed the server ended the connection in the middle of a frame") {
      @Override
      void of(Peer peer) throws IOException {
        peer.write(HALF_A_FRAME);
        peer.shutDownOutput();
      }
    },
    BY_A_RESET("failed Connection reset") {
      @Override
      void of(Peer peer) throws IOException {
        peer.reset();
      }
    },
    BY_A_CLOSE_FRAME("closed 1001 moving") {
      @Override
      void of(Peer peer) throws IOException {
        peer.close(1001, "moving");
      }
    },
    BY_A_CLOSE_FRAME_WITHOUT_A_CODE("closed 1005 ") {
      @Override
      void of(Peer peer) throws IOException {
        peer.write(new byte[] {(byte) 0x88, 0});
        peer.close();
      }
    };

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable list.
    private final List<String> events;

    End(String... events) {
      this.events = List.of(events);
    }

    abstract void of(Peer peer) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void everyEndIsReported(End end) throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      for (int i = 0; i < TIMES; i++) {
        endsAs(end, server, server.address(), connector);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void everyEndIsReportedOverTls(End end) throws Exception {
    Certificates certificates = Certificates.get();
    try (RawServer server = new RawServer(certificates.server("good"));
        WebSocketConnector connector = Connectors.trusting(certificates.client())) {
      URI address = URI.create("wss://exchange.test:" + server.port());
      for (int i = 0; i < TIMES / 10; i++) {
        endsAs(end, server, address, connector);
      }
    }
  }

  private static void endsAs(End end, RawServer server, URI address, WebSocketConnector connector)
      throws Exception {
    Events events = new Events();
    connector.connect(address, LONG, events);
    try (Peer peer = server.accept()) {
      assertThat(events.next()).isEqualTo("open");
      peer.text("hello");
      assertThat(events.next()).isEqualTo("text hello");

      end.of(peer);

      for (String expected : end.events) {
        assertThat(events.next()).isIn(expected, overTls(expected));
      }
      assertThat(events.isEmpty()).isTrue();
    }
  }

  /** A server that resets a TLS connection says goodbye in TLS before. */
  private static String overTls(String expected) {
    return expected.contains("Connection reset") ? End.BETWEEN_FRAMES.events.getFirst() : expected;
  }

  @Test
  void aCloseIsAnsweredWithItsCode() throws Exception {
    Events events = new Events();
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept()) {
        peer.close(4000, "bye");

        assertThat(peer.read(RawServer.CLOSE)).startsWith(4000 >> 8, 4000 & 0xff);
      }
      assertThat(events.next()).isEqualTo("open");
      assertThat(events.next()).isEqualTo("closed 4000 bye");
    }
  }

  @Test
  void aCloseFrameIsSentThoughTheConnectorClosesRightAfter() throws Exception {
    Events events = new Events();
    try (RawServer server = new RawServer()) {
      WebSocketConnector connector = new WebSocketConnector();
      Connection connection = connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        connection.close();
        connector.close();

        assertThat(peer.read(RawServer.CLOSE)).startsWith(1000 >> 8, 1000 & 0xff);
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
    assertThat(events.isEmpty()).isTrue();
  }

  @Test
  void aServerThatDoesNotReadCannotHoldUpSendingOrClosing() throws Exception {
    Events events = new Events();
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      Connection connection = connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 2 * FrameWriter.MAX_WAITING; i++) {
          connection.sendText(large);
        }

        assertThat(events.next())
            .isEqualTo("failed expected the server to read, got 32 frames that wait to be written");
        connection.close();
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
  }

  @Test
  void floodedWithPingsByAServerThatDoesNotReadItAnswersWhatItCan() throws Exception {
    Events events = new Events();
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept()) {
        byte[] ping = new byte[127];
        ping[0] = (byte) (RawServer.FINAL | RawServer.PING);
        ping[1] = 125;
        byte[] many = new byte[1_000 * ping.length];
        for (int i = 0; i < 1_000; i++) {
          System.arraycopy(ping, 0, many, i * ping.length, ping.length);
        }
        for (int i = 0; i < 300; i++) {
          peer.write(many);
        }
        peer.text("still there");

        assertThat(events.next()).isEqualTo("open");
        assertThat(events.next()).isEqualTo("text still there");
        assertThat(peer.read(RawServer.PONG)).hasSize(125);
      }
    }
  }

  @Test
  void brokenTextEndsTheConnectionWithItsOwnCode() throws Exception {
    assertThat(
            codeAfter(RawServer.frame(RawServer.FINAL | RawServer.TEXT, new byte[] {(byte) 0xc0})))
        .isEqualTo(1007);
    assertThat(codeAfter(new byte[] {(byte) 0xc1, 0})).isEqualTo(1002);
    assertThat(codeAfter(new byte[] {(byte) 0x82, 0})).isEqualTo(1003);
    assertThat(codeAfter(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 127, 0, 0, 0})).isEqualTo(1009);
  }

  private static int codeAfter(byte[] bytes) throws Exception {
    try (RawServer server = new RawServer();
        WebSocketConnector connector = new WebSocketConnector()) {
      connector.connect(server.address(), LONG, new Events());
      try (Peer peer = server.accept()) {
        peer.write(bytes);
        byte[] close = peer.read(RawServer.CLOSE);
        return ((close[0] & 0xff) << 8) | (close[1] & 0xff);
      }
    }
  }
}
