package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Market;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * Whether the process lives, and whether it can do its duty: what {@code /healthz} and {@code
 * /readyz} answer. Any thread may ask.
 */
public final class Health {
  /** A market with its status of one moment, so that all parts of an answer agree. */
  private record Readiness(Market market, boolean required, Market.Status status) {}

  private final Supplier<List<Market>> markets;
  private final Predicate<Pair> required;
  private final IntSupplier connections;

  /**
   * Health of the markets given.
   *
   * @param markets those followed now
   * @param required whether the gateway is ready only while that market is live
   * @param connections how many connections there are now
   */
  public Health(Supplier<List<Market>> markets, Predicate<Pair> required, IntSupplier connections) {
    this.markets = markets;
    this.required = required;
    this.connections = connections;
  }

  /**
   * Answers whether the process lives: always with 200, for that it answers is the proof.
   *
   * @return {@code {"status":"UP","connections":3}}
   */
  public Response liveness() {
    return Response.json(
        200,
        json -> {
          json.writeStringProperty("status", "UP");
          json.writeNumberProperty("connections", connections.getAsInt());
        });
  }

  /**
   * Answers whether every required market is live: with 200 if so, else with 503.
   *
   * @return {@code {"ready":true,"pairs":{"XBTZAR":{"feed":"LIVE",…},…}}}
   */
  public Response readiness() {
    List<Readiness> now =
        markets.get().stream()
            .map(market -> new Readiness(market, required.test(market.pair()), market.status()))
            .toList();
    boolean ready =
        now.stream().allMatch(one -> !one.required() || one.status().feed() == Feed.LIVE);
    return Response.json(
        ready ? 200 : 503,
        json -> {
          json.writeBooleanProperty("ready", ready);
          json.writeObjectPropertyStart("pairs");
          for (Readiness one : now) {
            json.writeObjectPropertyStart(one.market().pair().code());
            write(json, one);
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Readiness one) {
    Market.Status status = one.status();
    json.writeBooleanProperty("required", one.required());
    json.writeStringProperty("feed", status.feed().name());
    json.writeStringProperty("state", status.state().name());
    json.writeStringProperty("since", status.cause().toString());
    json.writeNumberProperty("sequence", status.sequence());
    if (status.timestampMillis() == 0) {
      json.writeNullProperty("timestamp");
    } else {
      json.writeNumberProperty("timestamp", status.timestampMillis());
    }
    ChannelStatistics sent = one.market().channels().statistics();
    json.writeNumberProperty("clients", sent.clients());
    json.writeNumberProperty("published", sent.published());
    json.writeNumberProperty("sent", sent.sent());
    json.writeNumberProperty("conflated", sent.conflated());
    json.writeNumberProperty("tooSlow", sent.tooSlow());
  }
}
