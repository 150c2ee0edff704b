package io.github.lunostreams.benchmarks.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.report.Series;
import io.github.lunostreams.benchmarks.report.Table;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class FigureTest {
  private final Figure own = new Figure(series(30.0, 10.0, 21.0), series(0.0, 0.0, 8.0));
  private final Figure baseline = new Figure(series(10.0, 5.0, 10.0), series(0.0, 0.0, 0.0));

  private static Series series(Double... values) {
    return new Series(List.of(values));
  }

  @Test
  void theMedianOfTheRoundsCounts() {
    assertThat(own.nanos().median()).isEqualTo(21.0);
    assertThat(own.nanos().range()).isEqualTo("10.0 – 30.0");
    assertThat(own.bytes().median()).isEqualTo(0.0);
    assertThat(Figure.of(1, 0).and(Figure.of(2, 0)).nanos().median()).isEqualTo(1.5);
  }

  @Test
  void aRatioIsTheMedianOfTheRoundsRatios() {
    assertThat(own.times(baseline)).isEqualTo(2.1);
  }

  @Test
  void aGoalIsHeldMissedOrNotMeasured() {
    Map<String, Figure> all = Map.of("base", baseline);
    assertThat(Goal.atMost(2.1, "base", "b").isReachedBy(own, all)).contains(true);
    assertThat(Goal.atMost(2, "base", "b").isReachedBy(own, all)).contains(false);
    assertThat(Goal.atMost(2, "other", "b").isReachedBy(own, all)).isEmpty();
    assertThat(Goal.timesFaster(1, "base", "b").isReachedBy(own, all)).contains(false);
    assertThat(Goal.timesFaster(2, "base", "b").isReachedBy(baseline, Map.of("base", own)))
        .contains(true);
    assertThat(Goal.noAllocation().isReachedBy(own, all)).contains(true);
    assertThat(Goal.noAllocation().isReachedBy(Figure.of(1, 0.06), all)).contains(false);
  }

  @Test
  void everyRowIsABenchmarkAndNoneComesTwice() {
    for (Row row : Row.all()) {
      assertThat(row.owner().getMethods())
          .as(row.key())
          .filteredOn(method -> method.isAnnotationPresent(Benchmark.class))
          .extracting(Method::getName)
          .contains(row.method());
    }
    assertThat(Row.all()).extracting(Row::key).doesNotHaveDuplicates();
    assertThat(Row.all())
        .extracting(Row::key)
        .filteredOn(key -> key.contains("byteSum"))
        .containsExactly("Baselines.byteSum:XBTZAR", "Baselines.byteSum:XBTUSDT");
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
