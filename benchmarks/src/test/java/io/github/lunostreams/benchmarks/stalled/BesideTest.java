package io.github.lunostreams.benchmarks.stalled;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.report.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class BesideTest {
  private final Series alone = new Series(List.of(5.0, 6.0, 7.0));

  @Test
  void aDifferenceWithinTheRunsOwnSpreadIsNone() {
    assertThat(Beside.verdict(alone, new Series(List.of(8.0, 7.5, 8.5)))).endsWith(": held");
    assertThat(Beside.verdict(alone, new Series(List.of(8.1, 8.6, 9.0)))).endsWith(": missed");
    assertThat(Beside.verdict(alone, new Series(List.of(1.0, 1.0, 1.0)))).endsWith(": held");
  }

  @Test
  void oneRoundHasNoSpread() {
    Series once = new Series(List.of(5.0));
    assertThat(Beside.verdict(once, once)).endsWith(": not measured in one round");
  }
}
