package io.github.lunostreams.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.ScheduledFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void whatGrowsByMoreThanIsAllowedIsNotFlat() {
    List<Double> growing = List.of(10.0, 10.0, 11.0, 12.0, 13.0, 13.0);
    assertThat(Flatness.of(growing, 0.1, 0).isFlat()).isFalse();
    assertThat(Flatness.of(growing, 0.3, 0).isFlat()).isTrue();
    assertThat(Flatness.of(growing, 0.1, 3).isFlat()).isTrue();
    assertThat(Flatness.of(List.of(10.0, 99.0, 9.0), 0, 0).isFlat()).isTrue();
  }

  @Test
  void noMishapOfAKindComesOftenEnoughToMakeTheGatewaySuspicious() {
    assertThat(Mishaps.in(Duration.ofSeconds(30)))
        .containsExactly("drop@6000ms", "duplicate@12000ms", "gap@18000ms");
    List<ScheduledFault> faults =
        Mishaps.in(Duration.ofMinutes(10)).stream().map(ScheduledFault::parse).toList();
    assertThat(faults).hasSize(21);
    assertThat(faults).allMatch(fault -> fault.after().compareTo(Duration.ofMinutes(10)) < 0);
  }
}
