package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.gateway.fanout.Feed;
import io.github.lunostreams.gateway.http.Refusal;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.protocol.LunoBodies;
import io.github.lunostreams.gateway.rest.LiveMarket.BookBytes;
import io.github.lunostreams.loop.ThreadEventLoop;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private static final Duration HISTORY = Duration.ofHours(24);
  private static final int TRADES = 100;
  private static final String UNAVAILABLE = "ErrUnavailable";
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");
  private static final Map<String, String> COME_BACK =
      Map.of("cache-control", "no-store", "retry-after", "1");

  private final InstantSource clock;

  private final @Nullable Demand demand;

  /** Never changed, but replaced by another. Written under this object's lock. */
  private volatile SequencedMap<String, LiveMarket> markets =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-answer-", 0).factory());
  private final @Nullable ExchangeFacts facts;

  /**
   * Follows no market yet.
   *
   * @param exchange the exchange's own REST; closed with this. Without it, what the streams don't
   *     tell is not known
   * @param clock tells how old trades are
   * @param demand is asked for markets by name, if not only those are to be had that are followed
   */
  public PublicRest(Optional<LunoRest> exchange, InstantSource clock, Optional<Demand> demand) {
    this.clock = clock;
    this.demand = demand.orElse(null);
    this.facts =
        exchange
            .map(
                rest ->
                    new ExchangeFacts(
                        ExchangeFacts.of(rest), new ThreadEventLoop("luno-rest"), this::tape))
            .orElse(null);
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

  private Optional<Tape> tape(String pair) {
    return Optional.ofNullable(markets.get(pair)).map(LiveMarket::tape);
  }

  /**
   * Adds a market.
   *
   * @param stream not started yet, and without other hooks: who is told of an update may ask here
   *     for no less than that
   */
  public synchronized void follow(MarketStream stream) {
    String pair = stream.pair();
    Runnable whenInStep =
        () -> {
          if (facts != null) {
            facts.wantTrades(pair);
          }
        };
    SequencedMap<String, LiveMarket> more = new LinkedHashMap<>(markets);
    more.put(pair, new LiveMarket(stream, whenInStep, workers, System::nanoTime));
    markets = Collections.unmodifiableSequencedMap(more);
  }

  /**
   * Lets go of a market.
   *
   * @param pair its code
   */
  public synchronized void unfollow(String pair) {
    SequencedMap<String, LiveMarket> fewer = new LinkedHashMap<>(markets);
    fewer.remove(pair);
    markets = Collections.unmodifiableSequencedMap(fewer);
  }

  /**
   * Which markets the exchange has, as it told at most ten minutes ago if its REST answers.
   *
   * @return their codes, in its order; empty if it never told
   */
  public Optional<List<String>> exchangeMarkets() {
    return toldMarkets().map(told -> told.stream().map(Market::pair).toList());
  }

  /**
   * Whether the exchange has a market.
   *
   * @param pair its code
   * @return empty if the exchange never told its markets
   */
  public Optional<Boolean> exchangeHas(String pair) {
    return toldMarkets().map(_ -> fact(ExchangeFacts::market, pair).isPresent());
  }

  private Optional<Collection<Market>> toldMarkets() {
    return facts == null ? Optional.empty() : facts.markets();
  }

  /** Begins to ask the exchange's REST for what the streams don't tell. */
  public void start() {
    if (facts != null) {
      facts.start();
    }
  }

  /**
   * Answers a GET.
   *
   * @param path without the query
   * @param query the parameters, decoded; each may have been given several times
   * @return empty if that is none of these calls; completes on any thread
   */
  public Optional<CompletionStage<Response>> answer(String path, Map<String, List<String>> query) {
    return switch (path) {
      case "/api/1/ticker" -> Optional.of(one(query, this::ticker));
      case "/api/1/tickers" -> Optional.of(tickers(query));
      case "/api/1/orderbook" -> Optional.of(one(query, m -> book(m, m.writtenOrders())));
      case "/api/1/orderbook_top" -> Optional.of(one(query, m -> book(m, m.writtenTop())));
      case "/api/1/trades" -> Optional.of(one(query, market -> trades(market, query)));
      case "/api/exchange/1/markets" -> Optional.of(markets(query));
      default -> Optional.empty();
    };
  }

  private CompletionStage<Response> one(
      Map<String, List<String>> query, Function<LiveMarket, CompletionStage<Response>> answer) {
    List<String> pairs = query.getOrDefault("pair", List.of());
    if (pairs.isEmpty()) {
      return done(error(400, "ErrInvalidArguments", "The parameter pair is missing."));
    }
    return some(pairs, found -> answer.apply(found.getFirst()));
  }

  private CompletionStage<Response> some(
      List<String> pairs, Function<List<LiveMarket>, CompletionStage<Response>> answer) {
    List<LiveMarket> found = new ArrayList<>();
    for (String pair : pairs) {
      String code = pair.toUpperCase(Locale.ROOT);
      Optional<Refusal> refusal = demand == null ? Optional.empty() : demand.want(code);
      if (refusal.isPresent()) {
        return done(refused(pair, refusal.get()));
      }
      LiveMarket market = markets.get(code);
      if (market == null && demand != null) {
        return done(
            error(503, UNAVAILABLE, "Market %s is being started. Try again.".formatted(code)));
      }
      if (market == null) {
        return done(
            error(
                404,
                "ErrMarketNotFound",
                "Market %s is not followed here; these are: %s."
                    .formatted(pair, String.join(", ", markets.keySet()))));
      }
      found.add(market);
    }
    return answer.apply(found);
  }

  private static Response refused(String pair, Refusal why) {
    return why.kind() == Refusal.Kind.UNKNOWN
        ? error(404, "ErrMarketNotFound", "Market %s is not one of the exchange.".formatted(pair))
        : error(503, UNAVAILABLE, "Market %s: %s.".formatted(pair, why.words()));
  }

  private CompletionStage<Response> ticker(LiveMarket market) {
    return glance(market)
        .thenApply(
            ticker ->
                ticker.map(known -> json(LunoBodies.ticker(known))).orElseGet(() -> away(market)));
  }

  /** All markets that are live, or those given, if they all are. */
  private CompletionStage<Response> tickers(Map<String, List<String>> query) {
    List<String> pairs = query.getOrDefault("pair", List.of());
    return pairs.isEmpty()
        ? tickers(markets.values(), false)
        : some(pairs, found -> tickers(found, true));
  }

  private CompletionStage<Response> tickers(Collection<LiveMarket> wanted, boolean allOfThem) {
    return each(
        wanted,
        this::glance,
        (tickers, away) ->
            away.isEmpty() || (!allOfThem && !tickers.isEmpty())
                ? json(LunoBodies.tickers(tickers))
                : away(away.getFirst()));
  }

  /** Empty if the market is not live. */
  private CompletionStage<Optional<Ticker>> glance(LiveMarket market) {
    return market.top().thenApplyAsync(book -> book.map(top -> glance(market, top)), workers);
  }

  private Ticker glance(LiveMarket market, BookSnapshot book) {
    String pair = market.pair();
    Optional<BigDecimal> last =
        market.tape().lastPrice().or(() -> fact(ExchangeFacts::lastTrade, pair));
    OptionalInt scale = OptionalInt.of(priceScale(pair).orElse(book.priceScale()));
    return new Ticker(
        pair,
        clock.instant(),
        priced(book.bestBid().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        priced(book.bestAsk().map(PriceLevel::price).orElse(BigDecimal.ZERO), scale),
        priced(last.orElse(BigDecimal.ZERO), scale),
        fact(ExchangeFacts::dayVolume, pair)
            .orElseGet(() -> market.tape().volumeSince(clock.millis() - HISTORY.toMillis())),
        book.status());
  }

  private <T> Optional<T> fact(BiFunction<ExchangeFacts, String, Optional<T>> fact, String pair) {
    return facts == null ? Optional.empty() : fact.apply(facts, pair);
  }

  private OptionalInt priceScale(String pair) {
    return fact(ExchangeFacts::market, pair)
        .map(market -> OptionalInt.of(Math.max(0, market.priceScale())))
        .orElse(OptionalInt.empty());
  }

  /** With the market's decimals, or as many more as the price has; as it is if none are known. */
  private static BigDecimal priced(BigDecimal price, OptionalInt scale) {
    if (scale.isEmpty()) {
      return price;
    }
    int needed = price.stripTrailingZeros().scale();
    return price.setScale(Math.max(scale.getAsInt(), needed));
  }

  private static CompletionStage<Response> book(
      LiveMarket market, CompletionStage<Optional<BookBytes>> answer) {
    return answer.thenApply(bytes -> bytes.map(PublicRest::book).orElseGet(() -> away(market)));
  }

  private static Response book(BookBytes bytes) {
    return new Response(
        200,
        "application/json",
        bytes.body(),
        Map.of("cache-control", "no-store", "x-sequence", Long.toString(bytes.sequence())));
  }

  private CompletionStage<Response> trades(LiveMarket market, Map<String, List<String>> query) {
    long oldest = clock.millis() - HISTORY.toMillis();
    long since = oldest;
    List<String> given = query.getOrDefault("since", List.of());
    if (!given.isEmpty()) {
      try {
        since = Math.max(oldest, Long.parseLong(given.getFirst()));
      } catch (NumberFormatException e) {
        return done(
            error(
                400,
                "ErrInvalidArguments",
                "The parameter since is no time in milliseconds: %s.".formatted(given.getFirst())));
      }
    }
    if (!market.isLive()) {
      return done(away(market));
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
    return done(json(LunoBodies.trades(trades)));
  }

  /** All markets whose parameters are known, or those given, if all of them are. */
  private CompletionStage<Response> markets(Map<String, List<String>> query) {
    List<String> pairs = query.getOrDefault("pair", List.of());
    if (demand != null) {
      return anyMarkets(pairs);
    }
    return pairs.isEmpty()
        ? markets(markets.values(), false)
        : some(pairs, found -> markets(found, true));
  }

  /** Of all the exchange has: their parameters are no reason to follow any. */
  private CompletionStage<Response> anyMarkets(List<String> pairs) {
    Optional<Collection<Market>> told = toldMarkets();
    if (told.isEmpty()) {
      return done(
          error(
              503,
              UNAVAILABLE,
              "The exchange's markets are not known: its REST has not told them yet."));
    }
    List<CompletableFuture<Market>> wanted = new ArrayList<>();
    if (pairs.isEmpty()) {
      told.get().forEach(market -> wanted.add(ofNow(market)));
    }
    for (String pair : pairs) {
      Optional<Market> market = fact(ExchangeFacts::market, pair.toUpperCase(Locale.ROOT));
      if (market.isEmpty()) {
        return done(refused(pair, new Refusal(Refusal.Kind.UNKNOWN, pair)));
      }
      wanted.add(ofNow(market.get()));
    }
    return CompletableFuture.allOf(wanted.toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ -> json(LunoBodies.markets(wanted.stream().map(CompletableFuture::join).toList())),
            workers);
  }

  /** With the status of the stream, if the market is followed. */
  private CompletableFuture<Market> ofNow(Market told) {
    LiveMarket live = markets.get(told.pair());
    return live == null
        ? CompletableFuture.completedFuture(told)
        : live.top().thenApply(book -> withStatus(told, book)).toCompletableFuture();
  }

  private CompletionStage<Response> markets(Collection<LiveMarket> wanted, boolean allOfThem) {
    return each(
        wanted,
        this::parameters,
        (known, unknown) ->
            unknown.isEmpty() || (!allOfThem && !known.isEmpty())
                ? json(LunoBodies.markets(known))
                : error(
                    503,
                    UNAVAILABLE,
                    "The parameters of %s are not known: the exchange's REST has not told them yet."
                        .formatted(unknown.getFirst().pair())));
  }

  private CompletionStage<Optional<Market>> parameters(LiveMarket live) {
    Optional<Market> told = fact(ExchangeFacts::market, live.pair());
    if (told.isEmpty()) {
      return CompletableFuture.completedFuture(told);
    }
    Market market = told.get();
    return live.top().thenApply(book -> Optional.of(withStatus(market, book)));
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

  /** Asks for something of each market; then makes an answer of what came and of whose did not. */
  private <T> CompletionStage<Response> each(
      Collection<LiveMarket> wanted,
      Function<LiveMarket, CompletionStage<Optional<T>>> question,
      BiFunction<List<T>, List<LiveMarket>, Response> answer) {
    SequencedMap<LiveMarket, CompletableFuture<Optional<T>>> asked = new LinkedHashMap<>();
    for (LiveMarket market : wanted) {
      asked.computeIfAbsent(market, one -> question.apply(one).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ -> {
              List<T> came = new ArrayList<>();
              List<LiveMarket> missing = new ArrayList<>();
              asked.forEach(
                  (market, result) ->
                      result.join().ifPresentOrElse(came::add, () -> missing.add(market)));
              return answer.apply(came, missing);
            },
            workers);
  }

  private static CompletionStage<Response> done(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private static Response json(byte[] body) {
    return new Response(200, "application/json", body, FRESH);
  }

  private static Response away(LiveMarket market) {
    Feed feed = market.feed();
    String why =
        feed == Feed.LIVE
            ? "Market %s is live again, or its book could not be read in time. Try again."
                .formatted(market.pair())
            : "Market %s is not live but %s: what is known of it may be wrong. Try again."
                .formatted(market.pair(), feed);
    return error(503, UNAVAILABLE, why);
  }

  private static Response error(int status, String code, String text) {
    return new Response(
        status,
        "application/json",
        LunoBodies.error(code, text),
        status == 503 ? COME_BACK : FRESH);
  }

  /** Ends what is waited for and all threads. Closing again does nothing. */
  @Override
  public void close() {
    if (facts != null) {
      facts.close();
    }
    workers.shutdownNow();
  }
}
