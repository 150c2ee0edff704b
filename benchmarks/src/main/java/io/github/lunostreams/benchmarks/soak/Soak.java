package io.github.lunostreams.benchmarks.soak;

import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.load.Convergence;
import io.github.lunostreams.benchmarks.load.RunningGateway;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.Counters;
import io.github.lunostreams.benchmarks.servers.Footprint;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Lets a gateway run for long: the exchange makes mistakes, clients come and go, some read nothing.
 * What the process takes is sampled, and has to be flat after the warm-up; at the end every client
 * has to have the exchange's book.
 */
public final class Soak {
  private static final double RATE = 74;
  private static final int DEPTH = 60;
  private static final int READING = 200;
  private static final int STALLED = 20;

  /** Clients that go, and others that come, at each sample. */
  private static final int REPLACED = 20;

  private static final int SAMPLES = 60;

  /** Samples until all who read nothing are replaced; in ten minutes, each is let go before. */
  private static final int STALLED_FOR = 10;

  /** Samples that do not count: classes are loaded, code is compiled, pools are filled. */
  private static final int WARMUP = SAMPLES / 5;

  /** Rows of the table of samples. */
  private static final int SHOWN = 12;

  private static final double HEAP_SHARE = 0.1;
  private static final double HEAP_MIB = 4;
  private static final double OUTSIDE_SHARE = 0.1;
  private static final double OUTSIDE_MIB = 8;
  private static final double THREADS = 2;
  private static final double FILES = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SLACK = Duration.ofMinutes(3);
  private static final double MEBIBYTE = 1 << 20;

  private final Duration time;
  private final PrintStream progress;

  /**
   * One moment.
   *
   * @param at since the start
   * @param footprint of the process
   * @param counters of the gateway
   */
  private record Sample(Duration at, Footprint footprint, Counters counters) {
    double heapMib() {
      return footprint.heapBytes() / MEBIBYTE;
    }

    double outsideMib() {
      return footprint.directBytes() / MEBIBYTE;
    }

    /** Without the clients' sockets, whose number is not the same at all times. */
    double files() {
      return Math.max(0, footprint.files() - counters.clients());
    }
  }

  /**
   * Measures nothing yet.
   *
   * @param time for how long
   * @param progress is told
   */
  public Soak(Duration time, PrintStream progress) {
    this.time = time;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return the tables; good if all was flat and right
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is to end
   */
  public Outcome run() throws IOException, InterruptedException {
    Duration bound = time.plus(SLACK);
    int most = READING + STALLED + REPLACED;
    List<Sample> samples = new ArrayList<>();
    Convergence convergence;
    String closes;
    try (Bench bench = Bench.open(bound, most, true, Mishaps.in(time));
        RunningGateway gateway = RunningGateway.start(bench.exchangeUrl(), DEPTH, 0, bound)) {
      bench.exchange().ask("rate", RATE);
      bench.connect(gateway.port(), READING, true);
      bench.connect(gateway.port(), STALLED, false);
      long start = System.nanoTime();
      for (int i = 1; i <= SAMPLES; i++) {
        sleepUntil(start + time.multipliedBy(i).dividedBy(SAMPLES).toNanos());
        Duration at = Duration.ofNanos(System.nanoTime() - start);
        Sample sample = new Sample(at, gateway.footprint(), gateway.counters());
        samples.add(sample);
        tell(i, sample);
        bench.replace(gateway.port(), REPLACED, true);
        if (i % STALLED_FOR == 0) {
          bench.replace(gateway.port(), STALLED, false);
        }
      }
      bench.exchange().ask("rate", 0);
      convergence = bench.converge(DEPTH, PATIENCE);
      closes = bench.clients().ask("closes");
      bench.leave();
    }
    return outcome(samples, convergence, closes);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  private void tell(int number, Sample sample) {
    if (number % (SAMPLES / SHOWN) == 0) {
      progress.printf(
          Locale.ROOT,
          "soak: after %d s of %d s: heap %.1f MiB, %d threads, %d files, %d clients%n",
          sample.at().toSeconds(),
          time.toSeconds(),
          sample.heapMib(),
          sample.footprint().threads(),
          sample.footprint().files(),
          sample.counters().clients());
    }
  }

  private Outcome outcome(List<Sample> samples, Convergence convergence, String closes) {
    List<Sample> counted = samples.subList(WARMUP, samples.size());
    Table verdicts = new Table("what", "first third", "last third", "may be more by", "is");
    boolean flat = true;
    flat &= verdict(verdicts, "heap, MiB", counted, Sample::heapMib, HEAP_SHARE, HEAP_MIB);
    flat &=
        verdict(
            verdicts,
            "Netty's memory outside of the heap, MiB",
            counted,
            Sample::outsideMib,
            OUTSIDE_SHARE,
            OUTSIDE_MIB);
    flat &=
        verdict(verdicts, "threads", counted, sample -> sample.footprint().threads(), 0, THREADS);
    flat &= verdict(verdicts, "files beside clients' sockets", counted, Sample::files, 0, FILES);
    String text =
        String.format(
            Locale.ROOT,
            "soak: %d s, %d clients of whom %d go and others come every %d ms, %d stalled, JDK %s,"
                + " %d processors%n%n%s%n%s%nat the end: %s; connections ended (code=count): %s%n",
            time.toSeconds(),
            READING,
            REPLACED,
            time.dividedBy(SAMPLES).toMillis(),
            STALLED,
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            table(samples),
            verdicts,
            convergence.words(),
            closes.isEmpty() ? "none" : closes);
    return new Outcome(text, flat && convergence.isPerfect());
  }

  private static boolean verdict(
      Table table,
      String what,
      List<Sample> samples,
      ToDoubleFunction<Sample> figure,
      double share,
      double least) {
    Flatness flatness =
        Flatness.of(
            samples.stream().map(sample -> figure.applyAsDouble(sample)).toList(), share, least);
    table.row(
        what,
        String.format(Locale.ROOT, "%.1f", flatness.first()),
        String.format(Locale.ROOT, "%.1f", flatness.last()),
        String.format(Locale.ROOT, "%.1f", flatness.allowed()),
        flatness.isFlat() ? "flat" : "GROWING");
    return flatness.isFlat();
  }

  private static Table table(List<Sample> samples) {
    Table table =
        new Table(
            "after s",
            "heap MiB",
            "outside MiB",
            "resident MiB",
            "threads",
            "files",
            "clients",
            "published",
            "conflated",
            "too slow");
    for (int i = SAMPLES / SHOWN - 1; i < samples.size(); i += SAMPLES / SHOWN) {
      Sample sample = samples.get(i);
      Counters counters = sample.counters();
      table.row(
          String.format(Locale.ROOT, "%,d", sample.at().toSeconds()),
          String.format(Locale.ROOT, "%.1f", sample.heapMib()),
          String.format(Locale.ROOT, "%.1f", sample.outsideMib()),
          String.format(Locale.ROOT, "%.1f", sample.footprint().residentBytes() / MEBIBYTE),
          Long.toString(sample.footprint().threads()),
          String.format(Locale.ROOT, "%,d", sample.footprint().files()),
          Long.toString(counters.clients()),
          String.format(Locale.ROOT, "%,d", counters.published()),
          String.format(Locale.ROOT, "%,d", counters.conflated()),
          String.format(Locale.ROOT, "%,d", counters.tooSlow()));
    }
    return table;
  }
}
