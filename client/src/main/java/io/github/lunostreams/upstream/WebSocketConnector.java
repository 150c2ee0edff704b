package io.github.lunostreams.upstream;

import io.github.lunostreams.net.JvmProxies;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects over the JDK's websocket. The JVM's proxy settings are honoured; certificates are
 * verified by the JVM's trust store.
 */
public final class WebSocketConnector implements Connector {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnector.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-socket-", 0).factory());
  private final JvmProxies proxies;
  private final HttpClient client;

  /** A connector with threads of its own. */
  public WebSocketConnector() {
    this(new JvmProxies());
  }

  WebSocketConnector(JvmProxies proxies) {
    this.proxies = proxies;
    this.client = HttpClient.newBuilder().executor(workers).proxy(proxies).build();
  }

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    WebSocketConnection connection = new WebSocketConnection(listener);
    client
        .newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(address, connection.receiver())
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                connection.fail(meaning(failure, address));
              }
            });
    return connection;
  }

  /** The failure in words that show a user where to look; the JDK's often have none. */
  private static Throwable meaning(Throwable failure, URI address) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      return new HandshakeException(refused.getResponse().statusCode());
    }
    if (cause instanceof ConnectException) {
      Throwable root = cause;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String words =
          root instanceof UnresolvedAddressException
              ? "no host of the name " + address.getHost()
              : root.getMessage() == null
                  ? "nobody answers at " + address.getAuthority()
                  : root.getMessage();
      return new ConnectException(words);
    }
    return cause;
  }

  @Override
  public void close() {
    client.shutdownNow();
    try {
      if (!client.awaitTermination(TIMEOUT)) {
        log.warn("the HTTP client takes longer than {} to end", TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
    proxies.close();
  }
}
