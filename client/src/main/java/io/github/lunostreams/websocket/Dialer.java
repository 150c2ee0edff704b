package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.lunostreams.upstream.ServerAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a server, through the proxies that the JVM's settings name, with TLS where the
 * address asks for it: the chain of certificates is verified and that they are for this host.
 */
final class Dialer {
  /** Finds the addresses of a name. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * A connection.
   *
   * @param raw the socket below TLS: closing it ends everything at once, whatever is stuck above
   * @param socket to read and write
   */
  record Line(Socket raw, Socket socket) {}

  private static final Logger log = LoggerFactory.getLogger(Dialer.class);
  private static final int MAX_ADDRESSES = 10;

  private final ProxySelector proxies;
  private final Resolver resolver;
  private final SSLSocketFactory encryption;
  private final LongSupplier nanoTime;

  /**
   * Dials by these means.
   *
   * @param proxies null for none
   */
  Dialer(
      @Nullable ProxySelector proxies,
      Resolver resolver,
      SSLSocketFactory encryption,
      LongSupplier nanoTime) {
    this.proxies = proxies == null ? ProxySelector.of(null) : proxies;
    this.resolver = resolver;
    this.encryption = encryption;
    this.nanoTime = nanoTime;
  }

  Line dial(ServerAddress server, Opening opening) throws IOException {
    Socket raw = connect(server, opening);
    raw.setTcpNoDelay(true);
    if (!server.secure()) {
      return new Line(raw, raw);
    }
    opening.waitsFor("the TLS handshake of " + server.hostAndPort());
    SSLSocket encrypted =
        (SSLSocket) encryption.createSocket(raw, server.host(), server.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return new Line(raw, encrypted);
  }

  /** Over the first proxy that works, or directly. */
  private Socket connect(ServerAddress server, Opening opening) throws IOException {
    URI asHttp = URI.create((server.secure() ? "https://" : "http://") + server.authority() + "/");
    IOException failure = null;
    for (Proxy proxy : proxies(asHttp)) {
      try {
        return switch (proxy.type()) {
          case DIRECT -> direct(server, opening);
          case HTTP -> tunnel((InetSocketAddress) proxy.address(), server, opening);
          case SOCKS -> socks(proxy, server, opening);
        };
      } catch (IOException e) {
        opening.remainingMillis();
        if (proxy.type() != Proxy.Type.DIRECT) {
          log.warn("the proxy {} did not reach {}: {}", proxy.address(), server, e.toString());
          proxies.connectFailed(asHttp, proxy.address(), e);
        }
        failure = e;
      }
    }
    throw failure == null ? new ConnectException("expected a proxy or none, got nothing") : failure;
  }

  private List<Proxy> proxies(URI asHttp) {
    List<Proxy> named = proxies.select(asHttp);
    return named.isEmpty() ? List.of(Proxy.NO_PROXY) : named;
  }

  private Socket direct(ServerAddress server, Opening opening) throws IOException {
    return race(server.host(), server.port(), opening);
  }

  private Socket race(String host, int port, Opening opening) throws IOException {
    opening.waitsFor("the address of " + host);
    List<InetSocketAddress> addresses = new ArrayList<>();
    try {
      for (InetAddress address : resolver.resolve(host)) {
        if (addresses.size() < MAX_ADDRESSES) {
          addresses.add(new InetSocketAddress(address, port));
        }
      }
    } catch (UnknownHostException e) {
      throw new ConnectException("no host of the name " + host);
    }
    opening.waitsFor("a connection to " + host + ":" + port);
    try {
      return AddressRace.connect(addresses, opening, nanoTime);
    } catch (ConnectException e) {
      String each = addresses.size() == 1 ? "" : " (" + e.getMessage() + ")";
      throw new ConnectException("nobody answers at " + host + ":" + port + each);
    }
  }

  /** Through an HTTP proxy, by CONNECT. */
  private Socket tunnel(InetSocketAddress proxy, ServerAddress server, Opening opening)
      throws IOException {
    Socket socket = race(proxy.getHostString(), proxy.getPort(), opening);
    String target = server.hostAndPort();
    opening.waitsFor("the proxy " + proxy + " to reach " + target);
    socket
        .getOutputStream()
        .write(
            "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n\r\n".formatted(target).getBytes(ISO_8859_1));
    ResponseHead head = ResponseHead.read(() -> ended(socket.getInputStream().read()));
    if (head.status() / 100 != 2) {
      Sockets.close(socket);
      throw new ConnectException(
          "expected the proxy to connect, got HTTP " + head.status() + " " + head.reason());
    }
    return socket;
  }

  private static int ended(int read) throws IOException {
    if (read < 0) {
      throw new ConnectException("the proxy ended the connection");
    }
    return read;
  }

  /** Through a SOCKS proxy, which resolves the name. */
  private static Socket socks(Proxy proxy, ServerAddress server, Opening opening)
      throws IOException {
    opening.waitsFor("the SOCKS proxy " + proxy.address() + " to reach " + server.hostAndPort());
    Socket socket = opening.owns(new Socket(proxy));
    socket.connect(
        InetSocketAddress.createUnresolved(server.host(), server.port()),
        opening.remainingMillis());
    return socket;
  }
}
