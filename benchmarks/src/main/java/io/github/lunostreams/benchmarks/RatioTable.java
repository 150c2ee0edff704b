package io.github.lunostreams.benchmarks;

import io.github.lunostreams.benchmarks.report.Figure;
import io.github.lunostreams.benchmarks.report.Goal;
import io.github.lunostreams.benchmarks.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all benchmarks measured, each as a ratio to its baselines. */
final class RatioTable {
  private static final String NONE = "–";

  private final Map<String, Figure> figures;

  RatioTable(Map<String, Figure> figures) {
    this.figures = figures;
  }

  /** The rows that were run. */
  Table of(List<Row> rows) {
    Table table =
        new Table(
            "market",
            "benchmark",
            "ns/op",
            "min – max",
            "× byte-sum",
            "× Jackson",
            "rebuild takes ×",
            "B/op",
            "goal");
    for (Row row : rows) {
      Figure figure = figures.get(row.key());
      if (figure != null) {
        table.row(
            row.sample().words(),
            row.words(),
            Table.number(figure.median()),
            Table.number(figure.least()) + " – " + Table.number(figure.most()),
            times(figure, figures.get(row.byteSum())),
            times(figure, figures.get(row.tokens())),
            times(figures.get(row.rebuild()), figure),
            String.format(Locale.ROOT, "%,.1f", figure.allocated()),
            row.goals().stream()
                .map(goal -> verdict(goal, figure))
                .collect(Collectors.joining("; ")));
      }
    }
    return table;
  }

  private static String times(@Nullable Figure figure, @Nullable Figure baseline) {
    return figure == null || baseline == null || figure.equals(baseline)
        ? NONE
        : Table.number(figure.times(baseline));
  }

  private String verdict(Goal goal, Figure figure) {
    return goal.words()
        + ": "
        + goal.held(figure, figures).map(held -> held ? "held" : "missed").orElse("not measured");
  }
}
