package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Market;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Which markets there are, and how they stand: what {@code /v1/pairs} answers. */
public final class Pairs {
  private final Supplier<SequencedMap<Pair, Optional<Market>>> markets;

  /**
   * A list of the markets given.
   *
   * @param markets all there are now, in the order to list them; empty where one is idle. Any
   *     thread may ask
   */
  public Pairs(Supplier<SequencedMap<Pair, Optional<Market>>> markets) {
    this.markets = markets;
  }

  /**
   * Lists the markets, in the configuration's order. What is not known yet, and the best price of
   * an empty side, is null.
   *
   * @return {@code {"pairs":[{"pair":"XBTZAR","feed":"LIVE","status":"ACTIVE",
   *     "sequence":4530030191,"bid":"1403127","ask":"1403128"},…]}}
   */
  public Response list() {
    return Response.json(
        200,
        json -> {
          json.writeArrayPropertyStart("pairs");
          markets.get().forEach((pair, market) -> write(json, pair, market));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Pair pair, Optional<Market> market) {
    json.writeStartObject();
    json.writeStringProperty("pair", pair.code());
    json.writeStringProperty(
        "feed", market.map(one -> one.status().feed()).orElse(Feed.IDLE).name());
    Optional<BookSnapshot> newest = market.flatMap(Market::newestBook);
    if (newest.isPresent()) {
      BookSnapshot book = newest.get();
      json.writeStringProperty("status", book.status().name());
      json.writeNumberProperty("sequence", book.sequence());
      price(json, "bid", book.bestBid());
      price(json, "ask", book.bestAsk());
    } else {
      json.writeNullProperty("status");
      json.writeNullProperty("sequence");
      json.writeNullProperty("bid");
      json.writeNullProperty("ask");
    }
    json.writeEndObject();
  }

  private static void price(JsonGenerator json, String name, Optional<PriceLevel> level) {
    if (level.isPresent()) {
      json.writeStringProperty(name, level.get().price().toPlainString());
    } else {
      json.writeNullProperty(name);
    }
  }
}
