package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.gateway.http.Request;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Refusal;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.gateway.rest.LiveMarket.BookBytes;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.upstream.ThreadEventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
 * not live is answered with 503. What no stream tells, the exchange's own REST is asked for, if
 * there is one: see {@link ExchangeFacts}. No answer waits for it.
 *
 * <p>Any thread may ask; nothing here blocks.
 */
public final class PublicRest implements AutoCloseable {
  private static final String TICKER = "/api/1/ticker";
  private static final String TICKERS = "/api/1/tickers";
  private static final String ORDER_BOOK = "/api/1/orderbook";
  private static final String ORDER_BOOK_TOP = "/api/1/orderbook_top";
  private static final String TRADES = "/api/1/trades";
  private static final String MARKETS = "/api/exchange/1/markets";

  /** Where the calls are. */
  public static final List<String> PATHS =
      List.of(TICKER, TICKERS, ORDER_BOOK, ORDER_BOOK_TOP, TRADES, MARKETS);

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-answer-", 0).factory());
  private final FollowedMarkets followed;
  private final Optional<ExchangeFacts> exchange;
  private final Facts facts;
  private final Quotes quotes;
  private final Parameters parameters;

  /**
   * Follows no market yet.
   *
   * @param exchange the exchange's own REST; closed with this. Without it, what the streams don't
   *     tell is not known
   * @param clock tells how old trades are
   * @param demand is asked for markets by name, if not only those are to be had that are followed
   */
  public PublicRest(Optional<LunoRest> exchange, InstantSource clock, Optional<Demand> demand) {
    this.followed = new FollowedMarkets(demand, workers);
    this.exchange = exchange.map(this::facts);
    this.facts = this.exchange.<Facts>map(told -> told).orElse(Facts.NONE);
    this.quotes = new Quotes(facts, clock, workers);
    this.parameters = new Parameters(followed, facts, demand.isPresent(), workers);
  }

  private ExchangeFacts facts(LunoRest rest) {
    return new ExchangeFacts(
        ExchangeFacts.of(rest),
        new ThreadEventLoop("luno-rest"),
        pair -> followed.get(pair).map(LiveMarket::tape));
  }

  /** Where markets come from that are followed only while somebody asks for them. */
  @FunctionalInterface
  public interface Demand {
    /**
     * Somebody asks for a market: it is followed from now on, if it was not.
     *
     * @param pair its code, in any case
     * @return why it cannot be; empty if it is
     */
    Optional<Refusal> want(String pair);
  }

  /**
   * Adds a market.
   *
   * @param stream not started yet, and without other hooks: who is told of an update may ask here
   *     for no less than that
   */
  public void follow(MarketStream stream) {
    Runnable whenInStep = () -> exchange.ifPresent(told -> told.wantTrades(stream.pair().code()));
    followed.add(new LiveMarket(stream, whenInStep, workers, System::nanoTime));
  }

  /**
   * Lets go of a market.
   *
   * @param pair its code
   */
  public void unfollow(String pair) {
    followed.remove(pair);
  }

  /**
   * Which markets the exchange has, as it told at most ten minutes ago if its REST answers.
   *
   * @return their codes, in its order; empty if it never told
   */
  public Optional<List<String>> exchangeMarkets() {
    return facts.markets().map(told -> told.stream().map(market -> market.pair().code()).toList());
  }

  /**
   * Whether the exchange has a market.
   *
   * @param pair its code
   * @return empty if the exchange never told its markets
   */
  public Optional<Boolean> exchangeHas(String pair) {
    return facts.markets().map(_ -> facts.market(pair).isPresent());
  }

  /** Begins to ask the exchange's REST for what the streams don't tell. */
  public void start() {
    exchange.ifPresent(ExchangeFacts::start);
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
      case TICKER -> followed.one(query, quotes::answer);
      case TICKERS -> followed.each(query, quotes::ticker, LunoBodies::tickers, Answers::away);
      case ORDER_BOOK -> followed.one(query, m -> book(m, m.writtenOrders()));
      case ORDER_BOOK_TOP -> followed.one(query, m -> book(m, m.writtenTop()));
      case TRADES -> followed.one(query, market -> quotes.trades(market, query));
      case MARKETS -> parameters.answer(query);
      default ->
          throw new IllegalArgumentException(
              "expected one of %s, got %s".formatted(PATHS, request.path()));
    };
  }

  private static CompletionStage<Response> book(
      LiveMarket market, CompletionStage<Optional<BookBytes>> answer) {
    return answer.thenApply(
        bytes -> bytes.map(Answers::book).orElseGet(() -> Answers.away(market)));
  }

  /** Ends what is waited for and all threads. Closing again does nothing. */
  @Override
  public void close() {
    exchange.ifPresent(ExchangeFacts::close);
    workers.shutdownNow();
  }
}
