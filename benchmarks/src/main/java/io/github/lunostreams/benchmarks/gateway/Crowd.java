package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.clients.Clients.Arrival;
import io.github.lunostreams.benchmarks.clients.Clients.Lags;
import io.github.lunostreams.benchmarks.gateway.TestBed.Convergence;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Many clients follow the busiest market through one gateway. Then the gateway is killed and
 * started again, while the market goes on. Both times all clients must get the exchange's book.
 */
public final class Crowd {
  private static final int DEPTH = 5;
  private static final Duration CONVERGE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMinutes(6);
  private static final double SECOND = 1e3;

  private final RunOptions options;
  private final int clients;

  /** Before and after the gateway is killed. */
  private final Duration measured;

  private final Table table = new Table("crowd", "measured");

  /** Prepares a run. */
  public Crowd(RunOptions options) {
    this.options = options;
    this.clients = options.isShort() ? 200 : 5_000;
    this.measured = Duration.ofSeconds(options.isShort() ? 4 : 20);
  }

  /**
   * Measures.
   *
   * @return the table; correct if all clients had the exchange's book both times
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Outcome run() throws IOException, InterruptedException {
    boolean correct;
    Duration warmup = measured.dividedBy(4);
    try (TestBed bed = new TestBed(TIMEOUT, clients, true, List.of())) {
      int port;
      try (RunningGateway gateway = RunningGateway.start(bed.exchangeUrl, DEPTH, 0, TIMEOUT)) {
        port = gateway.port();
        correct = follow(bed, port, warmup);
        // The market goes on until long after the gateway is killed.
        bed.send(TestBed.BUSY, warmup.plus(measured));
        Thread.sleep(warmup);
      }
      correct &= reconnect(bed, port);
    }
    String title =
        options.title(
            "crowd: %,d clients, depth %d, %.0f updates/s".formatted(clients, DEPTH, TestBed.BUSY));
    return new Outcome(title + table, correct);
  }

  private boolean follow(TestBed bed, int port, Duration warmup)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    bed.clients.connect(port, clients, true);
    row("all connected", "after " + seconds(Duration.ofNanos(System.nanoTime() - start)));
    Lags lags = bed.measureLag(TestBed.BUSY, warmup, measured);
    row(
        "lag p50 / p99 / p99.9",
        "%s / %s / %s ms"
            .formatted(
                Table.number(lags.p50()), Table.number(lags.p99()), Table.number(lags.p999())));
    return converge(bed);
  }

  private boolean converge(TestBed bed) throws IOException, InterruptedException {
    Convergence convergence = bed.converge(DEPTH, CONVERGE_TIMEOUT);
    row("at the end", convergence.toString());
    return convergence.isPerfect();
  }

  private boolean reconnect(TestBed bed, int port) throws IOException, InterruptedException {
    long killed = System.nanoTime();
    long sequence = bed.sequence();
    try (RunningGateway gateway = RunningGateway.start(bed.exchangeUrl, DEPTH, port, TIMEOUT)) {
      Duration live = Duration.ofNanos(System.nanoTime() - killed);
      row("new gateway live on port " + gateway.port(), "after " + seconds(live));
      Arrival back = bed.clients.awaitSequence(sequence, CONVERGE_TIMEOUT, killed);
      row(
          "clients with a live book again",
          "%,d of %,d; half after %s, 99 in 100 after %s, the last after %s"
              .formatted(
                  back.count(),
                  back.of(),
                  seconds(live.plus(back.half())),
                  seconds(live.plus(back.most())),
                  seconds(live.plus(back.all()))));
      return converge(bed) && back.isComplete();
    }
  }

  private void row(String what, String result) {
    table.row(what, result);
    options.log("crowd: %s: %s".formatted(what, result));
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(time.toMillis() / SECOND);
  }
}
