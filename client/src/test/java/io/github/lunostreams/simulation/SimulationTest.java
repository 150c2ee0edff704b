package io.github.lunostreams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeds. More: {@code mvn test -pl client -am -Dtest=SimulationTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dluno.streams.seeds=100000}; one again: {@code
 * -Dluno.streams.seed=N -Dluno.streams.seeds=1}.
 */
class SimulationTest {
  @Test
  void everyPromiseHoldsInEverySeed() {
    long first = Long.getLong("luno.streams.seed", 1);
    long seeds = Long.getLong("luno.streams.seeds", 2_500);
    AtomicLong millis = new AtomicLong();
    AtomicLong updates = new AtomicLong();
    AtomicLong breaks = new AtomicLong();
    AtomicLong steps = new AtomicLong();
    Map<String, Integer> befell = new ConcurrentSkipListMap<>();
    long start = System.nanoTime();
    LongStream.range(first, first + seeds)
        .parallel()
        .forEach(
            seed -> {
              StreamSimulation.Outcome outcome = StreamSimulation.run(seed);
              millis.addAndGet(outcome.simulated().toMillis());
              updates.addAndGet(outcome.updates());
              breaks.addAndGet(outcome.breaks());
              outcome.befell().forEach((kind, times) -> befell.merge(kind, times, Integer::sum));
              steps.addAndGet(outcome.steps());
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "SimulationTest: seeds %d to %d, %.0f seeds/s, %,d simulated hours, %,d updates, %,d"
            + " breaks, %,d steps%n",
        first,
        first + seeds - 1,
        seeds / seconds,
        Duration.ofMillis(millis.get()).toHours(),
        updates.get(),
        breaks.get(),
        steps.get());
    System.out.println("SimulationTest: what befell them: " + befell);
    if (seeds >= 100) {
      assertThat(befell)
          .containsOnlyKeys(
              "HTTP 429",
              "HTTP 503",
              "auth timeout",
              "beyond bounds",
              "close",
              "contradiction",
              "duplicate",
              "end after frames",
              "empty error keys",
              "empty text",
              "error frame",
              "exchange down",
              "gap",
              "garbage",
              "half open",
              "no answer",
              "odd time",
              "old message",
              "order of nothing",
              "quiet restart",
              "refused",
              "reset",
              "restart",
              "second snapshot",
              "session limit",
              "stall",
              "truncated",
              "unrepresentable number",
              "wrong snapshot",
              "zeros");
    }
    assertThat(updates.get()).isGreaterThan(seeds * 50);
    assertThat(breaks.get()).isGreaterThan(seeds);
  }

  @Test
  void aSeedReproducesExactly() {
    assertThat(StreamSimulation.run(77)).isEqualTo(StreamSimulation.run(77));
  }
}
