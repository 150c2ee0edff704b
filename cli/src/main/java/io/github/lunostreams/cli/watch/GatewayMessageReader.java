package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.MarketView.Level;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a gateway's messages. Stateless; unknown keys are ignored. */
final class GatewayMessageReader {
  private static final int MAX_QUOTED = 60;
  private static final Pattern TIME = Pattern.compile("\\d{1,15}");
  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private final JsonFactory json = new JsonFactory();

  /**
   * Reads a message.
   *
   * @param depth how many levels a side are kept; 0 for all
   */
  MarketView read(String message, int depth) throws IOException {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), message)) {
      return read(parser, message, depth == 0 ? Integer.MAX_VALUE : depth);
    } catch (JacksonException | NumberFormatException malformed) {
      throw unexpected(message);
    }
  }

  private static IOException unexpected(String message) {
    return new IOException(
        "expected a gateway's message, got "
            + (message.length() > MAX_QUOTED ? message.substring(0, MAX_QUOTED) + "…" : message));
  }

  private static MarketView read(JsonParser parser, String message, int depth) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw unexpected(message);
    }
    List<Level> bids = null;
    List<Level> asks = null;
    List<MarketView.Trade> trades = List.of();
    Json json = new Json(message, "", "");
    Long sequence = null;
    long timestamp = 0;
    String status = "UNKNOWN";
    String feed = MarketView.LIVE;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken token = parser.nextToken();
      boolean given = token != JsonToken.VALUE_NULL;
      switch (key) {
        case "bids" -> bids = levels(parser, depth);
        case "asks" -> asks = levels(parser, depth);
        case "trades" -> {
          int open = offset(parser) + 1;
          trades = trades(parser);
          int close = offset(parser);
          json =
              new Json(
                  message.substring(0, open),
                  message.substring(open, close),
                  message.substring(close));
        }
        case "sequence" -> sequence = given ? Long.valueOf(parser.getString()) : null;
        case "timestamp" -> timestamp = millis(parser.getString());
        case "status" -> status = given ? parser.getString() : "UNKNOWN";
        case "feed" -> feed = parser.getString();
        default -> parser.skipChildren();
      }
    }
    if (bids == null || asks == null) {
      throw unexpected(message);
    }
    long time = timestamp;
    MarketView.Book book =
        sequence == null ? null : new MarketView.Book(sequence, timestamp, status, bids, asks);
    return new MarketView(
        feed,
        "",
        book,
        trades.stream().map(t -> new MarketView.Trade(time, t.buy(), t.price(), t.base())).toList(),
        1,
        json);
  }

  /** 0 if it is not known. */
  private static long millis(String text) {
    return TIME.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /** Where the current token begins in the message. */
  private static int offset(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  private static List<Level> levels(JsonParser parser, int depth) {
    List<Level> levels = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      String price = next(parser);
      String volume = next(parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
      }
      if (levels.size() < depth) {
        levels.add(new Level(decimal(price), decimal(volume)));
      }
    }
    return levels;
  }

  /** Of bounded length: 1e999999999 would take all memory to be written. */
  private static BigDecimal decimal(String text) {
    if (!PLAIN_DECIMAL.matcher(text).matches()) {
      throw new NumberFormatException("expected a plain decimal");
    }
    return new BigDecimal(text);
  }

  private static String next(JsonParser parser) {
    parser.nextToken();
    return parser.getString();
  }

  /** Without their time, which the message has once for all trades. */
  private static List<MarketView.Trade> trades(JsonParser parser) {
    List<MarketView.Trade> trades = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      boolean buy = false;
      @Nullable String price = null;
      @Nullable String base = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "type" -> buy = "buy".equals(parser.getString());
          case "price" -> price = parser.getString();
          case "base" -> base = parser.getString();
          default -> parser.skipChildren();
        }
      }
      if (price != null && base != null) {
        trades.add(new MarketView.Trade(0, buy, decimal(price), decimal(base)));
      }
    }
    return trades;
  }
}
