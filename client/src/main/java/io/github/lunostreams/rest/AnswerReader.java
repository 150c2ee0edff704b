package io.github.lunostreams.rest;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.AnswerFields.Unreadable;
import io.github.lunostreams.rest.OrderBookTop.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the bodies of answers. Keys may come in any order, unknown ones are ignored; a missing or
 * malformed one is named.
 *
 * <p>Any thread may use it; it keeps no state.
 */
final class AnswerReader {
  /** So much of what the parser says of a broken answer is shown. */
  private static final int MAX_WORDS = 200;

  /** So much of an error's code and of its words is kept. */
  private static final int MAX_SAID = 1_000;

  private final JsonFactory json = new JsonFactory();

  private interface Reading<T> {
    T from(JsonParser parser) throws Unreadable;
  }

  List<Market> markets(byte[] body) throws Unreadable {
    return list(body, "markets", AnswerReader::market);
  }

  List<Ticker> tickers(byte[] body) throws Unreadable {
    return list(body, "tickers", AnswerReader::ticker);
  }

  List<PublicTrade> trades(byte[] body) throws Unreadable {
    return list(body, "trades", AnswerReader::trade);
  }

  private <T> List<T> list(byte[] body, String wanted, Item<T> item) throws Unreadable {
    return read(
        body,
        parser -> {
          List<T> items = null;
          for (String key = begin(parser); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals(wanted)) {
              items = objects(parser, key, item);
            } else {
              parser.skipChildren();
            }
          }
          if (items == null) {
            throw new Unreadable("expected '" + wanted + "'");
          }
          return items;
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
        MarketStatus.of(fields.text("trading_status")));
  }

  private static Ticker ticker(AnswerFields fields) throws Unreadable {
    return new Ticker(
        fields.pair("pair"),
        Instant.ofEpochMilli(fields.number("timestamp")),
        fields.decimal("bid"),
        fields.decimal("ask"),
        fields.decimal("last_trade"),
        fields.decimal("rolling_24_hour_volume"),
        MarketStatus.of(fields.text("status")));
  }

  private static PublicTrade trade(AnswerFields fields) throws Unreadable {
    return new PublicTrade(
        fields.number("sequence"),
        Instant.ofEpochMilli(fields.number("timestamp")),
        fields.decimal("price"),
        fields.decimal("volume"),
        fields.flag("is_buy") ? TradeType.BUY : TradeType.SELL);
  }

  OrderBookTop orderBookTop(Pair pair, byte[] body) throws Unreadable {
    return read(
        body,
        parser -> {
          Long timestamp = null;
          List<Level> bids = null;
          List<Level> asks = null;
          for (String key = begin(parser); key != null; key = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (key) {
              case "timestamp" -> timestamp = AnswerFields.wholeNumber(key, scalar(parser, token));
              case "bids" -> bids = objects(parser, key, AnswerReader::level);
              case "asks" -> asks = objects(parser, key, AnswerReader::level);
              default -> parser.skipChildren();
            }
          }
          if (timestamp == null || bids == null || asks == null) {
            throw new Unreadable("expected 'timestamp', 'bids' and 'asks'");
          }
          return new OrderBookTop(pair, Instant.ofEpochMilli(timestamp), bids, asks);
        });
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
      throw new Unreadable(
          "expected JSON, broken%s: %s".formatted(place(malformed), words(malformed)));
    }
  }

  /** An exception on the parser's own limits knows no place. */
  private static String place(JacksonException malformed) {
    TokenStreamLocation at = malformed.getLocation();
    return at == null || at.getByteOffset() < 0 ? "" : " at byte " + at.getByteOffset();
  }

  private static String words(JacksonException malformed) {
    return beginning(String.valueOf(malformed.getOriginalMessage()), MAX_WORDS);
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

  private interface Item<T> {
    T of(AnswerFields fields) throws Unreadable;
  }

  /** An array of flat objects; {@code null} is taken for none. */
  private static <T> List<T> objects(JsonParser parser, String key, Item<T> item)
      throws Unreadable {
    List<T> items = new ArrayList<>();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return items;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new Unreadable("expected an array in '" + key + "'");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("expected objects in '" + key + "'");
      }
      AnswerFields fields = new AnswerFields();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        fields.take(name, parser);
      }
      items.add(item.of(fields));
    }
    return items;
  }

  private static String scalar(JsonParser parser, @Nullable JsonToken token) {
    return token != null && token.isScalarValue() ? parser.getString() : "";
  }
}
