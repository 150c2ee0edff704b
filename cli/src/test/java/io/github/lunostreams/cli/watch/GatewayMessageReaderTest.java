package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.MarketView.Level;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayMessageReaderTest {
  private static final String BEFORE_TRADES =
      "{\"new\":[{}],\"bids\":[[\"1403127\",\"0.026792\"],[\"1403120\",\"1.5\",\"more\"]],"
          + "\"asks\":[[\"1403128\",\"0.3991\"]],"
          + "\"trades\":[";
  private static final String TRADES =
      "{\"type\":\"sell\",\"price\":\"1403127\",\"base\":\"0.000399\",\"counter\":\"1\","
          + "\"sequence\":33279896}";
  private static final String AFTER_TRADES =
      "],\"sequence\":4530030191,\"timestamp\":1790127208094,\"status\":\"POSTONLY\",\"feed\":\"STALE\"}";
  private static final String MESSAGE = BEFORE_TRADES + TRADES + AFTER_TRADES;

  private final GatewayMessageReader reader = new GatewayMessageReader();

  private static Level level(String price, String volume) {
    return new Level(new BigDecimal(price), new BigDecimal(volume));
  }

  @Test
  void aGatewaysMessageIsReadWhole() throws Exception {
    assertThat(reader.read(MESSAGE, 0))
        .isEqualTo(
            new MarketView(
                "STALE",
                "",
                new MarketView.Book(
                    4530030191L,
                    1790127208094L,
                    "POSTONLY",
                    List.of(level("1403127", "0.026792"), level("1403120", "1.5")),
                    List.of(level("1403128", "0.3991"))),
                List.of(
                    new MarketView.Trade(
                        1790127208094L,
                        false,
                        new BigDecimal("1403127"),
                        new BigDecimal("0.000399"))),
                1,
                new Json(BEFORE_TRADES, TRADES, AFTER_TRADES)));
    assertThat(reader.read(MESSAGE, 0).json()).hasToString(MESSAGE);
  }

  @Test
  void moreLevelsThanWantedAreLeftOut() throws Exception {
    MarketView.Book book = reader.read(MESSAGE, 1).book();

    assertThat(book).isNotNull();
    assertThat(book.bids()).containsExactly(level("1403127", "0.026792"));
  }

  @Test
  void beforeTheFirstBookThereIsNone() throws Exception {
    MarketView view =
        reader.read(
            "{\"bids\":[],\"asks\":[],\"trades\":[],\"sequence\":null,\"timestamp\":null,"
                + "\"status\":null,\"feed\":\"RESYNCING\"}",
            0);

    assertThat(view.book()).isNull();
    assertThat(view.feed()).isEqualTo("RESYNCING");
  }

  @Test
  void aTimeThatIsNotKnownIsZero() throws Exception {
    MarketView view = reader.read(MESSAGE.replace("1790127208094", "null"), 0);

    assertThat(view.book()).isNotNull();
    assertThat(view.book().timestampMillis()).isZero();
    assertThat(view.trades()).extracting(MarketView.Trade::timestampMillis).containsOnly(0L);
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
        "{\"bids\":[[\"1e1000000000\",\"1\"]],\"asks\":[]}",
        "{\"bids\":7,\"asks\":[],\"sequence\":\"x\"}"
      })
  void anythingButAMessageIsRefused(String text) {
    assertThatThrownBy(() -> reader.read(text, 0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("expected a gateway's message, got ");
  }
}
