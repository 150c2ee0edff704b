package io.github.lunostreams.rest;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.OrderBookTop.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the bodies of answers. Keys may come in any order, unknown ones are ignored; a missing or
 * malformed one is named.
 *
 * <p>Any thread may use it; it keeps no state.
 */
final class AnswerReader {
  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private final JsonFactory json = new JsonFactory();

  /** What an answer is not. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

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

  private static Market market(Fields fields) throws Unreadable {
    return new Market(
        fields.pair("market_id"),
        fields.text("base_currency"),
        fields.text("counter_currency"),
        (int) fields.number("price_scale"),
        (int) fields.number("volume_scale"),
        (int) fields.number("fee_scale", 0),
        fields.decimal("min_price"),
        fields.decimal("max_price"),
        fields.decimal("min_volume"),
        fields.decimal("max_volume"),
        MarketStatus.of(fields.text("trading_status")));
  }

  private static Ticker ticker(Fields fields) throws Unreadable {
    return new Ticker(
        fields.pair("pair"),
        Instant.ofEpochMilli(fields.number("timestamp")),
        fields.decimal("bid"),
        fields.decimal("ask"),
        fields.decimal("last_trade"),
        fields.decimal("rolling_24_hour_volume"),
        MarketStatus.of(fields.text("status")));
  }

  private static PublicTrade trade(Fields fields) throws Unreadable {
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
              case "timestamp" -> timestamp = wholeNumber(key, scalar(parser, token));
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

  private static Level level(Fields fields) throws Unreadable {
    return new Level(fields.decimal("price"), fields.decimal("volume"));
  }

  /** The code and the words of an error; both empty if the body has none. */
  Map<String, String> error(byte[] body) {
    try {
      return read(
          body,
          parser -> {
            Fields fields = new Fields();
            for (String key = begin(parser); key != null; key = parser.nextName()) {
              fields.take(key, parser);
            }
            return fields.values;
          });
    } catch (Unreadable e) {
      return Map.of(); // A proxy's page, say: its status tells enough.
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
          "expected JSON, broken at byte " + malformed.getLocation().getByteOffset());
    }
  }

  private static @Nullable String begin(JsonParser parser) throws Unreadable {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Unreadable("expected a JSON object");
    }
    return parser.nextName();
  }

  private interface Item<T> {
    T of(Fields fields) throws Unreadable;
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
      Fields fields = new Fields();
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

  private static long wholeNumber(String key, String text) throws Unreadable {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Unreadable("expected a whole number in '" + key + "', got '" + text + "'");
    }
  }

  /** The scalar values of one object. */
  private static final class Fields {
    private final Map<String, String> values = new HashMap<>();

    void take(String key, JsonParser parser) {
      JsonToken token = parser.nextToken();
      if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        values.put(key, parser.getString());
      } else {
        parser.skipChildren();
      }
    }

    String text(String key) throws Unreadable {
      String value = values.get(key);
      if (value == null) {
        throw new Unreadable("expected '" + key + "' in every entry");
      }
      return value;
    }

    Pair pair(String key) throws Unreadable {
      try {
        return Pair.of(text(key));
      } catch (IllegalArgumentException e) {
        throw new Unreadable(e.getMessage() + " in '" + key + "'");
      }
    }

    long number(String key) throws Unreadable {
      return wholeNumber(key, text(key));
    }

    long number(String key, long ifMissing) throws Unreadable {
      String value = values.get(key);
      return value == null ? ifMissing : wholeNumber(key, value);
    }

    boolean flag(String key) throws Unreadable {
      String text = text(key);
      if (!text.equals("true") && !text.equals("false")) {
        throw new Unreadable("expected true or false in '" + key + "', got '" + text + "'");
      }
      return text.equals("true");
    }

    BigDecimal decimal(String key) throws Unreadable {
      String text = text(key);
      if (!PLAIN_DECIMAL.matcher(text).matches()) {
        throw new Unreadable("expected a decimal in '" + key + "', got '" + text + "'");
      }
      return new BigDecimal(text);
    }
  }
}
