package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Feed;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * Whether the process lives, and whether it can do its duty: what {@code /healthz} and {@code
 * /readyz} answer. Any thread may ask.
 */
public final class Health {
  /**
   * A market's part of the answer.
   *
   * @param pair the market's code
   * @param required whether the gateway is ready only while this market is live
   * @param feed what its book is worth
   * @param state the upstream stream's state, in the client library's word
   * @param since why and how it came into that state, in words
   * @param sequence the book's; 0 before the first
   * @param timestampMillis the exchange's time of that sequence, milliseconds since the epoch; 0
   *     before the first
   * @param fanout what its clients were sent
   */
  public record Pair(
      String pair,
      boolean required,
      Feed feed,
      String state,
      String since,
      long sequence,
      long timestampMillis,
      ChannelStatistics fanout) {}

  private final Supplier<List<Pair>> pairs;
  private final Supplier<Integer> connections;

  /**
   * Health of the markets given.
   *
   * @param pairs what is known of each market now
   * @param connections how many connections there are now
   */
  public Health(Supplier<List<Pair>> pairs, Supplier<Integer> connections) {
    this.pairs = pairs;
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
          json.writeNumberProperty("connections", connections.get());
        });
  }

  /**
   * Answers whether every required market is live: with 200 if so, else with 503.
   *
   * @return {@code {"ready":true,"pairs":{"XBTZAR":{"feed":"LIVE",…},…}}}
   */
  public Response readiness() {
    List<Pair> now = pairs.get();
    boolean ready = now.stream().allMatch(pair -> !pair.required() || pair.feed() == Feed.LIVE);
    return Response.json(
        ready ? 200 : 503,
        json -> {
          json.writeBooleanProperty("ready", ready);
          json.writeObjectPropertyStart("pairs");
          for (Pair pair : now) {
            json.writeObjectPropertyStart(pair.pair());
            write(json, pair);
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Pair pair) {
    json.writeBooleanProperty("required", pair.required());
    json.writeStringProperty("feed", pair.feed().name());
    json.writeStringProperty("state", pair.state());
    json.writeStringProperty("since", pair.since());
    json.writeNumberProperty("sequence", pair.sequence());
    json.writeNumberProperty("timestamp", pair.timestampMillis());
    json.writeNumberProperty("clients", pair.fanout().clients());
    json.writeNumberProperty("published", pair.fanout().published());
    json.writeNumberProperty("sent", pair.fanout().sent());
    json.writeNumberProperty("conflated", pair.fanout().conflated());
    json.writeNumberProperty("tooSlow", pair.fanout().tooSlow());
  }
}
