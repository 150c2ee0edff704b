package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.ExchangeProcess;
import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.benchmarks.exchange.Recording;
import io.github.lunostreams.benchmarks.process.ChildProcess;
import io.github.lunostreams.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures heaps, each in a JVM of its own. */
final class Memory {
  /** Markets whose shapes were measured on the exchange; the others are of a usual size. */
  private static final List<String> MEASURED =
      List.of("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHZAR", "ETHAUD");

  /** As many as the exchange lists. */
  private static final int MARKETS = 145;

  private static final int MAX_BOOK_BYTES = 8_000_000;

  /** So that full collections leave no garbage. */
  private static final List<String> EXACT =
      List.of("-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0", "-Xmx1g");

  private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final double MEGABYTE = 1_000_000;
  private static final double MEBIBYTE = 1 << 20;

  private Memory() {}

  /** The heap of the largest market's book. */
  static void measureBook(Table table, Path recordings) throws IOException {
    for (boolean compact : new boolean[] {false, true}) {
      List<String> flags = new ArrayList<>(EXACT);
      flags.add(Recording.option(recordings));
      flags.add(compact ? "-XX:+UseCompactObjectHeaders" : "-XX:-UseCompactObjectHeaders");
      try (ChildProcess jvm = ChildProcess.jvm(BookHeap.class, TIMEOUT, flags)) {
        List<Long> bytes = jvm.numbers();
        String headers = compact ? ", compact object headers" : "";
        row(table, "XBTZAR book after its snapshot" + headers, bytes.get(0));
        row(
            table,
            "XBTZAR book after %,d updates%s".formatted(RecordedMarket.UPDATES, headers),
            bytes.get(1));
      }
    }
  }

  private static void row(Table table, String what, long bytes) {
    table.row(
        what,
        "%.1f MB".formatted(bytes / MEGABYTE),
        Table.verdict("≤ 8 MB", Optional.of(bytes <= MAX_BOOK_BYTES)));
  }

  /** All markets of the exchange at once in a small heap, over sockets. */
  static void measureMarkets(Table table, int updates) throws IOException {
    List<String> pairs = new ArrayList<>(MEASURED);
    for (int i = pairs.size(); i < MARKETS; i++) {
      pairs.add("C%03dZAR".formatted(i));
    }
    String list = String.join(",", pairs);
    try (ChildProcess exchange =
            ChildProcess.jvm(ExchangeProcess.class, TIMEOUT, List.of("-Xmx1g"), list, "");
        ChildProcess client =
            ChildProcess.jvm(
                ManyMarkets.class,
                TIMEOUT,
                SMALL,
                exchange.line(),
                list,
                Integer.toString(updates))) {
      List<Long> answer = client.numbers();
      table.row(
          MARKETS + " markets in a heap of 256 MiB",
          "%.0f MiB used after %,d updates, %d markets LIVE, %d breaks"
              .formatted(answer.get(3) / MEBIBYTE, answer.get(1), answer.get(0), answer.get(2)),
          Table.verdict("all LIVE", Optional.of(answer.get(0) == MARKETS && answer.get(2) == 0)));
    }
  }
}
