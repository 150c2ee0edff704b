package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.CredentialsFrame;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Follows one market of the exchange over a socket and passes on the frames of its updates. */
public final class MarketFrames implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int KEEPALIVE_BYTES = 2;
  private static final Credentials KEY = new Credentials("benchmark", "benchmark-secret");

  private final WebSocketConnector connector = new WebSocketConnector();
  private final Connection connection;
  private final CompletableFuture<byte[]> snapshot = new CompletableFuture<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();

  /**
   * Connects.
   *
   * @param streamUrl the exchange's address
   * @param onUpdate receives the frames, on the socket's threads, one after the other
   */
  public MarketFrames(String streamUrl, String pair, Consumer<byte[]> onUpdate) {
    URI address = URI.create(streamUrl + "/api/1/stream/" + pair);
    connection = connector.connect(address, TIMEOUT, new Receiver(onUpdate));
  }

  /** Waits for the snapshot's frame. */
  public byte[] snapshot() throws IOException, InterruptedException {
    return await(snapshot);
  }

  /** Waits for a result, until the stream breaks or a minute is over. */
  <T> T await(CompletableFuture<T> result) throws IOException, InterruptedException {
    try {
      CompletableFuture.anyOf(result, broken).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return result.get(0, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("expected all frames within " + TIMEOUT, e);
    }
  }

  @Override
  public void close() {
    connection.close();
    connector.close();
  }

  private final class Receiver implements Connection.Listener {
    private final Consumer<byte[]> onUpdate;

    Receiver(Consumer<byte[]> onUpdate) {
      this.onUpdate = onUpdate;
    }

    @Override
    public void onOpen(Connection connection) {
      connection.sendText(CredentialsFrame.of(KEY));
    }

    @Override
    public void onText(byte[] utf8) {
      if (utf8.length > KEEPALIVE_BYTES && !snapshot.complete(utf8)) {
        onUpdate.accept(utf8);
      }
    }

    @Override
    public void onPong() {}

    @Override
    public void onClosed(int code, String reason) {
      onFailed(new IOException("the exchange closed with " + code + " " + reason));
    }

    @Override
    public void onFailed(Throwable cause) {
      broken.completeExceptionally(cause);
    }
  }
}
