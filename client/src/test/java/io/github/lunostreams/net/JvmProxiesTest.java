package io.github.lunostreams.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmProxiesTest {
  /** A selector of one proxy. */
  private static final class ProxySelectors {
    static ProxySelector always(Proxy proxy) {
      return new ProxySelector() {
        @Override
        public List<Proxy> select(URI address) {
          return List.of(proxy);
        }

        @Override
        public void connectFailed(URI address, SocketAddress at, IOException failure) {}
      };
    }
  }

  @Test
  void theBridgeLeadsThroughTheSocksProxyToTheHostThatWasAskedFor() throws Exception {
    try (Socks socks = new Socks();
        ServerSocket exchange = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        JvmProxies proxies = new JvmProxies(ProxySelectors.always(socks.proxy()))) {
      String host = "exchange.invalid:" + exchange.getLocalPort();
      Proxy bridge = proxies.select(URI.create("https://" + host + "/")).getFirst();
      InetSocketAddress address = (InetSocketAddress) bridge.address();
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        client
            .getOutputStream()
            .write(("CONNECT " + host + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        try (Socket beyond = exchange.accept()) {
          beyond.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200 OK\r\n\r\nhello");
      }
      assertThat(socks.targets()).containsExactly(host);
    }
  }

  @Test
  void theBridgeGoesNowhereElse() throws Exception {
    try (Socks socks = new Socks();
        JvmProxies proxies = new JvmProxies(ProxySelectors.always(socks.proxy()))) {
      Proxy bridge = proxies.select(URI.create("https://ws.luno.example/")).getFirst();
      assertThat(bridge.type()).isEqualTo(Proxy.Type.HTTP);
      InetSocketAddress address = (InetSocketAddress) bridge.address();
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      try (Socket stranger = new Socket(address.getAddress(), address.getPort())) {
        stranger
            .getOutputStream()
            .write(
                "CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(stranger.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 403 Forbidden\r\n\r\n");
      }
      assertThat(socks.targets()).isEmpty();
    }
  }

  @Test
  void otherProxiesAreUsedAsTheyAre() {
    Proxy http =
        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128));
    try (JvmProxies proxies = new JvmProxies(ProxySelectors.always(http))) {
      assertThat(proxies.select(URI.create("https://ws.luno.example/"))).containsExactly(http);
    }
    try (JvmProxies direct = new JvmProxies(ProxySelectors.always(Proxy.NO_PROXY))) {
      assertThat(direct.select(URI.create("https://ws.luno.example/")))
          .containsExactly(Proxy.NO_PROXY);
    }
  }
}
