package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.market.ReferenceData;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
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
  private final InstantSource clock;
  private final Executor workers;

  /**
   * Of any market.
   *
   * @param reference what no stream contains
   * @param clock the clock for the age of trades
   * @param workers where tickers are made
   */
  TickerService(ReferenceData reference, InstantSource clock, Executor workers) {
    this.reference = reference;
    this.clock = clock;
    this.workers = workers;
  }

  /** The answer to {@code ticker}. */
  CompletionStage<Response> answer(Market market) {
    return ticker(market)
        .thenApply(
            ticker ->
                ticker
                    .map(known -> LunoResponses.json(LunoBodies.ticker(known)))
                    .orElseGet(() -> LunoResponses.notLive(market)));
  }

  /** Empty if the market is not live. */
  CompletionStage<Optional<Ticker>> ticker(Market market) {
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
        clock.instant(),
        scaled(book.bestBid().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        scaled(book.bestAsk().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        scaled(last.orElse(BigDecimal.ZERO), scale),
        reference.dayVolume(pair).orElseGet(() -> market.tape().volumeSince(oldestMillis())),
        book.status());
  }

  /** The answer to {@code trades}. */
  CompletionStage<Response> trades(Market market, Map<String, List<String>> query) {
    return CompletableFuture.completedFuture(tradesNow(market, query));
  }

  private Response tradesNow(Market market, Map<String, List<String>> query) {
    long since = oldestMillis();
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

  private long oldestMillis() {
    return clock.millis() - HISTORY.toMillis();
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
