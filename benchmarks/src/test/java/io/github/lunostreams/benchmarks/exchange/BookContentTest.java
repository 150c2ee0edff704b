package io.github.lunostreams.benchmarks.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BookContentTest {
  private static final String FRAME =
      "{\"bids\":[[\"1400000\",\"0.500000\"],[\"1399999\",\"2\"]],\"asks\":[[\"1400001\",\"1.10\"]],"
          + "\"trades\":[{\"type\":\"buy\",\"price\":\"1\",\"sequence\":3}],"
          + "\"sequence\":12,\"timestamp\":5,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}";

  @Test
  void aBookIsItsNumbersHoweverTheyAreWritten() {
    BookContent book = BookContent.parse(FRAME);
    assertThat(book)
        .hasToString(
            "{\"bids\":[[\"1400000\",\"0.5\"],[\"1399999\",\"2\"]],"
                + "\"asks\":[[\"1400001\",\"1.1\"]],\"trades\":[],\"sequence\":12,\"timestamp\":0}");
    assertThat(BookContent.parse(book.toString())).isEqualTo(book);
    assertThat(BookContent.parse(FRAME.replace("\"2\"", "\"3\""))).isNotEqualTo(book);
    assertThat(BookContent.parse(FRAME.replace(":12", ":13"))).isNotEqualTo(book);
  }

  @Test
  void aTextWithoutABookIsRefused() {
    assertThatThrownBy(() -> BookContent.parse("Invalid path"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid path");
  }
}
