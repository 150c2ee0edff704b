package io.github.lunostreams.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void aPercentileIsTheSmallestValueThatSoManyAreNotAbove() {
    List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();
    assertThat(Figures.percentile(hundred, 50)).isEqualTo(50);
    assertThat(Figures.percentile(hundred, 99)).isEqualTo(99);
    assertThat(Figures.percentile(List.of(7L), 50)).isEqualTo(7);
    assertThat(Figures.percentile(List.of(1L, 2L, 3L), 99)).isEqualTo(3);
  }

  @Test
  void shortDurationsHaveADecimal() {
    assertThat(Figures.millis(4_849)).isEqualTo("4.8 ms");
    assertThat(Figures.millis(160_400)).isEqualTo("160 ms");
    assertThat(Figures.count(1_113_202)).isEqualTo("1,113,202");
    assertThat(Figures.perSecond(1_539, 30_000_000_000L)).isEqualTo("51.3/s");
  }
}
