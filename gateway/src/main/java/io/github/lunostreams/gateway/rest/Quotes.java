package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.rest.Market;
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
final class Quotes {
  private static final Duration HISTORY = Duration.ofHours(24);
  private static final int TRADES = 100;

  private final Facts facts;
  private final InstantSource clock;
  private final Executor workers;

  /**
   * Of any market.
   *
   * @param facts what no stream tells
   * @param clock tells how old trades are
   * @param workers where tickers are made
   */
  Quotes(Facts facts, InstantSource clock, Executor workers) {
    this.facts = facts;
    this.clock = clock;
    this.workers = workers;
  }

  /** The answer to {@code ticker}. */
  CompletionStage<Response> answer(LiveMarket market) {
    return ticker(market)
        .thenApply(
            ticker ->
                ticker
                    .map(known -> Answers.json(LunoBodies.ticker(known)))
                    .orElseGet(() -> Answers.away(market)));
  }

  /** Empty if the market is not live. */
  CompletionStage<Optional<Ticker>> ticker(LiveMarket market) {
    return market.top().thenApplyAsync(book -> book.map(top -> ticker(market, top)), workers);
  }

  private Ticker ticker(LiveMarket market, BookSnapshot book) {
    String pair = market.pair();
    Optional<BigDecimal> last = market.tape().lastPrice().or(() -> facts.lastTrade(pair));
    OptionalInt scale = OptionalInt.of(priceScale(pair).orElse(book.priceScale()));
    return new Ticker(
        Pair.of(pair),
        clock.instant(),
        priced(book.bestBid().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        priced(book.bestAsk().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        priced(last.orElse(BigDecimal.ZERO), scale),
        facts.dayVolume(pair).orElseGet(() -> market.tape().volumeSince(oldest())),
        book.status());
  }

  /** The answer to {@code trades}. */
  CompletionStage<Response> trades(LiveMarket market, Map<String, List<String>> query) {
    return CompletableFuture.completedFuture(tradesNow(market, query));
  }

  private Response tradesNow(LiveMarket market, Map<String, List<String>> query) {
    long since = oldest();
    List<String> given = query.getOrDefault("since", List.of());
    if (!given.isEmpty()) {
      try {
        since = Math.max(since, Long.parseLong(given.getFirst()));
      } catch (NumberFormatException e) {
        return Answers.invalid(
            "The parameter since is no time in milliseconds: %s.".formatted(given.getFirst()));
      }
    }
    if (!market.isLive()) {
      return Answers.away(market);
    }
    OptionalInt scale = priceScale(market.pair());
    List<PublicTrade> trades =
        market.tape().newest(TRADES, since).stream()
            .map(
                trade ->
                    new PublicTrade(
                        trade.sequence(),
                        trade.timestamp(),
                        priced(trade.price(), scale),
                        trade.volume(),
                        trade.type()))
            .toList();
    return Answers.json(LunoBodies.trades(trades));
  }

  /** In milliseconds. */
  private long oldest() {
    return clock.millis() - HISTORY.toMillis();
  }

  private OptionalInt priceScale(String pair) {
    Optional<Market> market = facts.market(pair);
    return market.isPresent()
        ? OptionalInt.of(Math.max(0, market.get().priceScale()))
        : OptionalInt.empty();
  }

  /** With the market's decimals, or as many more as the price has; as it is if none are known. */
  private static BigDecimal priced(BigDecimal price, OptionalInt scale) {
    if (scale.isEmpty()) {
      return price;
    }
    int needed = price.stripTrailingZeros().scale();
    return price.setScale(Math.max(scale.getAsInt(), needed));
  }
}
