package io.github.lunostreams.benchmarks.stalled;

import io.github.lunostreams.benchmarks.clients.OpenLoop;
import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.load.RunningGateway;
import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.Counters;
import io.github.lunostreams.benchmarks.servers.FrameSize;
import io.github.lunostreams.benchmarks.stalled.Stalled.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lag of clients that read, with and without others beside them that do not. */
final class Beside {
  private final Bench bench;
  private final Size size;
  private final PrintStream progress;

  Beside(Bench bench, Size size, PrintStream progress) {
    this.bench = bench;
    this.size = size;
    this.progress = progress;
  }

  /**
   * What one run measured.
   *
   * @param lags of those who read
   * @param sentToStalled frames that the others were sent while that was measured
   */
  private record Run(Lags lags, long sentToStalled) {}

  String run() throws IOException, InterruptedException {
    List<Run> alone = new ArrayList<>();
    List<Run> beside = new ArrayList<>();
    for (int round = 0; round < size.rounds(); round++) {
      // Which comes first alternates.
      for (int turn = 0; turn < 2; turn++) {
        boolean withStalled = (round + turn) % 2 == 1;
        Run run = measure(withStalled ? size.stalled() : 0);
        (withStalled ? beside : alone).add(run);
        progress.printf(
            Locale.ROOT,
            "round %d of %d: %d live, %d stalled: p99 %s ms%n",
            round + 1,
            size.rounds(),
            size.live(),
            withStalled ? size.stalled() : 0,
            Table.number(Lags.millis(run.lags().p99())));
      }
    }
    Table table =
        new Table(
            "live",
            "stalled",
            "p50 ms",
            "p99 ms",
            "p99 min – max",
            "p99.9 ms",
            "frames to stalled",
            "goal");
    row(table, 0, alone, "");
    row(table, size.stalled(), beside, verdict(p99(alone), p99(beside)));
    return table.toString();
  }

  private Run measure(int stalled) throws IOException, InterruptedException {
    try (RunningGateway gateway =
        RunningGateway.start(bench.exchangeUrl(), FrameSize.LARGE.depth(), 0, Stalled.BOUND)) {
      bench.connect(gateway.port(), size.live(), true);
      if (stalled > 0) {
        bench.connect(gateway.port(), stalled, false);
      }
      OpenLoop schedule = bench.schedule(Stalled.BUSY, size.warmup(), size.measured());
      Thread.sleep(size.warmup());
      Counters before = gateway.counters();
      Lags lags = bench.lags(schedule);
      Counters after = gateway.counters();
      bench.leave();
      long toLive = (after.published() - before.published()) * size.live();
      // A round may be under way when the counters are read: some frames more or less.
      return new Run(lags, Math.max(0, after.sent() - before.sent() - toLive));
    }
  }

  private static Series p99(List<Run> runs) {
    return Series.of(runs, run -> Lags.millis(run.lags().p99()));
  }

  private void row(Table table, int stalled, List<Run> runs, String goal) {
    table.row(
        Integer.toString(size.live()),
        Integer.toString(stalled),
        Table.number(Series.of(runs, run -> Lags.millis(run.lags().p50())).median()),
        Table.number(p99(runs).median()),
        p99(runs).range(),
        Table.number(Series.of(runs, run -> Lags.millis(run.lags().p999())).median()),
        String.format(Locale.ROOT, "%,.0f", Series.of(runs, Run::sentToStalled).median()),
        goal);
  }

  /** The medians may differ by as much as runs of one kind do among themselves. */
  static String verdict(Series alone, Series beside) {
    double spread = Math.max(alone.spread(), beside.spread());
    double more = beside.median() - alone.median();
    String measured =
        "p99 differs by %s ms, spread of the runs %s ms"
            .formatted(String.format(Locale.ROOT, "%+.2f", more), Table.number(spread));
    if (alone.values().size() < 2) {
      return measured + ": not measured in one round";
    }
    return measured + ": " + (more <= spread ? "held" : "missed");
  }
}
