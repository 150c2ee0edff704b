package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Feed;
import io.github.lunostreams.gateway.market.Refusal;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.gateway.rest.LiveMarket.BookBytes;
import java.util.Collection;
import java.util.Map;

/** How the exchange's calls are answered: status, headers, and the words of what went wrong. */
final class Answers {
  private static final String INVALID = "ErrInvalidArguments";
  private static final String NOT_FOUND = "ErrMarketNotFound";
  private static final String UNAVAILABLE = "ErrUnavailable";
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");
  private static final Map<String, String> COME_BACK =
      Map.of("cache-control", "no-store", "retry-after", "1");

  private Answers() {}

  static Response json(byte[] body) {
    return new Response(200, "application/json", body, FRESH);
  }

  static Response book(BookBytes bytes) {
    return new Response(
        200,
        "application/json",
        bytes.body(),
        Map.of("cache-control", "no-store", "x-sequence", Long.toString(bytes.sequence())));
  }

  static Response invalid(String why) {
    return error(400, INVALID, why);
  }

  /** Only those markets are there that are followed. */
  static Response notFollowed(String pair, Collection<String> followed) {
    return error(
        404,
        NOT_FOUND,
        "Market %s is not followed here; these are: %s."
            .formatted(pair, String.join(", ", followed)));
  }

  static Response noSuchMarket(String pair) {
    return error(404, NOT_FOUND, "Market %s is not one of the exchange.".formatted(pair));
  }

  static Response refused(String pair, Refusal why) {
    return why.kind() == Refusal.Kind.UNKNOWN
        ? noSuchMarket(pair)
        : unavailable("Market %s: %s.".formatted(pair, why.words()));
  }

  /** It was asked for, but has no stream yet. */
  static Response starting(String pair) {
    return unavailable("Market %s is being started. Try again.".formatted(pair));
  }

  /** There is no book of it to rely on. */
  static Response away(LiveMarket market) {
    Feed feed = market.feed();
    return unavailable(
        feed == Feed.LIVE
            ? "Market %s is live again, or its book could not be read in time. Try again."
                .formatted(market.pair())
            : "Market %s is not live but %s: what is known of it may be wrong. Try again."
                .formatted(market.pair(), feed));
  }

  /** The exchange's REST never told which markets there are. */
  static Response marketsUntold() {
    return unavailable("The exchange's markets are not known: its REST has not told them yet.");
  }

  /** Nor the parameters of this one. */
  static Response parametersUntold(LiveMarket market) {
    return unavailable(
        "The parameters of %s are not known: the exchange's REST has not told them yet."
            .formatted(market.pair()));
  }

  private static Response unavailable(String why) {
    return error(503, UNAVAILABLE, why);
  }

  private static Response error(int status, String code, String text) {
    return new Response(
        status,
        "application/json",
        LunoBodies.error(code, text),
        status == 503 ? COME_BACK : FRESH);
  }
}
