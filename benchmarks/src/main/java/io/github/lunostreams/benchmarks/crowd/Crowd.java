package io.github.lunostreams.benchmarks.crowd;

import io.github.lunostreams.benchmarks.clients.OpenLoop;
import io.github.lunostreams.benchmarks.load.Arrival;
import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.load.Convergence;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.load.RunningGateway;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A crowd follows the busiest market through one gateway; all have to end with the exchange's book.
 * Then the gateway is killed and started again under them, the market going on: all have to come
 * back, and end with the exchange's book again.
 */
public final class Crowd {
  /**
   * How large it is, and how long it listens.
   *
   * @param clients how many
   * @param following for how long, before and after the gateway's end
   */
  public record Size(int clients, Duration following) {
    /** Shows that all works. */
    public static final Size SHORT = new Size(200, Duration.ofSeconds(4));

    /** What means something. */
    public static final Size FULL = new Size(5_000, Duration.ofSeconds(20));
  }

  /** The market's rate at its busiest. */
  private static final double BUSY = 74;

  /** Levels a side. */
  private static final int DEPTH = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofMinutes(6);
  private static final double SECOND = 1e3;

  private final Size size;
  private final PrintStream progress;

  /**
   * Measures nothing yet.
   *
   * @param size of the crowd
   * @param progress is told
   */
  public Crowd(Size size, PrintStream progress) {
    this.size = size;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return the table; good if all had the right book both times
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is to end
   */
  public Outcome run() throws IOException, InterruptedException {
    Table table = new Table("crowd", "measured");
    boolean good;
    try (Bench bench = Bench.open(BOUND, size.clients(), true, List.of())) {
      int port;
      try (RunningGateway gateway = RunningGateway.start(bench.exchangeUrl(), DEPTH, 0, BOUND)) {
        port = gateway.port();
        good = follow(bench, port, table);
        trade(bench);
      }
      good &= comeBack(bench, port, table);
    }
    return new Outcome(title() + table, good);
  }

  private String title() {
    return String.format(
        Locale.ROOT,
        "crowd: %,d clients, the best %d levels a side at %.0f updates/s, JDK %s, %d"
            + " processors%n%n",
        size.clients(),
        DEPTH,
        BUSY,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
  }

  private boolean follow(Bench bench, int port, Table table) throws IOException {
    long start = System.nanoTime();
    bench.connect(port, size.clients(), true);
    row(table, "all connected", seconds(Duration.ofNanos(System.nanoTime() - start)));
    OpenLoop schedule = bench.schedule(BUSY, size.following().dividedBy(4), size.following());
    Lags lags = bench.lags(schedule);
    row(
        table,
        "lag p50 / p99 / p99.9",
        "%s / %s / %s ms"
            .formatted(
                Table.number(Lags.millis(lags.p50())),
                Table.number(Lags.millis(lags.p99())),
                Table.number(Lags.millis(lags.p999()))));
    Convergence convergence = bench.converge(DEPTH, PATIENCE);
    row(table, "at the end", convergence.words());
    return convergence.isPerfect();
  }

  /** The market goes on from here until long after the gateway is killed. */
  private void trade(Bench bench) throws IOException, InterruptedException {
    Duration before = size.following().dividedBy(4);
    bench.flood(BUSY, before.plus(size.following()));
    Thread.sleep(before);
  }

  @SuppressWarnings("try") // It has but to be there.
  private boolean comeBack(Bench bench, int port, Table table)
      throws IOException, InterruptedException {
    long killed = System.nanoTime();
    long sequence = bench.exchange().askNumbers("sequence").getFirst();
    try (RunningGateway gateway = RunningGateway.start(bench.exchangeUrl(), DEPTH, port, BOUND)) {
      Duration live = Duration.ofNanos(System.nanoTime() - killed);
      row(table, "its successor live", "after " + seconds(live));
      Arrival back = bench.await(sequence, killed, PATIENCE);
      row(
          table,
          "clients back with a live book",
          "%,d of %,d; half after %s, 99 in 100 after %s, the last after %s"
              .formatted(
                  back.there(),
                  back.of(),
                  seconds(live.plus(back.half())),
                  seconds(live.plus(back.most())),
                  seconds(live.plus(back.waited()))));
      Convergence convergence = bench.converge(DEPTH, PATIENCE);
      row(table, "at the end", convergence.words());
      return back.isComplete() && convergence.isPerfect();
    }
  }

  private void row(Table table, String what, String measured) {
    table.row(what, measured);
    progress.println("crowd: " + what + ": " + measured);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / SECOND);
  }
}
