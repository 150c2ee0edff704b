package io.github.lunostreams.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad row costs that row, whatever is wrong with it; over real sockets. */
@Timeout(60)
class SkippedRowsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pair PAIR = Pair.of("XBTZAR");

  @ParameterizedTest
  @EnumSource
  void amongBadRowsOfEveryKindExactlyTheGoodOnesComeThrough(RowsOfRest.Lists list)
      throws Exception {
    long seed = new Random().nextLong();
    for (int round = 0; round < 20; round++) {
      RowsOfRest.round(list, seed + round);
    }
  }

  @Test
  void theFirstBadRowIsNamedWithWhatIsWrongWithIt() throws Exception {
    String body =
        "{\"markets\":[%s,%s,%s]}"
            .formatted(
                RowsOfRest.row(RowsOfRest.Lists.MARKETS.good.apply(1)),
                RowsOfRest.row(
                    with(RowsOfRest.Lists.MARKETS.good.apply(2), "min_volume", "\"many\"")),
                RowsOfRest.row(
                    with(RowsOfRest.Lists.MARKETS.good.apply(3), "price_scale", "null")));
    List<SkippedRows> skipped = new ArrayList<>();
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT, skipped::add)) {
      assertThat(rest.markets()).extracting(Market::status).containsExactly(MarketStatus.UNKNOWN);
    }
    assertThat(skipped)
        .containsExactly(
            new SkippedRows(
                "/api/exchange/1/markets",
                2,
                1,
                "expected a decimal in 'min_volume'",
                "row 2 (P2ZAR): expected a decimal in 'min_volume', got 'many'"));
  }

  private static SequencedMap<String, String> with(
      SequencedMap<String, String> fields, String key, String value) {
    fields.put(key, value);
    return fields;
  }

  @Test
  void aTickerWithoutPricesHasNone() throws Exception {
    try (CannedServer server =
            CannedServer.withBody(
                "{\"tickers\":[" + RowsOfRest.row(RowsOfRest.Lists.TICKERS.good.apply(1)) + "]}");
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      Ticker ticker = rest.tickers().getFirst();
      assertThat(List.of(ticker.bid(), ticker.ask(), ticker.lastTrade()))
          .containsOnly(BigDecimal.ZERO);
      assertThat(ticker.status()).isEqualTo(MarketStatus.UNKNOWN);
    }
  }

  @Test
  void aListOfWhichNothingCanBeReadIsNoAnswer() throws Exception {
    try (CannedServer server = CannedServer.withBody("{\"trades\":[{},7]}");
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.trades(PAIR))
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("row 1: expected 'sequence' in every entry");
    }
  }

  @Test
  void aBookWithoutOneOfItsLevelsIsNoBook() throws Exception {
    String body =
        "{\"timestamp\":1,\"asks\":[],\"bids\":["
            + "{\"price\":\"2\",\"volume\":\"1\"},{\"price\":\"1\",\"volume\":null}]}";
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.orderBookTop(PAIR))
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("row 2 (1): expected 'volume' in every entry");
    }
  }

  @Test
  void moreRowsThanAnyListHasAreNotKept() throws Exception {
    String rows =
        IntStream.rangeClosed(1, Rows.MAX + 1)
            .mapToObj(i -> RowsOfRest.row(RowsOfRest.Lists.TRADES.good.apply(i)))
            .collect(Collectors.joining(","));
    try (CannedServer server = CannedServer.withBody("{\"trades\":[" + rows + "]}");
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.trades(PAIR))
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("expected at most 10000 rows in 'trades'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "tru", "'x'", "\"\u0007\"", "01"})
  void whatIsNoJsonBreaksTheWholeAnswer(String value) throws Exception {
    String body =
        "{\"trades\":[%s,{\"sequence\":%s}]}"
            .formatted(RowsOfRest.row(RowsOfRest.Lists.TRADES.good.apply(1)), value);
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.trades(PAIR)).isInstanceOf(RestUnreadableException.class);
    }
  }
}
