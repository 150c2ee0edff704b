package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.RestRefusedException;
import io.github.lunostreams.rest.RestUnreachableException;
import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks the exchange's REST for what no stream contains: keeps the {@link ReferenceData}, and fills
 * {@link Tape}s with the trades before a stream began or while it was broken. Nothing waits for it.
 *
 * <p>The exchange allows 300 calls a minute. At rest this makes a call for all tickers a minute and
 * one for all markets in ten; trades are requested once a market at the start and after each break,
 * at most every {@link #TRADES_INTERVAL} a market. Calls are made one at a time with {@link
 * #SPACING} between, 120 a minute at the most; after a refusal for being too many, none is made for
 * {@link #RETRY}, or for longer if the exchange says so.
 *
 * <p>What is asked for the first time is {@linkplain Fact.State#PENDING pending} until that call
 * has ended, well or not. If REST cannot be reached or takes no calls, all that is pending is
 * missing at once; else after {@link #FIRST_WAIT} at the latest.
 *
 * <p>All calls are made on its event loop, which is its own since they block. Any thread may call
 * its methods.
 */
public final class ReferenceDataPoller implements AutoCloseable {
  static final Duration MARKETS_INTERVAL = Duration.ofMinutes(10);
  static final Duration TICKERS_INTERVAL = Duration.ofMinutes(1);
  static final Duration TRADES_INTERVAL = Duration.ofSeconds(30);
  static final Duration SPACING = Duration.ofMillis(500);
  static final Duration RETRY = Duration.ofSeconds(30);

  /** How long something may be pending: 50 markets' trades take 26 s to ask for. */
  static final Duration FIRST_WAIT = Duration.ofSeconds(30);

  private static final String TOO_LATE =
      "the exchange's REST has not answered within " + FIRST_WAIT.toSeconds() + " s";

  /** How long a volume of 24 hours is used after REST returned it last. */
  static final Duration VOLUME_LIFE = Duration.ofMinutes(10);

  /** A call to make. Its methods are called on the loop. */
  private interface Job {
    /**
     * Makes it.
     *
     * @return false if there was nothing to ask
     */
    boolean call() throws RestException, InterruptedException;

    /**
     * It failed.
     *
     * @param failure with words
     * @param reason these
     */
    void failed(Exception failure, String reason);

    /** What it asks for, in the words of the log. */
    RestOutages.Part part();

    /** Of which market; empty if of all. */
    default String market() {
      return "";
    }
  }

  private final RestCalls calls;
  private final EventLoop loop;
  private final ReferenceData data;
  private volatile boolean closed;

  // Used on the loop only.
  private final SequencedSet<Job> due = new LinkedHashSet<>();
  private final SequencedSet<Job> tradesDue = new LinkedHashSet<>();
  private final Map<Pair, TradesJob> pendingTrades = new HashMap<>();
  private final Map<Pair, Long> tradesRequested = new HashMap<>();
  private final RestOutages outages = new RestOutages();
  private boolean pausing;

  /** Why REST as a whole did not answer the last call; null if it did. */
  private @Nullable String down;

  /**
   * A poller that has not started.
   *
   * @param calls the exchange; closed with this
   * @param loop its own; closed with this
   * @param data where the answers go
   */
  public ReferenceDataPoller(RestCalls calls, EventLoop loop, ReferenceData data) {
    this.calls = calls;
    this.loop = loop;
    this.data = data;
  }

  /** Begins to ask. */
  public void start() {
    loop.execute(() -> enqueue(due, new MarketsJob()));
    loop.execute(() -> enqueue(due, new TickersJob()));
    loop.schedule(FIRST_WAIT, () -> data.pendingFailed(TOO_LATE));
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
    if (down != null) {
      tape.incomplete(down);
    } else if (tape.earlierTrades().isPending()) {
      loop.schedule(FIRST_WAIT, () -> tape.incomplete(TOO_LATE));
    }
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
        down = null;
        outages.ended(job.part(), job.market());
      } else {
        pause = Duration.ZERO;
        outages.forget(job.part(), job.market());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    } catch (RestException | RuntimeException failure) {
      if (!closed) {
        failed(job, failure);
      }
      pause = pauseAfter(failure);
    }
    pausing = true;
    loop.schedule(pause, this::callNext);
  }

  private void failed(Job job, Exception failure) {
    String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    outages.began(job.part(), job.market(), reason);
    job.failed(failure, reason);
    if (failure instanceof RestUnreachableException || isTemporaryRefusal(failure)) {
      down = reason;
      data.pendingFailed(reason);
      pendingTrades.values().forEach(pending -> pending.tape.incomplete(reason));
    } else {
      down = null;
    }
  }

  private static boolean isTemporaryRefusal(Exception failure) {
    return failure instanceof RestRefusedException refusal && refusal.isTemporary();
  }

  private static Duration pauseAfter(Exception failure) {
    Duration least = isTemporaryRefusal(failure) ? RETRY : SPACING;
    Duration asked =
        failure instanceof RestRefusedException refusal
            ? refusal.retryAfter().orElse(least)
            : least;
    return asked.compareTo(least) > 0 ? asked : least;
  }

  private final class MarketsJob implements Job {
    @Override
    public boolean call() throws RestException, InterruptedException {
      RestCalls.Markets received = calls.markets();
      data.markets(received.markets(), received.complete());
      enqueueLater(due, this, MARKETS_INTERVAL);
      return true;
    }

    @Override
    public void failed(Exception failure, String reason) {
      data.marketsFailed(reason);
      enqueueLater(due, this, RETRY);
    }

    @Override
    public RestOutages.Part part() {
      return RestOutages.Part.PARAMETERS;
    }
  }

  private final class TickersJob implements Job {
    private long receivedNanos;

    @Override
    public boolean call() throws RestException, InterruptedException {
      data.tickers(calls.tickers());
      receivedNanos = loop.nanoTime();
      loop.schedule(VOLUME_LIFE, this::expire);
      enqueueLater(due, this, TICKERS_INTERVAL);
      return true;
    }

    private void expire() {
      if (loop.nanoTime() - receivedNanos >= VOLUME_LIFE.toNanos()) {
        data.expireVolumes();
      }
    }

    @Override
    public void failed(Exception failure, String reason) {
      data.tickersFailed(reason);
      enqueueLater(due, this, TICKERS_INTERVAL);
    }

    @Override
    public RestOutages.Part part() {
      return RestOutages.Part.VOLUMES;
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
      tape.complete(calls.trades(pair));
      return true;
    }

    @Override
    public void failed(Exception failure, String reason) {
      tape.incomplete(reason);
      // A refusal for good is as good as an answer: at the next break it is asked again.
      if (!(failure instanceof RestRefusedException refusal) || refusal.isTemporary()) {
        enqueueTrades(pair, tape);
      } else {
        outages.forget(part(), market());
      }
    }

    @Override
    public RestOutages.Part part() {
      return RestOutages.Part.EARLIER_TRADES;
    }

    @Override
    public String market() {
      return pair.code();
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
