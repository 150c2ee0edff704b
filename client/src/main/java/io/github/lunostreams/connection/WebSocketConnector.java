package io.github.lunostreams.connection;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects over the JDK's websocket. The JVM's HTTP proxy settings are honoured; certificates are
 * verified by the JVM's trust store.
 */
public final class WebSocketConnector implements Connector {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnector.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-socket-", 0).factory());
  private final HttpClient client =
      HttpClient.newBuilder().executor(workers).proxy(ProxySelector.getDefault()).build();

  /** A connector with threads of its own. */
  public WebSocketConnector() {}

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
                connection.fail(meaning(failure));
              }
            });
    return connection;
  }

  private static Throwable meaning(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      return new HandshakeException(refused.getResponse().statusCode());
    }
    return cause;
  }

  @Override
  public void close() {
    client.shutdownNow();
    try {
      if (!client.awaitTermination(PATIENCE)) {
        log.warn("the HTTP client takes longer than {} to end", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
  }
}
