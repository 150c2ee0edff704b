package io.github.lunostreams.benchmarks.memory;

import io.github.lunostreams.benchmarks.process.Child;
import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures heaps, each in a JVM of its own. */
public final class Memory {
  /** As many as the exchange lists. */
  private static final int MARKETS = 145;

  private static final int SMALL_HEAP_MIB = 256;

  /** Bytes. */
  private static final long BOOK_GOAL = 8_000_000;

  /** Full collections of this collector leave nothing, told not to spare itself some compaction. */
  private static final List<String> EXACT =
      List.of("-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0", "-Xmx1g");

  private static final double MEGABYTE = 1_000_000;
  private static final double MEBIBYTE = 1 << 20;

  /** For a measurement to end; far more than it takes. */
  private static final Duration BOUND = Duration.ofMinutes(3);

  private Memory() {}

  /**
   * A heap that was measured.
   *
   * @param what was measured
   * @param measured in words
   * @param goal in words, and whether it was held
   */
  public record Row(String what, String measured, String goal) {}

  /**
   * The live heap of the largest market's book.
   *
   * @param sessions the directory of the sessions
   * @param layout how objects are laid out, in words; empty for the JVM's default
   * @param flags that make it so
   * @return after its snapshot, and after the updates of its session
   * @throws IOException if the JVM does not answer
   */
  public static List<Row> ofBook(Path sessions, String layout, List<String> flags)
      throws IOException {
    List<String> all = new ArrayList<>(flags);
    all.addAll(EXACT);
    all.add(Session.option(sessions));
    try (Child jvm = Child.jvm(BookHeap.class, BOUND, all, Sample.XBTZAR.name())) {
      List<Long> bytes = jvm.numbers();
      String suffix = layout.isEmpty() ? "" : ", " + layout;
      return List.of(
          bookRow("XBTZAR book after its snapshot" + suffix, bytes.get(0)),
          bookRow(
              "XBTZAR book after %,d updates%s".formatted(Sample.UPDATES, suffix), bytes.get(1)));
    }
  }

  private static Row bookRow(String what, long bytes) {
    return new Row(
        what,
        String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE),
        "≤ 8 MB: " + (bytes <= BOOK_GOAL ? "held" : "missed"));
  }

  /**
   * All markets of the exchange at once in a small heap, over sockets, from a simulator in another
   * process.
   *
   * @param updates to wait for once all are live
   * @return the heap in use after them
   * @throws IOException if a JVM does not answer, for want of memory or of time
   */
  public static Row ofMarkets(int updates) throws IOException {
    String markets = Integer.toString(MARKETS);
    List<String> small = List.of("-Xmx" + SMALL_HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError");
    try (Child exchange = Child.jvm(Exchange.class, BOUND, List.of("-Xmx1g"), markets);
        Child followers =
            Child.jvm(
                Followers.class,
                BOUND,
                small,
                exchange.line(),
                markets,
                Integer.toString(updates))) {
      List<Long> answer = followers.numbers();
      boolean held = answer.get(0) == MARKETS && answer.get(2) == 0;
      return new Row(
          "%d markets followed over sockets in a heap of %d MiB".formatted(MARKETS, SMALL_HEAP_MIB),
          String.format(
              Locale.ROOT,
              "%.0f MiB live after %,d updates, %d markets LIVE, %d breaks",
              answer.get(3) / MEBIBYTE,
              answer.get(1),
              answer.get(0),
              answer.get(2)),
          "all LIVE: " + (held ? "held" : "missed"));
    }
  }
}
