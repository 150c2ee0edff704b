package io.github.lunostreams.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table in Markdown that is readable as plain text too. */
public final class Table {
  /** A cell without a figure. */
  public static final String NONE = "–";

  private static final String NUMBER = "-?[\\d,.]+";

  private final List<List<String>> rows = new ArrayList<>();

  /** Starts a table with the headings of its columns. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "expected %d cells, got %d".formatted(rows.getFirst().size(), cells.length));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** {@return a figure with about three digits} */
  public static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  /** {@return a whole number} */
  public static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** {@return a goal, and whether it was reached; empty if that was not measured} */
  public static String verdict(String goal, Optional<Boolean> reached) {
    return goal + ": " + reached.map(yes -> yes ? "held" : "missed").orElse("not measured");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int columns = rows.getFirst().size();
    String[] formats = new String[columns];
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      int column = i;
      int width =
          Math.max(3, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
      boolean right = isNumeric(column);
      formats[i] = right ? "| %" + width + "s " : "| %-" + width + "s ";
      rule.append('|').append("-".repeat(width + 1)).append(right ? ':' : '-');
    }
    for (List<String> row : rows) {
      text.append(text.isEmpty() ? "" : "|\n");
      for (int i = 0; i < columns; i++) {
        text.append(String.format(Locale.ROOT, formats[i], row.get(i)));
      }
    }
    text.append("|\n");
    return text.insert(text.indexOf("\n") + 1, rule + "|\n").toString();
  }

  /** A column of numbers, some of which may be missing. */
  private boolean isNumeric(int column) {
    List<String> cells = rows.stream().skip(1).map(row -> row.get(column)).toList();
    return cells.stream().anyMatch(cell -> cell.matches(NUMBER))
        && cells.stream().allMatch(cell -> cell.matches(NUMBER + "|" + NONE));
  }
}
