package io.github.lunostreams.benchmarks.transport;

import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a second come through one plain connection, beside the JDK's websocket. Both
 * hand over whole messages; the server runs beside them in the same JVM.
 */
public final class Transport {
  private static final String KEY = "Transport.flood";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WARM_UPS = 2;

  private final RunOptions options;
  private final int messages;
  private boolean complete = true;

  /** Prepares a run. */
  public Transport(RunOptions options) {
    this.options = options;
    this.messages = options.isShort() ? 100_000 : 3_000_000;
  }

  /** A client: completes its future with the number of messages when the server closes. */
  private interface Client {
    void follow(FloodServer server, CompletableFuture<Integer> count);
  }

  /**
   * Measures.
   *
   * @return the table; correct if every message came
   * @throws IOException if a connection fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Outcome run() throws IOException, InterruptedException {
    if (!options.isWanted(KEY)) {
      return new Outcome("", true);
    }
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    try (FloodServer server = new FloodServer(messages);
        WebSocketConnector connector = new WebSocketConnector();
        HttpClient jdk = HttpClient.newHttpClient()) {
      for (int i = -WARM_UPS; i < options.rounds(); i++) {
        double own =
            rate(
                server,
                (to, count) -> connector.connect(to.address(), TIMEOUT, new Counter(count)));
        double other =
            rate(
                server,
                (to, count) ->
                    jdk.newWebSocketBuilder().buildAsync(to.address(), new JdkCounter(count)));
        if (i >= 0) {
          ours.add(own);
          theirs.add(other);
          options.log(
              "round %d of %d: %s: %.2f, the JDK's %.2f million messages/s"
                  .formatted(i + 1, options.rounds(), KEY, own, other));
        }
      }
    }
    Series own = new Series(ours);
    Series other = new Series(theirs);
    Table table =
        new Table("websocket client", "million messages/s", "min – max", "× JDK")
            .row("ours", Table.number(own.median()), own.range(), Table.number(own.ratioTo(other)))
            .row("JDK", Table.number(other.median()), other.range(), Table.NONE);
    String title =
        options.title(
            "transport: %,d messages of %d bytes over a plain connection"
                .formatted(messages, FloodServer.MESSAGE_BYTES));
    return new Outcome(title + table, complete);
  }

  /** Million messages a second, from connecting to the close. */
  private double rate(FloodServer server, Client client) throws IOException, InterruptedException {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    long start = System.nanoTime();
    client.follow(server, count);
    try {
      int came = count.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      complete &= came == server.messages();
      return came / ((System.nanoTime() - start) / 1e3);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("expected all messages within " + TIMEOUT, e);
    }
  }

  /** Counts what our client hands over. */
  private static final class Counter implements Connection.Listener {
    private final CompletableFuture<Integer> result;
    private int count;

    Counter(CompletableFuture<Integer> result) {
      this.result = result;
    }

    @Override
    public void onOpen(Connection connection) {}

    @Override
    public void onText(byte[] utf8) {
      count += utf8.length == FloodServer.MESSAGE_BYTES ? 1 : 0;
    }

    @Override
    public void onPong() {}

    @Override
    public void onClosed(int code, String reason) {
      result.complete(count);
    }

    @Override
    public void onFailed(Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  /** Counts what the JDK's hands over. */
  private static final class JdkCounter implements WebSocket.Listener {
    private final CompletableFuture<Integer> result;
    private int count;
    private int length;

    JdkCounter(CompletableFuture<Integer> result) {
      this.result = result;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      length += part.length();
      if (last) {
        count += length == FloodServer.MESSAGE_BYTES ? 1 : 0;
        length = 0;
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      result.complete(count);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      result.completeExceptionally(failure);
    }
  }
}
