package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.MarketRegistry;
import io.github.lunostreams.gateway.market.ReferenceData;
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
 * The specifications of markets, as {@code /api/exchange/1/markets} returns them: those of the
 * {@link ReferenceData}, but for the status, which the stream of a market that is followed knows
 * better.
 */
final class MarketSpecs {
  private final MarketRegistry registry;
  private final RequestedMarkets requested;
  private final ReferenceData reference;
  private final Executor workers;

  /**
   * Of the markets followed, or, on demand, of all.
   *
   * @param registry knows the status of now
   * @param requested finds the markets that a call is about
   * @param reference has the rest
   * @param workers where answers are put together
   */
  MarketSpecs(
      MarketRegistry registry,
      RequestedMarkets requested,
      ReferenceData reference,
      Executor workers) {
    this.registry = registry;
    this.requested = requested;
    this.reference = reference;
    this.workers = workers;
  }

  /** All that are known, or those of the markets given, if all of these are. */
  CompletionStage<Response> answer(Map<String, List<String>> query) {
    return registry.isOnDemand()
        ? ofTheExchange(RequestedMarkets.named(query))
        : requested.each(
            query,
            this::ofFollowed,
            LunoBodies::markets,
            market -> LunoResponses.specsNotKnown(market, reference.specsFact(market.pair())));
  }

  /** Of all the exchange has: to ask for their specifications starts none. */
  private CompletionStage<Response> ofTheExchange(List<String> pairs) {
    Optional<Collection<Market>> known = reference.markets();
    if (known.isEmpty()) {
      return CompletableFuture.completedFuture(LunoResponses.marketsNotKnown());
    }
    List<CompletableFuture<Market>> wanted = new ArrayList<>();
    if (pairs.isEmpty()) {
      known.get().forEach(specs -> wanted.add(withStatus(specs)));
    }
    for (String given : pairs) {
      Optional<Market> specs = RequestedMarkets.pair(given).flatMap(reference::specs);
      if (specs.isEmpty()) {
        return CompletableFuture.completedFuture(LunoResponses.noSuchMarket(given));
      }
      wanted.add(withStatus(specs.get()));
    }
    return CompletableFuture.allOf(wanted.toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ ->
                LunoResponses.json(
                    LunoBodies.markets(wanted.stream().map(CompletableFuture::join).toList())),
            workers);
  }

  /** Empty if they are not known. */
  private CompletionStage<Optional<Market>> ofFollowed(
      io.github.lunostreams.gateway.market.Market market) {
    Pair pair = market.pair();
    return reference
        .specs(pair)
        .map(specs -> withStatus(specs).thenApply(Optional::of))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private CompletableFuture<Market> withStatus(Market specs) {
    return registry
        .find(specs.pair())
        .map(
            market ->
                market
                    .book()
                    .top()
                    .thenApply(book -> withStatus(specs, book))
                    .toCompletableFuture())
        .orElseGet(() -> CompletableFuture.completedFuture(specs));
  }

  private static Market withStatus(Market specs, Optional<BookSnapshot> book) {
    return new Market(
        specs.pair(),
        specs.base(),
        specs.counter(),
        specs.priceScale(),
        specs.volumeScale(),
        specs.feeScale(),
        specs.minPrice(),
        specs.maxPrice(),
        specs.minVolume(),
        specs.maxVolume(),
        book.map(BookSnapshot::status).orElse(specs.status()));
  }
}
