package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.gateway.http.Request;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.BookReader.EncodedBook;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.market.MarketRegistry;
import io.github.lunostreams.gateway.market.ReferenceData;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The exchange's public REST calls, answered from the live markets in the exchange's own shapes, so
 * that a program made for the exchange needs another address and nothing else.
 *
 * <ul>
 *   <li>{@code /api/1/ticker?pair=}, {@code /api/1/tickers}, for all markets or each given
 *   <li>{@code /api/1/orderbook_top?pair=}: the best 100 levels a side; {@code
 *       /api/1/orderbook?pair=}: every order
 *   <li>{@code /api/1/trades?pair=&since=}: the newest 100, none older than 24 hours
 *   <li>{@code /api/exchange/1/markets}, for all markets or each given
 * </ul>
 *
 * <p>Books, best prices, trades and what traders may do are always the stream's. A market that is
 * not live is answered with 503. The rest is {@link ReferenceData}; no answer waits for it: one
 * that would lack what REST has not been asked for yet is 503, too.
 *
 * <p>Any thread may ask; nothing here blocks.
 */
public final class PublicRest {
  private static final String TICKER = "/api/1/ticker";
  private static final String TICKERS = "/api/1/tickers";
  private static final String ORDER_BOOK = "/api/1/orderbook";
  private static final String ORDER_BOOK_TOP = "/api/1/orderbook_top";
  private static final String TRADES = "/api/1/trades";
  private static final String MARKETS = "/api/exchange/1/markets";

  /** Where the calls are. */
  public static final List<String> PATHS =
      List.of(TICKER, TICKERS, ORDER_BOOK, ORDER_BOOK_TOP, TRADES, MARKETS);

  private final RequestedMarkets requested;
  private final TickerService tickers;
  private final MarketSpecs specs;

  /**
   * The calls about the registry's markets.
   *
   * @param registry the markets
   * @param reference what no stream contains
   * @param workers where answers are put together
   */
  public PublicRest(MarketRegistry registry, ReferenceData reference, Executor workers) {
    requested = new RequestedMarkets(registry, workers);
    tickers = new TickerService(reference, workers);
    specs = new MarketSpecs(registry, requested, reference, workers);
  }

  /**
   * Answers a GET of one of the {@link #PATHS}.
   *
   * @param request its parameters may each be given several times
   * @return completes on any thread
   */
  public CompletionStage<Response> answer(Request request) {
    Map<String, List<String>> query = request.query();
    return switch (request.path()) {
      case TICKER -> requested.one(query, tickers::answer);
      case TICKERS ->
          requested.each(query, tickers::ticker, LunoBodies::tickers, tickers::unavailable);
      case ORDER_BOOK ->
          requested.one(query, market -> book(market, market.book().encodedOrders()));
      case ORDER_BOOK_TOP ->
          requested.one(query, market -> book(market, market.book().encodedTop()));
      case TRADES -> requested.one(query, market -> tickers.trades(market, query));
      case MARKETS -> specs.answer(query);
      default ->
          throw new IllegalArgumentException(
              "expected one of %s, got %s".formatted(PATHS, request.path()));
    };
  }

  private static CompletionStage<Response> book(
      Market market, CompletionStage<Optional<EncodedBook>> answer) {
    return answer.thenApply(
        book -> book.map(LunoResponses::book).orElseGet(() -> LunoResponses.notLive(market)));
  }
}
