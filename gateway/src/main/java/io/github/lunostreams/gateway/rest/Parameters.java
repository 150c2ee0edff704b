package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.rest.Market;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The parameters of markets: the exchange's REST tells them, but for what traders may do, which the
 * stream of a market that is followed knows better.
 */
final class Parameters {
  private final FollowedMarkets followed;
  private final Facts facts;
  private final boolean ofAll;
  private final Executor workers;

  /**
   * Of the markets followed, or of all.
   *
   * @param followed have the status of now
   * @param facts has the rest
   * @param ofAll whether other markets of the exchange are answered for too
   * @param workers where answers are put together
   */
  Parameters(FollowedMarkets followed, Facts facts, boolean ofAll, Executor workers) {
    this.followed = followed;
    this.facts = facts;
    this.ofAll = ofAll;
    this.workers = workers;
  }

  /** All that are known, or those of the markets given, if all of these are. */
  CompletionStage<Response> answer(Map<String, List<String>> query) {
    return ofAll
        ? ofTheExchange(FollowedMarkets.named(query))
        : followed.each(query, this::ofNow, LunoBodies::markets, Answers::parametersUntold);
  }

  /** Of all the exchange has: their parameters are no reason to follow any. */
  private CompletionStage<Response> ofTheExchange(List<String> pairs) {
    Optional<Collection<Market>> told = facts.markets();
    if (told.isEmpty()) {
      return CompletableFuture.completedFuture(Answers.marketsUntold());
    }
    List<CompletableFuture<Market>> wanted = new ArrayList<>();
    if (pairs.isEmpty()) {
      told.get().forEach(market -> wanted.add(ofNow(market)));
    }
    for (String pair : pairs) {
      Optional<Market> market = facts.market(FollowedMarkets.code(pair));
      if (market.isEmpty()) {
        return CompletableFuture.completedFuture(Answers.noSuchMarket(pair));
      }
      wanted.add(ofNow(market.get()));
    }
    return CompletableFuture.allOf(wanted.toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ ->
                Answers.json(
                    LunoBodies.markets(wanted.stream().map(CompletableFuture::join).toList())),
            workers);
  }

  private CompletableFuture<Market> ofNow(Market told) {
    return followed
        .get(told.pair().code())
        .map(live -> withStatus(told, live))
        .orElseGet(() -> CompletableFuture.completedFuture(told));
  }

  /** Empty if they are not known. */
  private CompletionStage<Optional<Market>> ofNow(LiveMarket live) {
    return facts
        .market(live.pair())
        .map(told -> withStatus(told, live).thenApply(Optional::of))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private static CompletableFuture<Market> withStatus(Market told, LiveMarket live) {
    return live.top().thenApply(book -> withStatus(told, book)).toCompletableFuture();
  }

  private static Market withStatus(Market market, Optional<BookSnapshot> book) {
    return new Market(
        market.pair(),
        market.base(),
        market.counter(),
        market.priceScale(),
        market.volumeScale(),
        market.feeScale(),
        market.minPrice(),
        market.maxPrice(),
        market.minVolume(),
        market.maxVolume(),
        book.map(BookSnapshot::status).orElse(market.status()));
  }
}
