package io.github.lunostreams.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void aFigureThatGrowsByMoreThanAllowedIsNotFlat() {
    List<Double> growing = List.of(10.0, 10.0, 11.0, 12.0, 13.0, 13.0);
    assertThat(Trend.of(growing, 0.1, 0).isFlat()).isFalse();
    assertThat(Trend.of(growing, 0.3, 0).isFlat()).isTrue();
    assertThat(Trend.of(growing, 0.1, 3).isFlat()).isTrue();
    assertThat(Trend.of(List.of(10.0, 99.0, 9.0), 0, 0).isFlat()).isTrue();
  }

  @Test
  void aShortSoakHasAFewSoakFaults() {
    assertThat(SoakFaults.in(Duration.ofSeconds(30)))
        .containsExactly("drop@6000ms", "duplicate@12000ms", "gap@18000ms");
  }

  /** More than five breaks for one reason within ten minutes, and the gateway suspects its book. */
  @Test
  void noFaultComesOftenEnoughToMakeTheBookSuspect() {
    Duration window = Duration.ofMinutes(10);
    for (int minutes : new int[] {10, 12, 15, 60}) {
      Duration time = Duration.ofMinutes(minutes);
      List<ScheduledFault> faults =
          SoakFaults.in(time).stream().map(ScheduledFault::parse).toList();
      assertThat(faults)
          .hasSizeGreaterThanOrEqualTo(14)
          .allMatch(fault -> fault.after().compareTo(time) < 0);
      List<Duration> unreadable =
          faults.stream()
              .filter(
                  fault ->
                      fault.fault() instanceof Fault.Garbage
                          || fault.fault() instanceof Fault.Truncate)
              .map(ScheduledFault::after)
              .toList();
      for (Duration first : unreadable) {
        Duration last = first.plus(window);
        assertThat(unreadable)
            .filteredOn(at -> at.compareTo(first) >= 0 && at.compareTo(last) <= 0)
            .as("%d minutes, from %s on", minutes, first)
            .hasSizeLessThanOrEqualTo(5);
      }
    }
  }
}
