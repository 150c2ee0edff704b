package io.github.lunostreams.benchmarks.stalled;

import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.load.RunningGateway;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.Counters;
import io.github.lunostreams.benchmarks.servers.Footprint;
import io.github.lunostreams.benchmarks.servers.FrameSize;
import io.github.lunostreams.benchmarks.stalled.Stalled.Size;
import io.github.lunostreams.gateway.access.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A gateway whose clients all take nothing, and a market that goes on. */
final class NobodyReads {
  private static final double MEBIBYTE = 1 << 20;

  /** Allocators take memory in chunks: that much may be taken and not used. */
  private static final long CHUNKS = 16 << 20;

  /** A publication has its text, the book it was made of, and the frame of each event loop. */
  private static final long COPIES = 4;

  /** How often the rest of the time it takes to let a client go is waited for. */
  private static final int PATIENCE = 2;

  private final Bench bench;
  private final Size size;
  private final PrintStream progress;
  private final Limits limits = Limits.DEFAULT;

  NobodyReads(Bench bench, Size size, PrintStream progress) {
    this.bench = bench;
    this.size = size;
    this.progress = progress;
  }

  Outcome run() throws IOException, InterruptedException {
    progress.printf(Locale.ROOT, "nobody of %,d reads%n", size.alone());
    Table table = new Table("nobody reads", "measured", "has to be");
    boolean good;
    try (RunningGateway gateway =
        RunningGateway.start(bench.exchangeUrl(), FrameSize.LARGE.depth(), 0, Stalled.BOUND)) {
      bench.connect(gateway.port(), size.alone(), false);
      Footprint idle = gateway.footprint();
      Counters before = gateway.counters();
      trade(size.warmup().plus(size.measured()));
      Footprint full = gateway.footprint();
      Counters after = gateway.counters();
      good = feed(table, before, after);
      good &= memory(table, idle, full);
      if (size.untilLetGo()) {
        trade(limits.slowClients().stallTimeout().multipliedBy(PATIENCE));
        good &= letGo(table, idle, gateway.footprint(), gateway.counters());
      }
      bench.leave();
    }
    return new Outcome(table.toString(), good);
  }

  private void trade(Duration time) throws IOException {
    bench.flood(Stalled.BUSY, time);
    bench.exchange().ask("finish");
  }

  private boolean feed(Table table, Counters before, Counters after) throws IOException {
    long sequence = bench.exchange().askNumbers("sequence").getFirst();
    long published = after.published() - before.published();
    long updates = after.sequence() - before.sequence();
    boolean good = published == updates && after.sequence() == sequence;
    table.row(
        "the feed",
        "%,d updates published, the book at %d".formatted(published, after.sequence()),
        "%,d, the exchange is at %d: %s".formatted(updates, sequence, word(good)));
    long sent = (after.sent() - before.sent()) / size.alone();
    boolean stalled = sent < updates;
    table.row(
        "frames each was sent, into buffers",
        "%,d".formatted(sent),
        "fewer than updates, or nobody is stalled: " + word(stalled));
    return good && stalled;
  }

  private boolean memory(Table table, Footprint idle, Footprint full) {
    long frame = FrameSize.LARGE.bytes();
    long client = limits.buffers().writeBytes() + frame;
    long shared =
        COPIES * limits.slowClients().backlog() * frame
            + limits.slowClients().pendingTradeBytes()
            + CHUNKS;
    long bound = size.alone() * client + shared;
    long taken = full.liveBytes() - idle.liveBytes();
    table.row(
        String.format(Locale.ROOT, "memory for %,d clients", size.alone()),
        "%s more than before the first update".formatted(mebibytes(taken)),
        "≤ %s: %,d × %,d bytes and %s for all: %s"
            .formatted(
                mebibytes(bound), size.alone(), client, mebibytes(shared), word(taken <= bound)));
    table.row(
        "heap / outside / resident",
        "%s / %s / %s"
            .formatted(
                mebibytes(full.heapBytes()),
                mebibytes(full.directBytes()),
                mebibytes(full.residentBytes())),
        "");
    return taken <= bound;
  }

  private boolean letGo(Table table, Footprint idle, Footprint after, Counters counters) {
    boolean good = counters.tooSlow() >= size.alone();
    table.row(
        "let go after " + limits.slowClients().stallTimeout().toSeconds() + " s",
        "%,d clients, then %s more than before the first update"
            .formatted(counters.tooSlow(), mebibytes(after.liveBytes() - idle.liveBytes())),
        "%,d or more: %s".formatted(size.alone(), word(good)));
    return good;
  }

  private static String word(boolean good) {
    return good ? "held" : "missed";
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
  }
}
