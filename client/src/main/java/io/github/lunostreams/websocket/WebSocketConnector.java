package io.github.lunostreams.websocket;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects over websockets: the client's side of RFC 6455 without extensions, text messages only,
 * each of at most 16 MiB. Every address of a name is tried; the JVM's HTTP and SOCKS proxies are
 * used ({@code -Dhttps.proxyHost}, {@code -DsocksProxyHost}); certificates are verified by the
 * JVM's trust store and against the host's name. An attempt makes one connection, and none after it
 * has failed.
 *
 * <p>Each connection has a platform thread that opens it and reads, and a virtual one that writes.
 */
public final class WebSocketConnector implements Connector {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnector.class);
  private static final Duration GOODBYES = Duration.ofSeconds(1);
  private static final AtomicLong THREADS = new AtomicLong();

  private final Dialer dialer;
  private final RandomGenerator random = new SecureRandom();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("luno-socket-timer").factory());
  private final Map<WebSocketConnection, Thread> connections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A connector with threads of its own. */
  public WebSocketConnector() {
    this(
        ProxySelector.getDefault(),
        InetAddress::getAllByName,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  WebSocketConnector(
      @Nullable ProxySelector proxies, Dialer.Resolver resolver, SSLSocketFactory encryption) {
    dialer = new Dialer(proxies, resolver, encryption, System::nanoTime);
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    WebSocketConnection connection =
        new WebSocketConnection(
            address, dialer, new Opening(timeout, System::nanoTime), random, timer, listener);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("luno-socket-" + THREADS.incrementAndGet())
            .unstarted(() -> run(connection, timeout));
    connections.put(connection, thread);
    if (closed) {
      connections.remove(connection);
      listener.onFailed(new IOException("the connector is closed"));
    } else {
      thread.start();
    }
    return connection;
  }

  private void run(WebSocketConnection connection, Duration timeout) {
    try {
      ScheduledFuture<?> deadline =
          timer.schedule(connection::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
      connection.run();
      deadline.cancel(false);
    } finally {
      connections.remove(connection);
    }
  }

  /**
   * Aborts what is open, but lets those connections that say goodbye do so for a second. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    closed = true;
    List<Thread> goodbyes = new ArrayList<>();
    connections.forEach(
        (connection, thread) -> {
          if (connection.abortUnlessClosing()) {
            goodbyes.add(thread);
          }
        });
    long endNanos = System.nanoTime() + GOODBYES.toNanos();
    try {
      for (Thread thread : goodbyes) {
        long left = endNanos - System.nanoTime();
        if (left > 0 && !thread.join(Duration.ofNanos(left))) {
          log.warn("a connection takes longer than {} to end", GOODBYES);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.keySet().forEach(WebSocketConnection::abort);
    timer.shutdownNow();
  }
}
