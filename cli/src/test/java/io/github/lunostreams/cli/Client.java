package io.github.lunostreams.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A websocket client of a gateway: its first message, and how the connection ends. */
final class Client implements WebSocket.Listener, AutoCloseable {
  private static final long TIMEOUT_SECONDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final StringBuilder message = new StringBuilder();
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

  static Client connect(int port, String path) {
    Client client = new Client();
    client
        .http
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port + path), client)
        .join();
    return client;
  }

  String firstMessage() throws Exception {
    return first.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  int closeCode() throws Exception {
    return closeCode.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      first.complete(message.toString());
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closeCode.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    first.completeExceptionally(failure);
    closeCode.completeExceptionally(failure);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
