package io.github.lunostreams.gateway.protocol.luno;

import static io.github.lunostreams.gateway.json.JsonBytes.ascii;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.gateway.json.JsonBytes;
import io.github.lunostreams.gateway.json.JsonObject;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * The bodies of the exchange's public REST answers, in its shapes: field names, decimals and order.
 *
 * <p>Books are written with {@value #BOOK_DECIMALS} decimals, other prices with the market's own
 * but {@value #PRICE_DECIMALS} at least, volumes with as many as they need. No number is rounded.
 */
public final class LunoBodies {
  private static final int BOOK_DECIMALS = 18;
  private static final int PRICE_DECIMALS = 2;
  private static final int TICKER_VOLUME_DECIMALS = 2;
  private static final int TRADE_VOLUME_DECIMALS = 1;

  /** Zeros to fill a number up with, by how many are missing. */
  private static final byte[][] ZEROS = new byte[BOOK_DECIMALS + 1][];

  static {
    for (int i = 0; i <= BOOK_DECIMALS; i++) {
      ZEROS[i] = ascii("0".repeat(i));
    }
  }

  private static final byte[] BIDS = ascii(",\"bids\":[");
  private static final byte[] ASKS = ascii("],\"asks\":[");
  private static final byte[] END = ascii("]}");
  private static final byte[] FIRST_ENTRY = ascii("{\"price\":\"");
  private static final byte[] NEXT_ENTRY = ascii(",{\"price\":\"");
  private static final byte[] ENTRY_VOLUME = ascii("\",\"volume\":\"");
  private static final byte[] ENTRY_END = ascii("\"}");

  private LunoBodies() {}

  /**
   * The body of an error.
   *
   * @param code for programs, {@code ErrInvalidArguments} for instance
   * @param text for people
   * @return {@code {"error":…,"error_code":…}}
   */
  public static byte[] error(String code, String text) {
    return JsonObject.of(
        json -> {
          json.writeStringProperty("error", text);
          json.writeStringProperty("error_code", code);
        });
  }

  /**
   * The body of {@code /api/1/orderbook_top}.
   *
   * @param book consolidated levels, all of which are written
   * @return {@code {"timestamp":…,"bids":[{"price":…,"volume":…},…],"asks":[…]}}
   */
  public static byte[] orderBookTop(BookView book) {
    JsonBytes json = book(book.timestampMillis());
    levels(json, book, Side.BID);
    levels(json.raw(ASKS), book, Side.ASK);
    return json.raw(END).take();
  }

  private static JsonBytes book(long timestampMillis) {
    return new JsonBytes().raw(ascii("{\"timestamp\":")).number(timestampMillis).raw(BIDS);
  }

  private static void levels(JsonBytes json, BookView book, Side side) {
    int count = book.levels(side);
    for (int i = 0; i < count; i++) {
      json.raw(i == 0 ? FIRST_ENTRY : NEXT_ENTRY);
      bookDecimal(json, book.unscaledPrice(side, i), book.priceScale());
      json.raw(ENTRY_VOLUME);
      bookDecimal(json, book.unscaledVolume(side, i), book.volumeScale());
      json.raw(ENTRY_END);
    }
  }

  /**
   * The body of {@code /api/1/orderbook}.
   *
   * @param timestampMillis of the book's last change
   * @param bids every order, the highest price first
   * @param asks every order, the lowest price first
   * @return of the same shape as {@link #orderBookTop}
   */
  public static byte[] orderBook(long timestampMillis, List<Order> bids, List<Order> asks) {
    JsonBytes json = book(timestampMillis);
    orders(json, bids);
    orders(json.raw(ASKS), asks);
    return json.raw(END).take();
  }

  private static void orders(JsonBytes json, List<Order> orders) {
    boolean first = true;
    for (Order order : orders) {
      json.raw(first ? FIRST_ENTRY : NEXT_ENTRY);
      first = false;
      bookDecimal(json, order.price());
      json.raw(ENTRY_VOLUME);
      bookDecimal(json, order.volume());
      json.raw(ENTRY_END);
    }
  }

  private static void bookDecimal(JsonBytes json, BigDecimal number) {
    BigInteger unscaled = number.unscaledValue();
    bookDecimal(json, unscaled.longValueExact(), number.scale());
  }

  private static void bookDecimal(JsonBytes json, long unscaled, int scale) {
    json.plain(unscaled, scale);
    if (scale == 0) {
      json.raw('.');
    }
    json.raw(ZEROS[BOOK_DECIMALS - scale]);
  }

  /**
   * The body of {@code /api/1/ticker}.
   *
   * @param ticker its prices with the market's decimals
   * @return {@code {"pair":…,"timestamp":…,"bid":…,"ask":…,"last_trade":…,
   *     "rolling_24_hour_volume":…,"status":…}}
   */
  public static byte[] ticker(Ticker ticker) {
    return JsonObject.of(json -> ticker(json, ticker));
  }

  /**
   * The body of {@code /api/1/tickers}.
   *
   * @param tickers in the order to write them
   * @return {@code {"tickers":[…]}}
   */
  public static byte[] tickers(List<Ticker> tickers) {
    return list("tickers", tickers, LunoBodies::ticker);
  }

  private static <T> byte[] list(String name, List<T> items, BiConsumer<JsonGenerator, T> fields) {
    return JsonObject.of(
        json -> {
          json.writeArrayPropertyStart(name);
          for (T item : items) {
            json.writeStartObject();
            fields.accept(json, item);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void ticker(JsonGenerator json, Ticker ticker) {
    json.writeStringProperty("pair", ticker.pair().code());
    json.writeNumberProperty("timestamp", ticker.timestamp().toEpochMilli());
    decimal(json, "bid", ticker.bid(), PRICE_DECIMALS);
    decimal(json, "ask", ticker.ask(), PRICE_DECIMALS);
    decimal(json, "last_trade", ticker.lastTrade(), PRICE_DECIMALS);
    decimal(
        json,
        "rolling_24_hour_volume",
        ticker.rolling24HourVolume().stripTrailingZeros(),
        TICKER_VOLUME_DECIMALS);
    json.writeStringProperty("status", ticker.status().name());
  }

  /**
   * The body of {@code /api/1/trades}.
   *
   * @param trades the newest first, their prices with the market's decimals
   * @return {@code {"trades":[{"sequence":…,"timestamp":…,"price":…,"volume":…,"is_buy":…},…]}}
   */
  public static byte[] trades(List<PublicTrade> trades) {
    return list("trades", trades, LunoBodies::trade);
  }

  private static void trade(JsonGenerator json, PublicTrade trade) {
    json.writeNumberProperty("sequence", trade.sequence());
    json.writeNumberProperty("timestamp", trade.timestamp().toEpochMilli());
    decimal(json, "price", trade.price(), PRICE_DECIMALS);
    decimal(json, "volume", trade.volume().stripTrailingZeros(), TRADE_VOLUME_DECIMALS);
    json.writeBooleanProperty("is_buy", trade.type() == TradeType.BUY);
  }

  /**
   * The body of {@code /api/exchange/1/markets}.
   *
   * @param markets in the order to write them; their numbers are written as they are
   * @return {@code {"markets":[{"market_id":…,…},…]}}
   */
  public static byte[] markets(List<Market> markets) {
    return list("markets", markets, LunoBodies::market);
  }

  private static void market(JsonGenerator json, Market market) {
    json.writeStringProperty("market_id", market.pair().code());
    json.writeStringProperty("base_currency", market.base());
    json.writeStringProperty("counter_currency", market.counter());
    json.writeNumberProperty("price_scale", market.priceScale());
    json.writeNumberProperty("volume_scale", market.volumeScale());
    json.writeNumberProperty("fee_scale", market.feeScale());
    decimal(json, "min_price", market.minPrice(), 0);
    decimal(json, "max_price", market.maxPrice(), 0);
    decimal(json, "min_volume", market.minVolume(), 0);
    decimal(json, "max_volume", market.maxVolume(), 0);
    json.writeStringProperty("trading_status", tradingStatus(market.status()));
  }

  /** This call spells them otherwise than the stream. */
  private static String tradingStatus(MarketStatus status) {
    return switch (status.name()) {
      case "POSTONLY" -> "POST_ONLY";
      case "DISABLED" -> "SUSPENDED";
      default -> status.name();
    };
  }

  /** With its own decimals, or as many zeros more as make the least number of them. */
  private static void decimal(JsonGenerator json, String name, BigDecimal number, int minDecimals) {
    BigDecimal written = number.scale() < minDecimals ? number.setScale(minDecimals) : number;
    json.writeStringProperty(name, written.toPlainString());
  }
}
