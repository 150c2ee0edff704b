package io.github.lunostreams.gateway.protocol.luno;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.gateway.json.JsonObject;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * The bodies of the exchange's public REST answers, in its shapes: field names, decimals and order.
 * Those of books are in {@link LunoBookBodies}.
 *
 * <p>Prices are written with the market's own decimals but {@value #PRICE_DECIMALS} at least,
 * volumes with as many as they need. No number is rounded.
 */
public final class LunoBodies {
  private static final int PRICE_DECIMALS = 2;
  private static final int TICKER_VOLUME_DECIMALS = 2;
  private static final int TRADE_VOLUME_DECIMALS = 1;

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
