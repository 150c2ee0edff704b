package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.gateway.TestBed.Convergence;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.ProcessUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lets a gateway run for long, with faults of the exchange, clients that come and go, and clients
 * that read nothing. Its use of resources must be flat, every client must end with the exchange's
 * book.
 */
public final class Soak {
  private static final int DEPTH = 60;
  private static final int READING = 200;
  private static final int STALLED = 20;

  /** Clients replaced at each sample. */
  private static final int REPLACED = 20;

  private static final int SAMPLES = 60;

  /** Samples until stalled clients are replaced; in ten minutes, they are closed before. */
  private static final int STALLED_FOR = 10;

  /** Samples that do not count: classes are loaded, code is compiled, pools are filled. */
  private static final int WARMUP = SAMPLES / 5;

  private static final Duration CONVERGE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SLACK = Duration.ofMinutes(3);
  private static final double MEBIBYTE = 1 << 20;

  private final RunOptions options;
  private final Duration time;
  private final List<Sample> samples = new ArrayList<>();
  private final Table table = new Table("soak", "first third", "last third", "allowed", "is");

  private record Sample(ProcessUsage usage, long clients) {}

  /** Prepares a run of some time. */
  public Soak(RunOptions options, Duration time) {
    this.options = options;
    this.time = time;
  }

  /**
   * Measures.
   *
   * @return the table; correct if everything was flat and every book right
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Outcome run() throws IOException, InterruptedException {
    Duration timeout = time.plus(SLACK);
    Convergence convergence;
    String counters;
    try (TestBed bed =
            new TestBed(timeout, READING + STALLED + REPLACED, true, SoakFaults.in(time));
        RunningGateway gateway = RunningGateway.start(bed.exchangeUrl, DEPTH, 0, timeout)) {
      bed.rate(TestBed.BUSY);
      bed.clients.connect(gateway.port(), READING, true);
      bed.clients.connect(gateway.port(), STALLED, false);
      long start = System.nanoTime();
      for (int i = 1; i <= SAMPLES; i++) {
        sleepUntil(start + time.multipliedBy(i).dividedBy(SAMPLES).toNanos());
        sample(gateway, i);
        bed.clients.replace(gateway.port(), REPLACED, true);
        if (i % STALLED_FOR == 0) {
          bed.clients.replace(gateway.port(), STALLED, false);
        }
      }
      bed.rate(0);
      convergence = bed.converge(DEPTH, CONVERGE_TIMEOUT);
      counters =
          "%,d updates, %,d frames sent, %,d conflated, %,d clients closed as too slow"
              .formatted(
                  gateway.counter("published"),
                  gateway.counter("sent"),
                  gateway.counter("conflated"),
                  gateway.counter("tooSlow"));
      bed.clients.stop();
    }
    boolean flat = isFlat("heap, MiB", sample -> sample.usage.heapBytes() / MEBIBYTE, 0.1, 4);
    flat &=
        isFlat(
            "Netty's memory outside of the heap, MiB",
            sample -> sample.usage.directBytes() / MEBIBYTE,
            0.1,
            8);
    flat &= isFlat("threads", sample -> sample.usage.threads(), 0, 2);
    // The number of clients is not the same at all times.
    flat &= isFlat("files beside clients' sockets", s -> s.usage.files() - s.clients, 0, 5);
    String title =
        options.title(
            "soak: %d s, %d clients of which %d are replaced every %d ms, %d stalled"
                .formatted(
                    time.toSeconds(),
                    READING,
                    REPLACED,
                    time.dividedBy(SAMPLES).toMillis(),
                    STALLED));
    return new Outcome(
        "%s%s%nat the end: %s%nin all: %s%n".formatted(title, table, convergence, counters),
        flat && convergence.isPerfect());
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  private void sample(RunningGateway gateway, int number) throws IOException, InterruptedException {
    Sample sample = new Sample(gateway.usage(), gateway.counter("clients"));
    samples.add(sample);
    if (number % STALLED_FOR == 0) {
      options.log(
          "soak: sample %d of %d: heap %.1f MiB, %d threads, %d files, %d clients"
              .formatted(
                  number,
                  SAMPLES,
                  sample.usage.heapBytes() / MEBIBYTE,
                  sample.usage.threads(),
                  sample.usage.files(),
                  sample.clients));
    }
  }

  private boolean isFlat(
      String what, ToDoubleFunction<Sample> figure, double share, double allowed) {
    List<Double> values =
        samples.subList(WARMUP, SAMPLES).stream().map(figure::applyAsDouble).toList();
    Trend trend = Trend.of(values, share, allowed);
    table.row(
        what,
        Table.number(trend.first()),
        Table.number(trend.last()),
        "+" + Table.number(trend.allowed()),
        trend.isFlat() ? "flat" : "GROWING");
    return trend.isFlat();
  }
}
