package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Fact;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.market.ReferenceData;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What a market trades at: its ticker and its newest trades, with the decimals that the exchange
 * gives its prices.
 */
final class TickerService {
  private static final Duration HISTORY = Duration.ofHours(24);
  private static final int MAX_TRADES = 100;

  /** As many as a book has. */
  private static final int MAX_DECIMALS = 18;

  private final ReferenceData reference;
  private final Executor workers;

  /**
   * Of any market.
   *
   * @param reference what no stream contains
   * @param workers where tickers are made
   */
  TickerService(ReferenceData reference, Executor workers) {
    this.reference = reference;
    this.workers = workers;
  }

  /** The answer to {@code ticker}. */
  CompletionStage<Response> answer(Market market) {
    return ticker(market)
        .thenApply(
            ticker ->
                ticker
                    .map(known -> LunoResponses.json(LunoBodies.ticker(known)))
                    .orElseGet(() -> unavailable(market)));
  }

  /** The answer of a market that has no ticker. */
  Response unavailable(Market market) {
    return market.isLive() && isPending(market)
        ? LunoResponses.pending(market)
        : LunoResponses.notLive(market);
  }

  /** Whether a ticker would lack what REST is to be asked for still. */
  private boolean isPending(Market market) {
    Fact volume = reference.dayVolumeFact(market.pair());
    return volume.isPending()
        || (volume.state() == Fact.State.MISSING && market.tape().earlierTrades().isPending());
  }

  /** Empty if the market is not live, or what REST knows of it is pending. */
  CompletionStage<Optional<Ticker>> ticker(Market market) {
    if (isPending(market)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return market
        .book()
        .top()
        .thenApplyAsync(book -> book.map(top -> ticker(market, top)), workers);
  }

  private Ticker ticker(Market market, BookSnapshot book) {
    Pair pair = market.pair();
    Optional<BigDecimal> last = market.tape().lastPrice().or(() -> reference.lastTrade(pair));
    OptionalInt scale = OptionalInt.of(priceScale(pair).orElse(book.priceScale()));
    return new Ticker(
        pair,
        newestTime(market, book),
        scaled(book.bestBid().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        scaled(book.bestAsk().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        scaled(last.orElse(BigDecimal.ZERO), scale),
        reference.dayVolume(pair).orElseGet(() -> market.tape().volumeSince(oldestMillis(market))),
        book.status());
  }

  /** The answer to {@code trades}. */
  CompletionStage<Response> trades(Market market, Map<String, List<String>> query) {
    return CompletableFuture.completedFuture(tradesNow(market, query));
  }

  private Response tradesNow(Market market, Map<String, List<String>> query) {
    long since = oldestMillis(market);
    List<String> given = query.getOrDefault("since", List.of());
    if (!given.isEmpty()) {
      try {
        since = Math.max(since, Long.parseLong(given.getFirst()));
      } catch (NumberFormatException e) {
        return LunoResponses.invalid(
            "The parameter since is no time in milliseconds: %s.".formatted(given.getFirst()));
      }
    }
    if (!market.isLive()) {
      return LunoResponses.notLive(market);
    }
    if (market.tape().earlierTrades().isPending()) {
      return LunoResponses.pending(market);
    }
    OptionalInt scale = priceScale(market.pair());
    List<PublicTrade> trades =
        market.tape().newest(MAX_TRADES, since).stream()
            .map(
                trade ->
                    new PublicTrade(
                        trade.sequence(),
                        trade.timestamp(),
                        scaled(trade.price(), scale),
                        trade.volume(),
                        trade.type()))
            .toList();
    return LunoResponses.json(LunoBodies.trades(trades));
  }

  /** By the exchange's clock as the stream showed it last, never by this machine's. */
  private static long oldestMillis(Market market) {
    return market.status().timestampMillis() - HISTORY.toMillis();
  }

  /** The newest time of the exchange that is known for a market. */
  private Instant newestTime(Market market, BookSnapshot book) {
    Instant changed = Instant.ofEpochMilli(book.timestampMillis());
    return reference
        .ticker(market.pair())
        .map(Ticker::timestamp)
        .filter(changed::isBefore)
        .orElse(changed);
  }

  private OptionalInt priceScale(Pair pair) {
    return reference
        .specs(pair)
        .map(specs -> OptionalInt.of(Math.clamp(specs.priceScale(), 0, MAX_DECIMALS)))
        .orElse(OptionalInt.empty());
  }

  /** With the market's decimals, or as many more as the price has; as it is if none are known. */
  private static BigDecimal scaled(BigDecimal price, OptionalInt scale) {
    if (scale.isEmpty()) {
      return price;
    }
    int needed = price.stripTrailingZeros().scale();
    return price.setScale(Math.max(scale.getAsInt(), needed));
  }
}
