package io.github.lunostreams.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of a list in an answer, each a flat object that means something by itself: one that
 * cannot be read is left out.
 *
 * @param rows those that can be read, in the exchange's order
 * @param skipped how many cannot
 * @param first why the first of these cannot; null if all can
 */
record Rows<T>(List<T> rows, int skipped, @Nullable Unreadable first) {
  /** Many times what any list of the exchange has. */
  static final int MAX = 10_000;

  /** Makes a row of its fields. */
  interface Row<T> {
    T of(AnswerFields fields) throws Unreadable;
  }

  /**
   * Reads the array at which a parser is; {@code null} is taken for none.
   *
   * @param list the array's key
   * @param name the key of the field by which people know a row
   * @throws Unreadable if it is no array, has too many rows, or has rows but none that can be read
   */
  static <T> Rows<T> read(JsonParser parser, String list, String name, Row<T> row)
      throws Unreadable {
    List<T> rows = new ArrayList<>();
    int skipped = 0;
    Unreadable first = null;
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return new Rows<>(rows, 0, null);
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new Unreadable("expected an array in '" + list + "'");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (rows.size() + skipped == MAX) {
        throw new Unreadable("expected at most " + MAX + " rows in '" + list + "'");
      }
      AnswerFields fields = new AnswerFields();
      try {
        fields.takeAll(parser, list);
        rows.add(row.of(fields));
      } catch (Unreadable unreadable) {
        if (first == null) {
          first = unreadable.inRow(rows.size() + skipped + 1, fields.shown(name));
        }
        skipped++;
      }
    }
    if (first != null && rows.isEmpty()) {
      throw first;
    }
    return new Rows<>(rows, skipped, first);
  }

  /**
   * What to tell of the rows left out.
   *
   * @param call path and query of the call
   */
  Optional<SkippedRows> leftOut(String call) {
    Unreadable why = first;
    return why == null
        ? Optional.empty()
        : Optional.of(
            new SkippedRows(
                call, skipped, rows.size(), why.kind(), String.valueOf(why.getMessage())));
  }
}
