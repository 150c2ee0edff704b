package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.BookReader.EncodedBook;
import io.github.lunostreams.gateway.market.Fact;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** How the exchange's calls are answered: status, headers, and the words of what went wrong. */
final class LunoResponses {
  private static final String INVALID = "ErrInvalidArguments";
  private static final String NOT_FOUND = "ErrMarketNotFound";
  private static final String UNAVAILABLE = "ErrUnavailable";
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");
  private static final Map<String, String> RETRY =
      Map.of("cache-control", "no-store", "retry-after", "1");

  private LunoResponses() {}

  static Response json(byte[] body) {
    return new Response(200, "application/json", body, FRESH);
  }

  static Response book(EncodedBook book) {
    return new Response(
        200,
        "application/json",
        book.body(),
        Map.of("cache-control", "no-store", "x-sequence", Long.toString(book.sequence())));
  }

  static Response invalid(String why) {
    return error(400, INVALID, why);
  }

  /** Only those markets are there that are followed. */
  static Response notFollowed(String given, Collection<Pair> followed) {
    return error(
        404,
        NOT_FOUND,
        "Market %s is not followed here; these are: %s."
            .formatted(given, followed.stream().map(Pair::code).collect(Collectors.joining(", "))));
  }

  static Response noSuchMarket(String given) {
    return error(404, NOT_FOUND, "Market %s is not one of the exchange.".formatted(given));
  }

  static Response refused(String given, Refusal why) {
    return why.kind() == Refusal.Kind.UNKNOWN
        ? noSuchMarket(given)
        : unavailable("Market %s: %s.".formatted(given, why.words()));
  }

  /** It is followed, but waits for a session. */
  static Response starting(Pair pair) {
    return unavailable("Market %s is being started. Try again.".formatted(pair));
  }

  /** There is no book of it to rely on. */
  static Response notLive(Market market) {
    Feed feed = market.status().feed();
    return unavailable(
        feed == Feed.LIVE
            ? "Market %s is live again, or its book could not be read in time. Try again."
                .formatted(market.pair())
            : "Market %s is not live but %s: what is known of it may be wrong. Try again."
                .formatted(market.pair(), feed));
  }

  /** It is live, but what was traded before is not known yet, nor known to be missing. */
  static Response pending(Market market) {
    return unavailable(
        "Market %s is live, but its earlier trades and volume are being asked for. Try again."
            .formatted(market.pair()));
  }

  /** The exchange's REST never returned its markets. */
  static Response marketsNotKnown() {
    return unavailable("The exchange's markets are not known: its REST has not returned them yet.");
  }

  /**
   * Nor the specifications of this one.
   *
   * @param why says whether they are pending or missing
   */
  static Response specsNotKnown(Market market, Fact why) {
    return unavailable(
        "The parameters of %s are not known: %s."
            .formatted(
                market.pair(),
                why.reason().isEmpty()
                    ? "the exchange's REST has not returned them yet"
                    : why.reason()));
  }

  private static Response unavailable(String why) {
    return error(503, UNAVAILABLE, why);
  }

  private static Response error(int status, String code, String text) {
    return new Response(
        status, "application/json", LunoBodies.error(code, text), status == 503 ? RETRY : FRESH);
  }
}
