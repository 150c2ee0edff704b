package io.github.lunostreams.benchmarks.fanout;

import io.github.lunostreams.benchmarks.clients.OpenLoop;
import io.github.lunostreams.benchmarks.fanout.Load.Kind;
import io.github.lunostreams.benchmarks.load.Bench;
import io.github.lunostreams.benchmarks.load.Delivered;
import io.github.lunostreams.benchmarks.load.Lags;
import io.github.lunostreams.benchmarks.load.RunningGateway;
import io.github.lunostreams.benchmarks.process.Child;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.servers.Contestant;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Measures loads, each with all contestants one after the other, round by round. Exchange and
 * clients are the same two processes throughout; a contestant is a new process each time.
 */
public final class FanOut {
  /**
   * How long to measure.
   *
   * @param few whether only some loads are measured, which show that all works
   * @param rounds of all loads
   * @param warmup that does not count
   * @param measured that counts
   */
  public record Effort(boolean few, int rounds, Duration warmup, Duration measured) {
    /** One round of a few seconds. */
    public static final Effort SHORT =
        new Effort(true, 1, Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** What means something. */
    public static final Effort FULL =
        new Effort(false, 5, Duration.ofSeconds(5), Duration.ofSeconds(10));

    /**
     * The same with other rounds.
     *
     * @param others how many
     * @return a changed copy
     */
    public Effort withRounds(int others) {
      return new Effort(few, others, warmup, measured);
    }
  }

  /** For a server to start, and its clients to connect and leave; far more than it takes. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private static final Duration SETTLED = Duration.ofMillis(500);

  /** Of a schedule, not measured: the market has just begun to move again. */
  private static final Duration LEAD = Duration.ofMillis(500);

  private final Effort effort;
  private final Predicate<String> wanted;
  private final PrintStream progress;

  /**
   * Measures nothing yet.
   *
   * @param effort how long to measure
   * @param wanted which loads, by their keys, such as {@code FanOut.lag:1000:3KB}
   * @param progress is told
   */
  public FanOut(Effort effort, Predicate<String> wanted, PrintStream progress) {
    this.effort = effort;
    this.wanted = wanted;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return the tables; empty if no load is wanted
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is to end
   */
  public Outcome run() throws IOException, InterruptedException {
    List<Load> loads =
        (effort.few() ? Load.few() : Load.all())
            .stream().filter(load -> wanted.test(load.key())).toList();
    if (loads.isEmpty()) {
      return new Outcome("", true);
    }
    List<Contestant> contestants =
        Arrays.stream(Contestant.values()).filter(Contestant::isHere).toList();
    int most = loads.stream().mapToInt(Load::clients).max().orElseThrow();
    Figures figures = new Figures();
    Duration bound = bound().multipliedBy((long) loads.size() * contestants.size());
    try (Bench bench = Bench.open(bound.multipliedBy(effort.rounds()), most, false, List.of())) {
      for (int round = 0; round < effort.rounds(); round++) {
        List<Contestant> order = new ArrayList<>(contestants);
        // Nobody is always the one that finds the machine as another left it.
        Collections.rotate(order, round);
        for (Load load : loads) {
          for (Contestant contestant : order) {
            if (!load.isFor(contestant)) {
              continue;
            }
            measure(bench, load, contestant, figures);
            progress.printf(
                Locale.ROOT,
                "round %d of %d: %s, %s: %s%n",
                round + 1,
                effort.rounds(),
                load.key(),
                contestant.words(),
                figures.latest(load, contestant));
          }
        }
      }
    }
    return new Outcome(FanOutTables.of(effort, loads, contestants, figures), true);
  }

  private Duration bound() {
    return effort.warmup().plus(effort.measured()).plus(SLACK);
  }

  private void measure(Bench bench, Load load, Contestant contestant, Figures figures)
      throws IOException, InterruptedException {
    if (!contestant.hasNodeClients()) {
      measureWith(bench, load, contestant, figures);
      return;
    }
    try (Child clients = Contestant.nodeClients(bound())) {
      measureWith(bench.with(clients), load, contestant, figures);
    }
  }

  private void measureWith(Bench bench, Load load, Contestant contestant, Figures figures)
      throws IOException, InterruptedException {
    try (Child server = contestant.start(bench.exchangeUrl(), Bench.PAIR, load.size(), bound())) {
      int port = port(contestant, server);
      bench.connect(port, load.clients(), true);
      Thread.sleep(SETTLED);
      if (load.kind() == Kind.LAG) {
        figures.add(load, contestant, lags(bench, load));
      } else {
        figures.add(load, contestant, delivered(bench, load));
      }
      // Before the server is killed, or they would come again and again.
      bench.leave();
    }
  }

  private static int port(Contestant contestant, Child server)
      throws IOException, InterruptedException {
    return contestant.isGateway()
        ? RunningGateway.awaitLive(server).port()
        : Integer.parseInt(server.line());
  }

  private Lags lags(Bench bench, Load load) throws IOException {
    bench.flood(load.warmupPerSecond(), effort.warmup());
    bench.settle();
    OpenLoop schedule = bench.schedule(load.perSecond(), LEAD, effort.measured());
    return bench.lags(schedule);
  }

  private Delivered delivered(Bench bench, Load load) throws IOException, InterruptedException {
    bench.flood(load.perSecond(), effort.warmup().plus(effort.measured()).plus(SETTLED));
    Thread.sleep(effort.warmup());
    return bench.deliveredIn(effort.measured());
  }
}
