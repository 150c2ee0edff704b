package io.github.lunostreams.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown that can be read as text too. */
public final class Table {
  private static final String NUMBER = "-?[\\d,.]+";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param heads of the columns
   */
  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are heads
   * @return this
   */
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "expected %d cells, got %d".formatted(rows.getFirst().size(), cells.length));
    }
    rows.add(List.of(cells));
    return this;
  }

  /**
   * A figure with as many digits as mean something.
   *
   * @param value any
   * @return about three digits, the thousands apart
   */
  public static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /**
   * A bound as it was written.
   *
   * @param value any
   * @return without decimals that are zero
   */
  static String plain(double value) {
    String format = value == Math.rint(value) ? "%,.0f" : "%s";
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 3));
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths);
      if (i == 0) {
        rule(text, widths);
      }
    }
    return text.toString();
  }

  private void line(StringBuilder text, List<String> row, List<Integer> widths) {
    for (int i = 0; i < row.size(); i++) {
      String format = isRight(i) ? "| %" + widths.get(i) + "s " : "| %-" + widths.get(i) + "s ";
      text.append(String.format(Locale.ROOT, format, row.get(i)));
    }
    text.append("|\n");
  }

  private void rule(StringBuilder text, List<Integer> widths) {
    for (int i = 0; i < widths.size(); i++) {
      text.append(
          isRight(i)
              ? "|" + "-".repeat(widths.get(i) + 1) + ":"
              : "|" + "-".repeat(widths.get(i) + 2));
    }
    text.append("|\n");
  }

  /** A column of numbers, some of which may be missing. */
  private boolean isRight(int column) {
    return rows.stream().skip(1).anyMatch(row -> row.get(column).matches(NUMBER))
        && rows.stream().skip(1).allMatch(row -> row.get(column).matches(NUMBER + "|–|"));
  }
}
