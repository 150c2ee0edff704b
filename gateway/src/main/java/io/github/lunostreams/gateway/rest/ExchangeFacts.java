package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.RestRefusedException;
import io.github.lunostreams.rest.Ticker;
import io.github.lunostreams.upstream.EventLoop;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a market's stream cannot tell, asked of the exchange's REST now and then: the markets'
 * parameters, what was traded in 24 hours, the trades before the stream began or while it was
 * broken. Nobody waits for it; what it does not know yet is empty.
 *
 * <p>The exchange allows 300 calls a minute. At rest this makes a call for all tickers a minute and
 * one for all markets in ten; trades are asked for once a market at the start and after each break,
 * at most every {@link #TRADES_INTERVAL} a market. Calls are made one at a time with {@link
 * #SPACING} between, 120 a minute at the most; after a refusal for being too many, none is made for
 * {@link #RETRY}.
 *
 * <p>All calls are made on its event loop, which is its own since they block.
 */
final class ExchangeFacts implements Facts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExchangeFacts.class);

  static final Duration MARKETS_INTERVAL = Duration.ofMinutes(10);
  static final Duration TICKERS_INTERVAL = Duration.ofMinutes(1);
  static final Duration TRADES_INTERVAL = Duration.ofSeconds(30);
  static final Duration SPACING = Duration.ofMillis(500);
  static final Duration RETRY = Duration.ofSeconds(30);

  /** How long a day's volume is told on after REST told it last. */
  static final Duration VOLUME_LIFE = Duration.ofMinutes(10);

  /** The calls of the exchange that are made; each may block. */
  interface Calls extends AutoCloseable {
    List<Market> markets() throws RestException, InterruptedException;

    List<Ticker> tickers() throws RestException, InterruptedException;

    List<PublicTrade> trades(String pair) throws RestException, InterruptedException;

    /** Ends a call that is under way. */
    @Override
    void close();
  }

  private enum Kind {
    MARKETS,
    TICKERS,
    TRADES
  }

  /** A call to make; of markets and tickers without a pair. */
  private record Job(Kind kind, String pair) {
    static final Job MARKETS = new Job(Kind.MARKETS, "");
    static final Job TICKERS = new Job(Kind.TICKERS, "");
  }

  private final Calls calls;
  private final EventLoop loop;
  private final Function<String, Optional<Tape>> tapes;

  private volatile Map<String, Market> markets = Map.of();
  private volatile boolean marketsTold;
  private volatile Map<String, Ticker> tickers = Map.of();
  private volatile boolean volumesOld;
  private volatile boolean closed;

  // Used on the loop only.
  private final SequencedSet<Job> due = new LinkedHashSet<>();
  private final SequencedSet<Job> tradesDue = new LinkedHashSet<>();
  private final Map<String, Long> tradesAsked = new HashMap<>();
  private final Set<String> tradesToCome = new HashSet<>();
  private boolean pausing;
  private long tickersTold;
  private boolean failing;

  /**
   * Knows nothing yet.
   *
   * @param calls the exchange; closed with this
   * @param loop its own; closed with this
   * @param tapes where a market's trades go, by its code; none if it is not followed any more
   */
  ExchangeFacts(Calls calls, EventLoop loop, Function<String, Optional<Tape>> tapes) {
    this.calls = calls;
    this.loop = loop;
    this.tapes = tapes;
  }

  /** The calls of a REST client. */
  static Calls of(LunoRest rest) {
    return new Calls() {
      @Override
      public List<Market> markets() throws RestException, InterruptedException {
        return rest.markets();
      }

      @Override
      public List<Ticker> tickers() throws RestException, InterruptedException {
        return rest.tickers();
      }

      @Override
      public List<PublicTrade> trades(String pair) throws RestException, InterruptedException {
        return rest.trades(Pair.of(pair));
      }

      @Override
      public void close() {
        rest.close();
      }
    };
  }

  /** Begins to ask. */
  void start() {
    loop.execute(() -> want(Job.MARKETS));
    loop.execute(() -> want(Job.TICKERS));
  }

  /** A market came into step: there may be trades its stream has not told. Any thread may call. */
  void wantTrades(String pair) {
    loop.execute(() -> tradesWanted(pair));
  }

  private void tradesWanted(String pair) {
    if (!tradesToCome.add(pair)) {
      return;
    }
    Job job = new Job(Kind.TRADES, pair);
    Long asked = tradesAsked.get(pair);
    long early = asked == null ? 0 : asked + TRADES_INTERVAL.toNanos() - loop.nanoTime();
    if (early > 0) {
      later(job, Duration.ofNanos(early));
    } else {
      want(job);
    }
  }

  private void later(Job job, Duration delay) {
    loop.schedule(delay, () -> want(job));
  }

  private void want(Job job) {
    (job.kind() == Kind.TRADES ? tradesDue : due).add(job);
    if (!pausing) {
      callNext();
    }
  }

  private void callNext() {
    pausing = false;
    // What is for all markets is not to wait for the trades of each.
    SequencedSet<Job> jobs = due.isEmpty() ? tradesDue : due;
    if (closed || jobs.isEmpty()) {
      return;
    }
    Duration pause = SPACING;
    Job job = jobs.removeFirst();
    try {
      if (!call(job)) {
        pause = Duration.ZERO;
      } else if (failing) {
        failing = false;
        log.info("the exchange's REST answers again");
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    } catch (RestException | RuntimeException failure) {
      failed(job, failure);
      if (failure instanceof RestRefusedException refusal && refusal.isTemporary()) {
        pause = RETRY;
      }
    }
    pausing = true;
    loop.schedule(pause, this::callNext);
  }

  /** False if there was nothing to ask. */
  private boolean call(Job job) throws RestException, InterruptedException {
    switch (job.kind()) {
      case MARKETS -> {
        markets =
            calls.markets().stream()
                .collect(
                    Collectors.collectingAndThen(
                        Collectors.toMap(
                            market -> market.pair().code(),
                            market -> market,
                            (a, _) -> a,
                            LinkedHashMap::new),
                        Collections::unmodifiableMap));
        marketsTold = true;
        later(job, MARKETS_INTERVAL);
      }
      case TICKERS -> {
        tickers =
            calls.tickers().stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        ticker -> ticker.pair().code(), ticker -> ticker, (a, _) -> a));
        tickersTold = loop.nanoTime();
        volumesOld = false;
        later(job, TICKERS_INTERVAL);
      }
      case TRADES -> {
        // First: what comes into step from here on may have missed what this call tells.
        tradesToCome.remove(job.pair());
        tradesAsked.put(job.pair(), loop.nanoTime());
        Optional<Tape> tape = tapes.apply(job.pair());
        if (tape.isEmpty()) {
          return false;
        }
        tape.get().merge(calls.trades(job.pair()));
      }
    }
    return true;
  }

  private void failed(Job job, Exception failure) {
    if (closed) {
      return;
    }
    if (failing) {
      log.debug("the exchange's REST: {}", failure.toString());
    } else {
      failing = true;
      log.warn(
          "the exchange's REST does not answer: 24-hour volumes, earlier trades and market"
              + " parameters are as of before, or missing ({})",
          failure.toString());
    }
    switch (job.kind()) {
      case MARKETS -> later(job, RETRY);
      case TICKERS -> {
        volumesOld = loop.nanoTime() - tickersTold > VOLUME_LIFE.toNanos();
        later(job, TICKERS_INTERVAL);
      }
      case TRADES -> {
        // A refusal for good is as good as an answer: at the next break it is asked again.
        if (!(failure instanceof RestRefusedException refusal) || refusal.isTemporary()) {
          tradesWanted(job.pair());
        }
      }
    }
  }

  @Override
  public Optional<Collection<Market>> markets() {
    return marketsTold ? Optional.of(markets.values()) : Optional.empty();
  }

  @Override
  public Optional<Market> market(String pair) {
    return Optional.ofNullable(markets.get(pair));
  }

  /** What was traded in 24 hours, up to a minute ago if REST answers. */
  @Override
  public Optional<BigDecimal> dayVolume(String pair) {
    return volumesOld
        ? Optional.empty()
        : Optional.ofNullable(tickers.get(pair)).map(Ticker::rolling24HourVolume);
  }

  /** The newest trade's price when REST was asked last. */
  @Override
  public Optional<BigDecimal> lastTrade(String pair) {
    return Optional.ofNullable(tickers.get(pair)).map(Ticker::lastTrade);
  }

  /** Ends its thread, and what it waits for. */
  @Override
  public void close() {
    closed = true;
    calls.close();
    loop.close();
  }
}
