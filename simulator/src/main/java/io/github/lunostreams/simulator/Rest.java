package io.github.lunostreams.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The public REST calls that complement the stream, answered from the markets' own state.
 *
 * <p>Shapes as documented by the exchange; book calls carry 18 decimals and the time of the book's
 * last change. Any thread may call it.
 */
final class Rest {
  /** Levels a side of {@code orderbook_top}. */
  static final int TOP = 100;

  /** Trades in one answer. */
  static final int TRADES = 100;

  private static final Duration HISTORY = Duration.ofHours(24);
  private static final int REST_DECIMALS = 18;
  private static final int LEAST_DECIMALS = 2;

  /** What to answer. */
  static final class Answer {
    /** The status of HTTP. */
    final int status;

    /** The body. */
    final byte[] json;

    Answer(int status, byte[] json) {
      this.status = status;
      this.json = json;
    }
  }

  private final Map<String, SimulatedMarket> markets;
  private final InstantSource clock;

  Rest(Map<String, SimulatedMarket> markets, InstantSource clock) {
    this.markets = markets;
    this.clock = clock;
  }

  /**
   * Answers a GET.
   *
   * @param path without the query
   * @param query the parameters, decoded
   */
  Answer answer(String path, Map<String, List<String>> query) {
    return switch (path) {
      case "/api/exchange/1/markets" -> some(query, "markets", Rest::market);
      case "/api/1/tickers" -> some(query, "tickers", this::ticker);
      case "/api/1/ticker" -> one(query, market -> ticker(new Json(256), market));
      case "/api/1/orderbook_top" -> one(query, Rest::top);
      case "/api/1/orderbook" -> one(query, Rest::everyOrder);
      case "/api/1/trades" -> trades(query);
      default -> error(404, "ErrNotFound", "Not found.");
    };
  }

  /** An error as the exchange words them: a code for programs, a text for people. */
  static Answer error(int status, String code, String text) {
    Json json = new Json(128).raw("{\"error\":").string(text);
    return new Answer(status, json.raw(",\"error_code\":").string(code).raw("}").toBytes());
  }

  private interface Body {
    Json of(SimulatedMarket market);
  }

  private Answer one(Map<String, List<String>> query, Body body) {
    String pair = first(query, "pair");
    if (pair == null) {
      return error(400, "ErrInvalidArguments", "The parameter pair is missing.");
    }
    SimulatedMarket market = markets.get(pair);
    if (market == null) {
      return unknown(pair);
    }
    Fault.RefuseRest refusal = market.refusals().takeRest();
    return refusal == null ? new Answer(200, body.of(market).toBytes()) : refused(refusal);
  }

  /** All markets, or those which the (repeatable) parameter pair names. */
  private Answer some(
      Map<String, List<String>> query, String key, BiConsumer<Json, SimulatedMarket> item) {
    Collection<SimulatedMarket> wanted = markets.values();
    List<String> pairs = query.getOrDefault("pair", List.of());
    if (!pairs.isEmpty()) {
      wanted = new ArrayList<>();
      for (String pair : pairs) {
        SimulatedMarket market = markets.get(pair);
        if (market == null) {
          return unknown(pair);
        }
        Fault.RefuseRest refusal = market.refusals().takeRest();
        if (refusal != null) {
          return refused(refusal);
        }
        wanted.add(market);
      }
    }
    Json json = new Json(256 * (1 + wanted.size())).raw("{\"" + key + "\":[");
    boolean more = false;
    for (SimulatedMarket market : wanted) {
      json.raw(more ? "," : "");
      more = true;
      item.accept(json, market);
    }
    return new Answer(200, json.raw("]}").toBytes());
  }

  private static Answer unknown(String pair) {
    return error(404, "ErrMarketNotFound", "Market " + pair + " does not exist.");
  }

  private static Answer refused(Fault.RefuseRest refusal) {
    return refusal.status() == 429
        ? error(429, "ErrTooManyRequests", "Too many requests.")
        : error(refusal.status(), "ErrUnavailable", "Try again later.");
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  private static void market(Json json, SimulatedMarket market) {
    MarketShape shape = market.shape();
    int decimals = Math.max(LEAST_DECIMALS, shape.priceScale());
    long price = shape.price(shape.startPrice());
    json.raw("{\"market_id\":").string(shape.pair());
    json.raw(",\"base_currency\":").string(shape.base());
    json.raw(",\"counter_currency\":").string(shape.counter());
    json.raw(",\"price_scale\":").number(shape.priceScale());
    json.raw(",\"volume_scale\":").number(shape.volumeScale());
    json.raw(",\"fee_scale\":8,\"min_price\":");
    json.decimal(1, shape.priceScale(), decimals);
    json.raw(",\"max_price\":").decimal(100 * price, shape.priceScale(), decimals);
    json.raw(",\"min_volume\":").decimal(1, shape.volumeScale(), 1);
    json.raw(",\"max_volume\":\"1000000.0\",\"trading_status\":");
    String status = market.book().status();
    json.string(
            switch (status) { // REST spells them differently
              case "POSTONLY" -> "POST_ONLY";
              case "DISABLED" -> "SUSPENDED";
              default -> status;
            })
        .raw("}");
  }

  private Json ticker(Json json, SimulatedMarket market) {
    MarketShape shape = market.shape();
    BookImage book = market.book();
    long now = clock.millis();
    List<SimulatedTrade> day = market.newestTrades(Integer.MAX_VALUE, now - HISTORY.toMillis());
    BigDecimal volume =
        day.stream().map(SimulatedTrade::base).reduce(BigDecimal.ZERO, BigDecimal::add);
    json.raw("{\"pair\":").string(shape.pair()).raw(",\"timestamp\":").number(now);
    json.raw(",\"bid\":");
    price(json, shape, book.bids().isEmpty() ? BigDecimal.ZERO : book.bids().getFirst().price());
    json.raw(",\"ask\":");
    price(json, shape, book.asks().isEmpty() ? BigDecimal.ZERO : book.asks().getFirst().price());
    json.raw(",\"last_trade\":");
    price(json, shape, day.isEmpty() ? shape.startPrice() : day.getFirst().price());
    json.raw(",\"rolling_24_hour_volume\":")
        .decimal(shape.volume(volume), shape.volumeScale(), LEAST_DECIMALS);
    return json.raw(",\"status\":").string(book.status()).raw("}");
  }

  private static void price(Json json, MarketShape shape, BigDecimal price) {
    int decimals = Math.max(LEAST_DECIMALS, shape.priceScale());
    json.decimal(shape.price(price), shape.priceScale(), decimals);
  }

  private static Json top(SimulatedMarket market) {
    BookImage book = market.book();
    Json json = new Json(16_384).raw("{\"timestamp\":").number(book.timestamp());
    json.raw(",\"bids\":[");
    levels(json, market.shape(), book.bids());
    json.raw("],\"asks\":[");
    levels(json, market.shape(), book.asks());
    return json.raw("]}");
  }

  private static void levels(Json json, MarketShape shape, List<BookImage.Level> levels) {
    boolean more = false;
    for (BookImage.Level level : levels.subList(0, Math.min(TOP, levels.size()))) {
      entry(json, shape, level.price(), level.volume(), more);
      more = true;
    }
  }

  private static Json everyOrder(SimulatedMarket market) {
    BookImage book = market.book();
    Json json = new Json(1024 + 96 * book.orders().size());
    json.raw("{\"timestamp\":").number(book.timestamp());
    for (Side side : Side.values()) {
      json.raw(side == Side.BID ? ",\"bids\":[" : ",\"asks\":[");
      boolean more = false;
      for (BookImage.Order order : book.orders()) {
        if (order.side() == side) {
          entry(json, market.shape(), order.price(), order.volume(), more);
          more = true;
        }
      }
      json.raw("]");
    }
    return json.raw("}");
  }

  private static void entry(
      Json json, MarketShape shape, BigDecimal price, BigDecimal volume, boolean more) {
    json.raw(more ? ",{\"price\":" : "{\"price\":");
    json.decimal(shape.price(price), shape.priceScale(), REST_DECIMALS);
    json.raw(",\"volume\":");
    json.decimal(shape.volume(volume), shape.volumeScale(), REST_DECIMALS).raw("}");
  }

  private Answer trades(Map<String, List<String>> query) {
    String from = first(query, "since");
    long oldest = clock.millis() - HISTORY.toMillis();
    long since;
    try {
      since = from == null ? oldest : Math.max(oldest, Long.parseLong(from));
    } catch (NumberFormatException e) {
      return error(400, "ErrInvalidArguments", "since is not a time in milliseconds.");
    }
    return one(query, market -> trades(market, since));
  }

  private static Json trades(SimulatedMarket market, long since) {
    MarketShape shape = market.shape();
    Json json = new Json(16_384).raw("{\"trades\":[");
    boolean more = false;
    for (SimulatedTrade trade : market.newestTrades(TRADES, since)) {
      json.raw(more ? ",{\"sequence\":" : "{\"sequence\":").number(trade.sequence());
      json.raw(",\"timestamp\":").number(trade.timestamp()).raw(",\"price\":");
      price(json, shape, trade.price());
      json.raw(",\"volume\":").decimal(shape.volume(trade.base()), shape.volumeScale(), 1);
      json.raw(",\"is_buy\":").raw(trade.makerSide() == Side.ASK ? "true}" : "false}");
      more = true;
    }
    return json.raw("]}");
  }
}
