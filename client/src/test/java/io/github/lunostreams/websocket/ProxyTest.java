package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.net.Socks;
import io.github.lunostreams.websocket.RawServer.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The JVM's proxies lead to the exchange, by name. */
class ProxyTest {
  private static final Duration LONG = Duration.ofSeconds(Events.TIMEOUT_SECONDS);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Events events = new Events();

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
      assertThat(socks.targets()).containsExactly("exchange.invalid:" + server.port());
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
