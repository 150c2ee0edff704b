package io.github.lunostreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A websocket client of a gateway: its first message, and how the connection ends. Not the JDK's
 * client: that loses bytes of a message which comes together with the answer to the handshake.
 */
final class Client implements Connection.Listener, AutoCloseable {
  private static final long TIMEOUT_SECONDS = 30;

  private final WebSocketConnector connector = new WebSocketConnector();
  private final CompletableFuture<Connection> open = new CompletableFuture<>();
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

  /** Returns when the connection is open. */
  static Client connect(int port, String path) {
    Client client = new Client();
    client.connector.connect(
        URI.create("ws://127.0.0.1:" + port + path), Duration.ofSeconds(TIMEOUT_SECONDS), client);
    client.open.join();
    return client;
  }

  String firstMessage() throws Exception {
    return first.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  int closeCode() throws Exception {
    return closeCode.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(Connection connection) {
    open.complete(connection);
  }

  @Override
  public void onText(byte[] utf8) {
    first.complete(new String(utf8, UTF_8));
  }

  @Override
  public void onPong() {}

  @Override
  public void onClosed(int code, String reason) {
    closeCode.complete(code);
  }

  @Override
  public void onFailed(Throwable failure) {
    open.completeExceptionally(failure);
    first.completeExceptionally(failure);
    closeCode.completeExceptionally(failure);
  }

  @Override
  public void close() {
    connector.close();
  }
}
