package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.RestRefusedException;
import io.github.lunostreams.rest.Ticker;
import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the exchange's REST for what no stream contains: keeps the {@link ReferenceData}, and fills
 * {@link Tape}s with the trades before a stream began or while it was broken. Nothing waits for it.
 *
 * <p>The exchange allows 300 calls a minute. At rest this makes a call for all tickers a minute and
 * one for all markets in ten; trades are requested once a market at the start and after each break,
 * at most every {@link #TRADES_INTERVAL} a market. Calls are made one at a time with {@link
 * #SPACING} between, 120 a minute at the most; after a refusal for being too many, none is made for
 * {@link #RETRY}.
 *
 * <p>All calls are made on its event loop, which is its own since they block. Any thread may call
 * its methods.
 */
public final class ReferenceDataPoller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReferenceDataPoller.class);

  static final Duration MARKETS_INTERVAL = Duration.ofMinutes(10);
  static final Duration TICKERS_INTERVAL = Duration.ofMinutes(1);
  static final Duration TRADES_INTERVAL = Duration.ofSeconds(30);
  static final Duration SPACING = Duration.ofMillis(500);
  static final Duration RETRY = Duration.ofSeconds(30);

  /** How long a volume of 24 hours is used after REST returned it last. */
  static final Duration VOLUME_LIFE = Duration.ofMinutes(10);

  /** The calls of the exchange that are made; each may block. */
  public interface Calls extends AutoCloseable {
    /**
     * All markets.
     *
     * @return in the exchange's order
     * @throws RestException if the exchange does not answer as expected
     * @throws InterruptedException if the thread was interrupted
     */
    List<Market> markets() throws RestException, InterruptedException;

    /**
     * The tickers of all markets.
     *
     * @return in any order
     * @throws RestException if the exchange does not answer as expected
     * @throws InterruptedException if the thread was interrupted
     */
    List<Ticker> tickers() throws RestException, InterruptedException;

    /**
     * A market's newest trades.
     *
     * @param pair the market's
     * @return in any order
     * @throws RestException if the exchange does not answer as expected
     * @throws InterruptedException if the thread was interrupted
     */
    List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException;

    /** Ends a call that is under way. */
    @Override
    void close();

    /**
     * The calls of a REST client.
     *
     * @param rest closed with them
     * @return the calls
     */
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
        public List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException {
          return rest.trades(pair);
        }

        @Override
        public void close() {
          rest.close();
        }
      };
    }
  }

  /** A call to make. Its methods are called on the loop. */
  private interface Job {
    /**
     * Makes it.
     *
     * @return false if there was nothing to ask
     */
    boolean call() throws RestException, InterruptedException;

    /** It failed. */
    void failed(Exception failure);
  }

  private final Calls calls;
  private final EventLoop loop;
  private final ReferenceData data;
  private volatile boolean closed;

  // Used on the loop only.
  private final SequencedSet<Job> due = new LinkedHashSet<>();
  private final SequencedSet<Job> tradesDue = new LinkedHashSet<>();
  private final Map<Pair, TradesJob> pendingTrades = new HashMap<>();
  private final Map<Pair, Long> tradesRequested = new HashMap<>();
  private boolean pausing;
  private boolean failing;

  /**
   * A poller that has not started.
   *
   * @param calls the exchange; closed with this
   * @param loop its own; closed with this
   * @param data where the answers go
   */
  public ReferenceDataPoller(Calls calls, EventLoop loop, ReferenceData data) {
    this.calls = calls;
    this.loop = loop;
    this.data = data;
  }

  /** Begins to ask. */
  public void start() {
    loop.execute(() -> enqueue(due, new MarketsJob()));
    loop.execute(() -> enqueue(due, new TickersJob()));
  }

  /**
   * A market came into step: there may be trades that its stream has not sent.
   *
   * @param pair the market's
   * @param tape where they go; nothing is asked for it once it is {@linkplain Tape#retire retired}
   */
  public void requestTrades(Pair pair, Tape tape) {
    loop.execute(() -> enqueueTrades(pair, tape));
  }

  private void enqueueTrades(Pair pair, Tape tape) {
    TradesJob pending = pendingTrades.get(pair);
    if (pending != null) {
      pending.tape = tape;
      return;
    }
    TradesJob job = new TradesJob(pair, tape);
    pendingTrades.put(pair, job);
    Long last = tradesRequested.get(pair);
    long tooEarly = last == null ? 0 : last + TRADES_INTERVAL.toNanos() - loop.nanoTime();
    if (tooEarly > 0) {
      enqueueLater(tradesDue, job, Duration.ofNanos(tooEarly));
    } else {
      enqueue(tradesDue, job);
    }
  }

  private void enqueueLater(SequencedSet<Job> jobs, Job job, Duration delay) {
    loop.schedule(delay, () -> enqueue(jobs, job));
  }

  private void enqueue(SequencedSet<Job> jobs, Job job) {
    jobs.add(job);
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
      if (job.call()) {
        answered();
      } else {
        pause = Duration.ZERO;
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    } catch (RestException | RuntimeException failure) {
      if (!closed) {
        report(failure);
        job.failed(failure);
      }
      if (failure instanceof RestRefusedException refusal && refusal.isTemporary()) {
        pause = RETRY;
      }
    }
    pausing = true;
    loop.schedule(pause, this::callNext);
  }

  private void answered() {
    if (failing) {
      failing = false;
      log.info("the exchange's REST answers again");
    }
  }

  private void report(Exception failure) {
    if (failing) {
      log.debug("the exchange's REST: {}", failure.toString());
    } else {
      failing = true;
      log.warn(
          "the exchange's REST does not answer: 24-hour volumes, earlier trades and market"
              + " specifications are old or missing ({})",
          failure.toString());
    }
  }

  private final class MarketsJob implements Job {
    @Override
    public boolean call() throws RestException, InterruptedException {
      data.markets(calls.markets());
      enqueueLater(due, this, MARKETS_INTERVAL);
      return true;
    }

    @Override
    public void failed(Exception failure) {
      enqueueLater(due, this, RETRY);
    }
  }

  private final class TickersJob implements Job {
    private long receivedNanos;

    @Override
    public boolean call() throws RestException, InterruptedException {
      data.tickers(calls.tickers());
      receivedNanos = loop.nanoTime();
      enqueueLater(due, this, TICKERS_INTERVAL);
      return true;
    }

    @Override
    public void failed(Exception failure) {
      if (loop.nanoTime() - receivedNanos > VOLUME_LIFE.toNanos()) {
        data.expireVolumes();
      }
      enqueueLater(due, this, TICKERS_INTERVAL);
    }
  }

  private final class TradesJob implements Job {
    private final Pair pair;
    private Tape tape;

    TradesJob(Pair pair, Tape tape) {
      this.pair = pair;
      this.tape = tape;
    }

    @Override
    public boolean call() throws RestException, InterruptedException {
      // First: who comes into step from here on may have missed what this call returns.
      pendingTrades.remove(pair);
      tradesRequested.put(pair, loop.nanoTime());
      if (tape.isRetired()) {
        return false;
      }
      tape.merge(calls.trades(pair));
      return true;
    }

    @Override
    public void failed(Exception failure) {
      // A refusal for good is as good as an answer: at the next break it is asked again.
      if (!(failure instanceof RestRefusedException refusal) || refusal.isTemporary()) {
        enqueueTrades(pair, tape);
      }
    }
  }

  /** Ends its thread, and a call that is under way. */
  @Override
  public void close() {
    closed = true;
    calls.close();
    loop.close();
  }
}
