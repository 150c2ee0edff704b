package io.github.lunostreams.rest;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.OrderBookTop.Level;
import io.github.lunostreams.wire.BrokenJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the bodies of answers. Keys may come in any order, unknown ones are ignored; a missing or
 * malformed one is named. A row of a list that cannot be read is left out: see {@link Rows}.
 *
 * <p>Any thread may use it; it keeps no state.
 */
final class AnswerReader {
  /** So much of an error's code and of its words is kept. */
  private static final int MAX_SAID = 1_000;

  /** A number may be as long as a body, or one with too many digits would break its whole list. */
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(RestTransport.MAX_BODY_BYTES).build())
          .build();

  private interface Reading<T> {
    T from(JsonParser parser) throws Unreadable;
  }

  Rows<Market> markets(byte[] body) throws Unreadable {
    return list(body, "markets", "market_id", AnswerReader::market);
  }

  Rows<Ticker> tickers(byte[] body) throws Unreadable {
    return list(body, "tickers", "pair", AnswerReader::ticker);
  }

  Rows<PublicTrade> trades(byte[] body) throws Unreadable {
    return list(body, "trades", "sequence", AnswerReader::trade);
  }

  private <T> Rows<T> list(byte[] body, String wanted, String name, Rows.Row<T> row)
      throws Unreadable {
    return read(
        body,
        parser -> {
          Rows<T> rows = null;
          for (String key = begin(parser); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals(wanted)) {
              rows = Rows.read(parser, key, name, row);
            } else {
              parser.skipChildren();
            }
          }
          if (rows == null) {
            throw new Unreadable("expected '" + wanted + "'");
          }
          return rows;
        });
  }

  private static Market market(AnswerFields fields) throws Unreadable {
    return new Market(
        fields.pair("market_id"),
        fields.text("base_currency"),
        fields.text("counter_currency"),
        fields.scale("price_scale"),
        fields.scale("volume_scale"),
        fields.scale("fee_scale", 0),
        fields.decimal("min_price"),
        fields.decimal("max_price"),
        fields.decimal("min_volume"),
        fields.decimal("max_volume"),
        MarketStatus.of(fields.text("trading_status", "")));
  }

  private static Ticker ticker(AnswerFields fields) throws Unreadable {
    return new Ticker(
        fields.pair("pair"),
        fields.time("timestamp"),
        fields.decimalOrZero("bid"),
        fields.decimalOrZero("ask"),
        fields.decimalOrZero("last_trade"),
        fields.decimal("rolling_24_hour_volume"),
        MarketStatus.of(fields.text("status", "")));
  }

  private static PublicTrade trade(AnswerFields fields) throws Unreadable {
    return new PublicTrade(
        fields.number("sequence"),
        fields.time("timestamp"),
        fields.positive("price"),
        fields.positive("volume"),
        fields.flag("is_buy") ? TradeType.BUY : TradeType.SELL);
  }

  OrderBookTop orderBookTop(Pair pair, byte[] body) throws Unreadable {
    return read(
        body,
        parser -> {
          Instant timestamp = null;
          List<Level> bids = null;
          List<Level> asks = null;
          for (String key = begin(parser); key != null; key = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (key) {
              case "timestamp" -> timestamp = AnswerFields.time(key, scalar(parser, token));
              case "bids" -> bids = levels(parser, key);
              case "asks" -> asks = levels(parser, key);
              default -> parser.skipChildren();
            }
          }
          if (timestamp == null || bids == null || asks == null) {
            throw new Unreadable("expected 'timestamp', 'bids' and 'asks'");
          }
          return new OrderBookTop(pair, timestamp, bids, asks);
        });
  }

  /** A book is one thing: without one of its levels it would be another book. */
  private static List<Level> levels(JsonParser parser, String side) throws Unreadable {
    Rows<Level> levels = Rows.read(parser, side, "price", AnswerReader::level);
    Unreadable unreadable = levels.first();
    if (unreadable != null) {
      throw unreadable;
    }
    return levels.rows();
  }

  private static Level level(AnswerFields fields) throws Unreadable {
    return new Level(fields.decimal("price"), fields.decimal("volume"));
  }

  /** The code and the words of an error; both empty if the body has none. */
  Map<String, String> error(byte[] body) {
    try {
      return read(
          body,
          parser -> {
            AnswerFields fields = new AnswerFields();
            for (String key = begin(parser); key != null; key = parser.nextName()) {
              fields.take(key, parser);
            }
            fields.values().replaceAll((key, words) -> beginning(words, MAX_SAID));
            return fields.values();
          });
    } catch (Unreadable e) {
      return Map.of(); // A proxy's page, say: its status says enough.
    }
  }

  private <T> T read(byte[] body, Reading<T> reading) throws Unreadable {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
      T result = reading.from(parser);
      if (parser.nextToken() != null) {
        throw new Unreadable("expected one JSON value, got more");
      }
      return result;
    } catch (JacksonException malformed) {
      throw new Unreadable(BrokenJson.words(malformed));
    }
  }

  private static String beginning(String words, int maxChars) {
    return words.length() <= maxChars ? words : words.substring(0, maxChars) + "…";
  }

  private static @Nullable String begin(JsonParser parser) throws Unreadable {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Unreadable("expected a JSON object");
    }
    return parser.nextName();
  }

  private static String scalar(JsonParser parser, @Nullable JsonToken token) {
    return token != null && token.isScalarValue() ? parser.getString() : "";
  }
}
