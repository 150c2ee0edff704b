package io.github.lunostreams.benchmarks.stalled;

import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.report.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures what stalled clients do: to the lag of those beside them, in interleaved runs with and
 * without them; and, when nobody reads at all, to the gateway's memory and to the feed.
 */
public final class Stalled {
  /**
   * How many clients there are, and how long they are measured.
   *
   * @param rounds with and without stalled clients
   * @param live clients that read
   * @param stalled clients that do not read, beside them
   * @param alone clients that do not read, with no other
   * @param warmup until the buffers of those who do not read are full
   * @param measured that counts
   * @param untilLetGo whether to wait until the gateway has had enough of those who do not read
   */
  public record Size(
      int rounds,
      int live,
      int stalled,
      int alone,
      Duration warmup,
      Duration measured,
      boolean untilLetGo) {
    /** Shows that all works. */
    public static final Size SHORT =
        new Size(1, 50, 50, 100, Duration.ofSeconds(5), Duration.ofSeconds(2), false);

    /** What means something. */
    public static final Size FULL =
        new Size(5, 300, 300, 1_000, Duration.ofSeconds(6), Duration.ofSeconds(10), true);

    /**
     * The same with other rounds.
     *
     * @param others how many
     * @return a changed copy
     */
    public Size withRounds(int others) {
      return new Size(others, live, stalled, alone, warmup, measured, untilLetGo);
    }
  }

  /** The market's rate at its busiest. */
  static final double BUSY = 74;

  /** For one run, all waits included; far more than it takes. */
  static final Duration BOUND = Duration.ofMinutes(4);

  private final Size size;
  private final PrintStream progress;

  /**
   * Measures nothing yet.
   *
   * @param size of the runs
   * @param progress is told
   */
  public Stalled(Size size, PrintStream progress) {
    this.size = size;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return the tables; good if with nobody reading the feed was kept up with, and the memory
   *     within its bound
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is to end
   */
  public Outcome run() throws IOException, InterruptedException {
    Duration bound = BOUND.multipliedBy(2L * size.rounds() + 1);
    int most = Math.max(size.live() + size.stalled(), size.alone());
    try (Bench bench = Bench.open(bound, most, false, List.of())) {
      String beside = new Beside(bench, size, progress).run();
      Outcome nobody = new NobodyReads(bench, size, progress).run();
      String title =
          String.format(
              Locale.ROOT,
              "stalled clients: JDK %s, %d processors%n%n",
              Runtime.version(),
              Runtime.getRuntime().availableProcessors());
      return new Outcome(title + beside + "\n" + nobody.text(), nobody.good());
    }
  }
}
