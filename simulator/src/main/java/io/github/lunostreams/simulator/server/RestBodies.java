package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.simulator.wire.ColdJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON of one market for REST, read from its state; each method writes the properties of one
 * object.
 *
 * <p>Shapes as documented by the exchange; book calls carry 18 decimals and the time of the book's
 * last change.
 */
final class RestBodies {
  /** How far back trades and volumes reach. */
  static final Duration HISTORY = Duration.ofHours(24);

  /** Levels a side of {@code orderbook_top}. */
  private static final int TOP_LEVELS = 100;

  /** Trades in one answer. */
  private static final int MAX_TRADES = 100;

  private static final int BOOK_DECIMALS = 18;
  private static final int MIN_DECIMALS = 2;
  private static final BigDecimal MAX_PRICE_FACTOR = BigDecimal.valueOf(100);

  private final InstantSource clock;

  RestBodies(InstantSource clock) {
    this.clock = clock;
  }

  void market(JsonGenerator json, ServedMarket market) {
    MarketShape shape = market.shape();
    json.writeStringProperty("market_id", shape.pair());
    json.writeStringProperty("base_currency", shape.base());
    json.writeStringProperty("counter_currency", shape.counter());
    json.writeNumberProperty("price_scale", shape.priceScale());
    json.writeNumberProperty("volume_scale", shape.volumeScale());
    json.writeNumberProperty("fee_scale", 8);
    json.writeStringProperty("min_price", price(shape, shape.price(1)));
    json.writeStringProperty(
        "max_price", price(shape, shape.startPrice().multiply(MAX_PRICE_FACTOR)));
    json.writeStringProperty("min_volume", ColdJson.decimal(shape.volume(1), 1));
    json.writeStringProperty("max_volume", "1000000.0");
    String status = market.read(MarketState::status);
    json.writeStringProperty(
        "trading_status",
        switch (status) { // REST spells them differently
          case "POSTONLY" -> "POST_ONLY";
          case "DISABLED" -> "SUSPENDED";
          default -> status;
        });
  }

  void ticker(JsonGenerator json, ServedMarket market) {
    MarketShape shape = market.shape();
    BookImage book = market.read(MarketState::image);
    long now = clock.millis();
    List<SimulatedTrade> day =
        market.read(state -> state.tape().newest(Integer.MAX_VALUE, now - HISTORY.toMillis()));
    BigDecimal volume =
        day.stream().map(SimulatedTrade::base).reduce(BigDecimal.ZERO, BigDecimal::add);
    json.writeStringProperty("pair", shape.pair());
    json.writeNumberProperty("timestamp", now);
    json.writeStringProperty("bid", price(shape, best(book.bids())));
    json.writeStringProperty("ask", price(shape, best(book.asks())));
    BigDecimal lastTrade = day.isEmpty() ? shape.startPrice() : day.getFirst().price();
    json.writeStringProperty("last_trade", price(shape, lastTrade));
    json.writeStringProperty("rolling_24_hour_volume", ColdJson.decimal(volume, MIN_DECIMALS));
    json.writeStringProperty("status", book.status());
  }

  private static BigDecimal best(List<BookImage.Level> levels) {
    return levels.isEmpty() ? BigDecimal.ZERO : levels.getFirst().price();
  }

  private static String price(MarketShape shape, BigDecimal price) {
    return ColdJson.decimal(price, Math.max(MIN_DECIMALS, shape.priceScale()));
  }

  void topLevels(JsonGenerator json, ServedMarket market) {
    BookImage book = market.read(MarketState::image);
    json.writeNumberProperty("timestamp", book.timestamp());
    for (Side side : Side.values()) {
      List<BookImage.Level> levels = book.levels(side);
      json.writeArrayPropertyStart(key(side));
      for (BookImage.Level level : levels.subList(0, Math.min(TOP_LEVELS, levels.size()))) {
        entry(json, level.price(), level.volume());
      }
      json.writeEndArray();
    }
  }

  void everyOrder(JsonGenerator json, ServedMarket market) {
    BookImage book = market.read(MarketState::image);
    json.writeNumberProperty("timestamp", book.timestamp());
    for (Side side : Side.values()) {
      json.writeArrayPropertyStart(key(side));
      for (BookImage.Order order : book.orders()) {
        if (order.side() == side) {
          entry(json, order.price(), order.volume());
        }
      }
      json.writeEndArray();
    }
  }

  private static String key(Side side) {
    return side == Side.BID ? "bids" : "asks";
  }

  private static void entry(JsonGenerator json, BigDecimal price, BigDecimal volume) {
    json.writeStartObject();
    json.writeStringProperty("price", ColdJson.decimal(price, BOOK_DECIMALS));
    json.writeStringProperty("volume", ColdJson.decimal(volume, BOOK_DECIMALS));
    json.writeEndObject();
  }

  void trades(JsonGenerator json, ServedMarket market, long since) {
    json.writeArrayPropertyStart("trades");
    for (SimulatedTrade trade : market.read(state -> state.tape().newest(MAX_TRADES, since))) {
      json.writeStartObject();
      json.writeNumberProperty("sequence", trade.sequence());
      json.writeNumberProperty("timestamp", trade.timestamp());
      json.writeStringProperty("price", price(market.shape(), trade.price()));
      json.writeStringProperty("volume", ColdJson.decimal(trade.base(), 1));
      json.writeBooleanProperty("is_buy", trade.makerSide() == Side.ASK);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
