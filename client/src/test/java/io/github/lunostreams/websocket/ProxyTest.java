package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.websocket.RawServer.Peer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The JVM's proxies lead to the exchange, by name. */
class ProxyTest {
  private static final Duration LONG = Duration.ofSeconds(Events.TIMEOUT_SECONDS);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Events events = new Events();

  /** A SOCKS 5 server without authentication, which remembers where it was sent. */
  private static final class Socks implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> targets = new LinkedBlockingQueue<>();

    Socks() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> serve(client));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.skipNBytes(1);
        in.skipNBytes(in.readUnsignedByte());
        client.getOutputStream().write(new byte[] {5, 0});
        in.skipNBytes(3);
        int kind = in.readUnsignedByte();
        String host =
            kind == 3
                ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        int port = in.readUnsignedShort();
        targets.add(host + ":" + port);
        // Whatever the name: this proxy knows where the exchange of the test is.
        try (Socket beyond = new Socket(InetAddress.getLoopbackAddress(), port)) {
          client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
          Thread back = Thread.ofVirtual().start(() -> pass(beyond, client));
          pass(client, beyond);
          back.join();
        }
      } catch (IOException | InterruptedException e) {
        // The test is over, or looks at what did not happen.
      }
    }

    private static void pass(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side is gone.
      }
    }

    Proxy proxy() {
      return new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void aSocksProxyResolvesTheName() throws Exception {
    try (Socks socks = new Socks();
        RawServer server = new RawServer();
        WebSocketConnector connector = Connectors.behind(socks.proxy())) {
      connector.connect(URI.create("ws://exchange.invalid:" + server.port()), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        peer.text("hello");
        assertThat(events.next()).isEqualTo("text hello");
      }
      assertThat(socks.targets).containsExactly("exchange.invalid:" + server.port());
    }
  }

  @Test
  void anHttpProxyIsAskedToConnect() throws Exception {
    try (RawServer proxy = new RawServer();
        WebSocketConnector connector = Connectors.behind(http(proxy))) {
      connector.connect(URI.create("ws://exchange.invalid:9001/x"), LONG, events);
      try (Peer peer = proxy.acceptSilently()) {
        peer.readRequest();
        assertThat(peer.request())
            .isEqualTo("CONNECT exchange.invalid:9001 HTTP/1.1\nHost: exchange.invalid:9001\n");
        peer.answer("HTTP/1.0 200 Connection established\nProxy-Agent: test\n\n");
        String key = peer.readRequest();
        peer.answer(
            "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n"
                + "Sec-WebSocket-Accept: "
                + RawServer.accepted(key)
                + "\n\n");
        assertThat(events.next()).isEqualTo("open");
        assertThat(peer.request()).contains("GET /x HTTP/1.1\nHost: exchange.invalid:9001\n");
      }
    }
  }

  @Test
  void aProxyThatRefusesIsNamedWithItsWords() throws Exception {
    try (RawServer proxy = new RawServer();
        WebSocketConnector connector = Connectors.behind(http(proxy))) {
      connector.connect(URI.create("ws://exchange.invalid:9001"), LONG, events);
      try (Peer peer = proxy.acceptSilently()) {
        peer.readRequest();
        peer.answer("HTTP/1.1 407 Proxy Authentication Required\nContent-Length: 0\n\n");

        assertThat(events.next())
            .isEqualTo(
                "failed expected the proxy to connect, got HTTP 407 Proxy Authentication Required");
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
  }

  @Test
  void aSilentProxyIsNamedAtTheDeadline() throws Exception {
    try (RawServer proxy = new RawServer();
        WebSocketConnector connector = Connectors.behind(http(proxy))) {
      connector.connect(URI.create("ws://exchange.invalid:9001"), SHORT, events);
      try (Peer peer = proxy.acceptSilently()) {
        assertThat(events.next())
            .startsWith("failed no answer within 0.3 s, waiting for the proxy ")
            .endsWith(" to reach exchange.invalid:9001");
        peer.readRequest();
        assertThat(peer.readsTheEnd()).isTrue();
      }
    }
  }

  @Test
  void afterAProxyThatIsAwayTheNextIsUsed() throws Exception {
    InetSocketAddress away;
    try (RawServer closed = new RawServer()) {
      away = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.port());
    }
    try (RawServer server = new RawServer();
        WebSocketConnector connector =
            Connectors.behind(new Proxy(Proxy.Type.HTTP, away), Proxy.NO_PROXY)) {
      connector.connect(server.address(), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(events.next()).isEqualTo("open");
        peer.close(1000, "");
      }
    }
  }

  private static Proxy http(RawServer proxy) {
    return new Proxy(
        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
  }
}
