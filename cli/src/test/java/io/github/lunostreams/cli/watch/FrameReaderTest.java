package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.cli.watch.Frame.Level;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final String MESSAGE =
      "{\"new\":[{}],\"bids\":[[\"1403127\",\"0.026792\"],[\"1403120\",\"1.5\",\"more\"]],"
          + "\"asks\":[[\"1403128\",\"0.3991\"]],"
          + "\"trades\":[{\"type\":\"sell\",\"price\":\"1403127\",\"base\":\"0.000399\",\"counter\":\"1\","
          + "\"sequence\":33279896}],"
          + "\"sequence\":4530030191,\"timestamp\":1790127208094,\"status\":\"POSTONLY\",\"feed\":\"STALE\"}";

  private final FrameReader reader = new FrameReader();

  private static Level level(String price, String volume) {
    return new Level(new BigDecimal(price), new BigDecimal(volume));
  }

  @Test
  void aGatewaysMessageIsReadWhole() throws Exception {
    assertThat(reader.read(MESSAGE, 0))
        .isEqualTo(
            new Frame(
                "STALE",
                "",
                new Frame.Book(
                    4530030191L,
                    1790127208094L,
                    "POSTONLY",
                    List.of(level("1403127", "0.026792"), level("1403120", "1.5")),
                    List.of(level("1403128", "0.3991"))),
                List.of(
                    new Frame.Trade(
                        1790127208094L,
                        false,
                        new BigDecimal("1403127"),
                        new BigDecimal("0.000399"))),
                1,
                MESSAGE));
  }

  @Test
  void moreLevelsThanWantedAreLeftOut() throws Exception {
    Frame.Book book = reader.read(MESSAGE, 1).book();

    assertThat(book).isNotNull();
    assertThat(book.bids()).containsExactly(level("1403127", "0.026792"));
  }

  @Test
  void beforeTheFirstBookThereIsNone() throws Exception {
    Frame frame =
        reader.read(
            "{\"bids\":[],\"asks\":[],\"trades\":[],\"sequence\":null,\"timestamp\":null,"
                + "\"status\":null,\"feed\":\"RESYNCING\"}",
            0);

    assertThat(frame.book()).isNull();
    assertThat(frame.feed()).isEqualTo("RESYNCING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"bids\":[]}",
        "{\"bids\":[[\"x\",\"1\"]],\"asks\":[]}",
        "{\"bids\":[[\"1\",\"1\"",
        "{\"bids\":7,\"asks\":[],\"sequence\":\"x\"}"
      })
  void whatIsNoMessageIsSaidToBeNone(String text) {
    assertThatThrownBy(() -> reader.read(text, 0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("expected a gateway's message, got ");
  }
}
