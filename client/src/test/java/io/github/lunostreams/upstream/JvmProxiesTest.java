package io.github.lunostreams.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.net.JvmProxies;
import java.io.DataInputStream;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class JvmProxiesTest {
  private static final long TIMEOUT_SECONDS = 30;

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

    ProxySelector selector() {
      return ProxySelectors.always(new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress()));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

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
  void theBridgeGoesNowhereElse() throws Exception {
    try (Socks socks = new Socks();
        JvmProxies proxies = new JvmProxies(socks.selector())) {
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
      assertThat(socks.targets).isEmpty();
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
