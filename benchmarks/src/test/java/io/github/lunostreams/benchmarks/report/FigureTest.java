package io.github.lunostreams.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
  private final Figure own = new Figure(List.of(30.0, 10.0, 21.0), List.of(0.0, 0.0, 8.0));
  private final Figure baseline = new Figure(List.of(10.0, 5.0, 10.0), List.of(0.0, 0.0, 0.0));

  @Test
  void theMedianOfTheRoundsCounts() {
    assertThat(own.median()).isEqualTo(21.0);
    assertThat(own.least()).isEqualTo(10.0);
    assertThat(own.most()).isEqualTo(30.0);
    assertThat(own.allocated()).isEqualTo(0.0);
    assertThat(Figure.of(1, 0).and(Figure.of(2, 0)).median()).isEqualTo(1.5);
  }

  @Test
  void aRatioIsTheMedianOfTheRoundsRatios() {
    assertThat(own.times(baseline)).isEqualTo(2.1);
  }

  @Test
  void aGoalIsHeldMissedOrNotMeasured() {
    Map<String, Figure> all = Map.of("base", baseline);
    assertThat(new Goal.AtMost(2.1, "base", "b").held(own, all)).contains(true);
    assertThat(new Goal.AtMost(2, "base", "b").held(own, all)).contains(false);
    assertThat(new Goal.AtMost(2, "other", "b").held(own, all)).isEmpty();
    assertThat(new Goal.AtLeastFaster(2, "base", "b").held(own, all)).contains(false);
    assertThat(new Goal.AtLeastFaster(0.4, "base", "b").held(own, all)).contains(true);
    assertThat(new Goal.NoAllocation().held(own, all)).contains(true);
    assertThat(new Goal.NoAllocation().held(Figure.of(1, 0.06), all)).contains(false);
  }

  @Test
  void aTableCanBeReadAsText() {
    Table table = new Table("what", "ns").row("a", "1,234").row("longer", "–");
    assertThat(table)
        .hasToString(
            """
            | what   |    ns |
            |--------|------:|
            | a      | 1,234 |
            | longer |     – |
            """);
    assertThat(List.of(Table.number(1234.4), Table.number(12.34), Table.number(1.234)))
        .containsExactly("1,234", "12.3", "1.23");
  }
}
