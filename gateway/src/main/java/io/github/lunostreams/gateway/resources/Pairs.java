package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Feed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Which markets there are, and how they stand: what {@code /v1/pairs} answers. */
public final class Pairs {
  /**
   * A market's part of the answer.
   *
   * @param pair the market's code
   * @param feed what its book is worth
   * @param book the newest good one, if there was one
   */
  public record Pair(String pair, Feed feed, Optional<BookSnapshot> book) {}

  private final Supplier<List<Pair>> pairs;

  /**
   * A list of the markets given.
   *
   * @param pairs what is known of each market now, in the order to list them; any thread may ask
   */
  public Pairs(Supplier<List<Pair>> pairs) {
    this.pairs = pairs;
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
          for (Pair pair : pairs.get()) {
            json.writeStartObject();
            write(json, pair);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Pair pair) {
    json.writeStringProperty("pair", pair.pair());
    json.writeStringProperty("feed", pair.feed().name());
    if (pair.book().isPresent()) {
      BookSnapshot book = pair.book().get();
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
  }

  private static void price(JsonGenerator json, String name, Optional<PriceLevel> level) {
    if (level.isPresent()) {
      json.writeStringProperty(name, level.get().price().toPlainString());
    } else {
      json.writeNullProperty(name);
    }
  }
}
