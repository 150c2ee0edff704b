package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.wire.ColdJson;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The public REST calls that complement the stream: paths, parameters and errors. Any thread may
 * call it.
 */
final class Rest {
  /** The HTTP status and the body. Not a record, which would compare arrays by identity. */
  static final class Answer {
    private final int status;
    private final byte[] json;

    private Answer(int status, byte[] json) {
      this.status = status;
      this.json = json;
    }

    int status() {
      return status;
    }

    byte[] json() {
      return json;
    }
  }

  private final Map<String, ServedMarket> markets;
  private final InstantSource clock;
  private final RestBodies bodies;

  Rest(Map<String, ServedMarket> markets, InstantSource clock) {
    this.markets = markets;
    this.clock = clock;
    bodies = new RestBodies(clock);
  }

  /**
   * Answers a GET.
   *
   * @param path without the query
   * @param query the parameters, decoded
   */
  Answer answer(String path, Map<String, List<String>> query) {
    return switch (path) {
      case "/api/exchange/1/markets" -> some(query, "markets", bodies::market);
      case "/api/1/tickers" -> some(query, "tickers", bodies::ticker);
      case "/api/1/ticker" -> one(query, bodies::ticker);
      case "/api/1/orderbook_top" -> one(query, bodies::topLevels);
      case "/api/1/orderbook" -> one(query, bodies::everyOrder);
      case "/api/1/trades" -> trades(query);
      default -> error(404, "ErrNotFound", "Not found.");
    };
  }

  /** An error in the exchange's form: a code for programs, a text for people. */
  static Answer error(int status, String code, String text) {
    return new Answer(
        status,
        ColdJson.object(
            json ->
                json.writeStringProperty("error", text).writeStringProperty("error_code", code)));
  }

  private Answer one(
      Map<String, List<String>> query, BiConsumer<JsonGenerator, ServedMarket> properties) {
    String pair = first(query, "pair");
    if (pair == null) {
      return error(400, "ErrInvalidArguments", "The parameter pair is missing.");
    }
    ServedMarket market = markets.get(pair);
    if (market == null) {
      return unknown(pair);
    }
    Fault.RefuseRest refusal = market.refusals().takeRest();
    return refusal == null
        ? new Answer(200, ColdJson.object(json -> properties.accept(json, market)))
        : refused(refusal);
  }

  /** All markets, or those which the (repeatable) parameter pair names. */
  private Answer some(
      Map<String, List<String>> query,
      String key,
      BiConsumer<JsonGenerator, ServedMarket> properties) {
    Collection<ServedMarket> wanted = markets.values();
    List<String> pairs = query.getOrDefault("pair", List.of());
    if (!pairs.isEmpty()) {
      wanted = new ArrayList<>();
      for (String pair : pairs) {
        ServedMarket market = markets.get(pair);
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
    return list(key, wanted, properties);
  }

  private static Answer list(
      String key,
      Collection<ServedMarket> wanted,
      BiConsumer<JsonGenerator, ServedMarket> properties) {
    return new Answer(
        200,
        ColdJson.object(
            json -> {
              json.writeArrayPropertyStart(key);
              for (ServedMarket market : wanted) {
                json.writeStartObject();
                properties.accept(json, market);
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
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

  private Answer trades(Map<String, List<String>> query) {
    String from = first(query, "since");
    long oldest = clock.millis() - RestBodies.HISTORY.toMillis();
    long since;
    try {
      since = from == null ? oldest : Math.max(oldest, Long.parseLong(from));
    } catch (NumberFormatException e) {
      return error(400, "ErrInvalidArguments", "since is not a time in milliseconds.");
    }
    return one(query, (json, market) -> bodies.trades(json, market, since));
  }
}
