package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.PriceLevel;
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
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");
  private static final Map<String, String> COME_BACK =
      Map.of("cache-control", "no-store", "retry-after", "1");

  private final InstantSource clock;

  /** Complete before the first question. */
  private final SequencedMap<String, LiveMarket> markets = new LinkedHashMap<>();

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-answer-", 0).factory());
  private final @Nullable ExchangeFacts facts;

  /**
   * Follows no market yet.
   *
   * @param exchange the exchange's own REST; closed with this. Without it, what the streams don't
   *     tell is not known
   * @param clock tells how old trades are
   */
  public PublicRest(Optional<LunoRest> exchange, InstantSource clock) {
    this.clock = clock;
    this.facts =
        exchange
            .map(
                rest ->
                    new ExchangeFacts(
                        ExchangeFacts.of(rest), new ThreadEventLoop("luno-rest"), this::tape))
            .orElse(null);
  }

  private Tape tape(String pair) {
    LiveMarket market = markets.get(pair);
    if (market == null) {
      throw new IllegalStateException("expected a followed market, got " + pair);
    }
    return market.tape();
  }

  /**
   * Adds a market, before anybody asks.
   *
   * @param stream not started yet, and without other hooks: who is told of an update may ask here
   *     for no less than that
   */
  public void follow(MarketStream stream) {
    String pair = stream.pair();
    Runnable whenInStep =
        () -> {
          if (facts != null) {
            facts.wantTrades(pair);
          }
        };
    markets.put(pair, new LiveMarket(stream, whenInStep, workers, System::nanoTime));
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
      LiveMarket market = markets.get(pair.toUpperCase(Locale.ROOT));
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
    return pairs.isEmpty()
        ? markets(markets.values(), false)
        : some(pairs, found -> markets(found, true));
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
                    "ErrUnavailable",
                    "The parameters of %s are not known: the exchange's REST has not told them yet."
                        .formatted(unknown.getFirst().pair())));
  }

  private CompletionStage<Optional<Market>> parameters(LiveMarket live) {
    Optional<Market> told = fact(ExchangeFacts::market, live.pair());
    if (told.isEmpty()) {
      return CompletableFuture.completedFuture(told);
    }
    Market market = told.get();
    return live.top()
        .thenApply(
            book ->
                Optional.of(
                    new Market(
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
                        book.map(BookSnapshot::status).orElse(market.status()))));
  }

  /** Asks for something of each market; then makes an answer of what came and of whose did not. */
  private static <T> CompletionStage<Response> each(
      Collection<LiveMarket> wanted,
      Function<LiveMarket, CompletionStage<Optional<T>>> question,
      BiFunction<List<T>, List<LiveMarket>, Response> answer) {
    SequencedMap<LiveMarket, CompletableFuture<Optional<T>>> asked = new LinkedHashMap<>();
    for (LiveMarket market : wanted) {
      asked.computeIfAbsent(market, one -> question.apply(one).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              List<T> came = new ArrayList<>();
              List<LiveMarket> missing = new ArrayList<>();
              asked.forEach(
                  (market, result) ->
                      result.join().ifPresentOrElse(came::add, () -> missing.add(market)));
              return answer.apply(came, missing);
            });
  }

  private static CompletionStage<Response> done(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private static Response json(byte[] body) {
    return new Response(200, "application/json", body, FRESH);
  }

  private static Response away(LiveMarket market) {
    return error(
        503,
        "ErrUnavailable",
        "Market %s is not live but %s: what is known of it may be wrong. Try again."
            .formatted(market.pair(), market.feed()));
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
