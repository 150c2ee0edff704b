package io.github.lunostreams.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's proxy settings for the JDK's HTTP client, SOCKS included.
 *
 * <p>That client takes HTTP proxies only and silently goes past a SOCKS one ({@code
 * -DsocksProxyHost}). So where the settings name a SOCKS proxy, the client is sent to a small HTTP
 * proxy in this process, which knows one word, CONNECT, and passes bytes through the SOCKS proxy.
 * It listens on loopback and goes only to hosts that this selector was asked about. TLS passes
 * through it untouched. Host names are resolved by the SOCKS proxy.
 *
 * <p>Any thread may use it. Closing ends the tunnels.
 */
public final class JvmProxies extends ProxySelector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JvmProxies.class);
  private static final int MAX_REQUEST_BYTES = 8 << 10;
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final ProxySelector settings;

  /** Where tunnels may lead: {@code host:port} as asked about. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Guarded by this: null until a SOCKS proxy is needed. */
  private @Nullable ServerSocket bridge;

  /** Guarded by this. */
  private boolean closed;

  /** The JVM's own settings. */
  public JvmProxies() {
    this(ProxySelector.getDefault());
  }

  /**
   * Other settings than the JVM's.
   *
   * @param settings names the proxies
   */
  public JvmProxies(ProxySelector settings) {
    this.settings = settings;
  }

  @Override
  public List<Proxy> select(URI address) {
    List<Proxy> proxies = settings.select(address);
    if (proxies.isEmpty() || proxies.getFirst().type() != Proxy.Type.SOCKS) {
      return proxies;
    }
    int port =
        address.getPort() >= 0
            ? address.getPort()
            : "https".equals(address.getScheme()) ? HTTPS : HTTP;
    asked.add(address.getHost() + ":" + port);
    try {
      return List.of(new Proxy(Proxy.Type.HTTP, bridgeTo(proxies.getFirst())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback for the way to the SOCKS proxy", e);
    }
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    settings.connectFailed(address, proxy, failure);
  }

  private synchronized SocketAddress bridgeTo(Proxy socks) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    ServerSocket listening = bridge;
    if (listening == null) {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      bridge = listening;
      ServerSocket accepting = listening;
      Thread.ofVirtual().name("luno-socks-bridge").start(() -> accept(accepting, socks));
      log.info("going through the SOCKS proxy {}", socks.address());
    }
    return listening.getLocalSocketAddress();
  }

  private void accept(ServerSocket listening, Proxy socks) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("luno-socks-tunnel").start(() -> tunnel(client, socks));
      } catch (IOException e) {
        log.debug("the bridge to the SOCKS proxy ended: {}", e.toString());
      }
    }
  }

  private void tunnel(Socket client, Proxy socks) {
    try (client;
        Socket beyond = new Socket(socks)) {
      open.add(client);
      open.add(beyond);
      String target = target(client.getInputStream());
      if (target == null || !asked.contains(target)) {
        answer(client, "HTTP/1.1 403 Forbidden");
        return;
      }
      int colon = target.lastIndexOf(':');
      try {
        beyond.connect(
            InetSocketAddress.createUnresolved(
                target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))),
            CONNECT_TIMEOUT_MILLIS);
      } catch (IOException refused) {
        log.warn(
            "the SOCKS proxy {} did not reach {}: {}", socks.address(), target, refused.toString());
        answer(client, "HTTP/1.1 502 Bad Gateway");
        return;
      }
      answer(client, "HTTP/1.1 200 OK");
      Thread back = Thread.ofVirtual().start(() -> pass(beyond, client));
      pass(client, beyond);
      back.join();
    } catch (IOException e) {
      log.debug("a tunnel through the SOCKS proxy ended: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  /** The {@code host:port} of a CONNECT request; null if it is none. */
  private static @Nullable String target(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() == MAX_REQUEST_BYTES) {
        return null;
      }
      head.append((char) next);
    }
    String[] words = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
    return words.length == 3 && words[0].equals("CONNECT") ? words[1] : null;
  }

  private static void answer(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Passes bytes on until one side ends, and then ends the other. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      log.debug("a tunnel through the SOCKS proxy ended: {}", e.toString());
    }
  }

  @Override
  public void close() {
    ServerSocket listening;
    synchronized (this) {
      closed = true;
      listening = bridge;
    }
    try {
      if (listening != null) {
        listening.close();
      }
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      log.debug("closing a tunnel through the SOCKS proxy: {}", e.toString());
    }
  }
}
