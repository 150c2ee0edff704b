package io.github.lunostreams.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Connectors whose surroundings a test sets. */
final class Connectors {
  private Connectors() {}

  /** Every name has these addresses. */
  static WebSocketConnector resolving(String... addresses) throws IOException {
    InetAddress[] resolved = new InetAddress[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      resolved[i] = InetAddress.getByName(addresses[i]);
    }
    return new WebSocketConnector(
        always(Proxy.NO_PROXY), host -> resolved, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** Trusts what a test's factory trusts; every name is this machine. */
  static WebSocketConnector trusting(SSLSocketFactory encryption) {
    return new WebSocketConnector(always(Proxy.NO_PROXY), Connectors::loopback, encryption);
  }

  /** Behind proxies, tried in this order. */
  static WebSocketConnector behind(Proxy... proxies) {
    return new WebSocketConnector(
        always(proxies), Connectors::loopback, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private static InetAddress[] loopback(String host) {
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private static ProxySelector always(Proxy... proxies) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI address) {
        return List.of(proxies);
      }

      @Override
      public void connectFailed(URI address, SocketAddress at, IOException failure) {}
    };
  }
}
