package io.github.lunostreams.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.BookMessage;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.BrokenBookException;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.RetryPace;
import io.github.lunostreams.upstream.StreamEnvironment;
import io.github.lunostreams.upstream.UpstreamConnection;
import io.github.lunostreams.wire.BadFrameException;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one market's book in step with the exchange: decodes each frame, holds it against the
 * sequence rule, applies it, and when something does not fit has the connection start over. It
 * decides the book's state, and publishes all of it as one ordered stream.
 *
 * <p>Runs on the market's event loop.
 */
final class BookSync implements UpstreamConnection.Listener {
  private static final Logger log = LoggerFactory.getLogger(BookSync.class);
  private static final String MARKET_PATH = "/api/1/stream/";

  /** Luno's error codes that no retry can mend. */
  private static final Set<String> PERMANENT = Set.of("invalid_credentials", "invalid_market");

  /** Receives, on the event loop, its results. */
  interface Listener {
    /** A whole new book, and the state that came with it. */
    void reset(Reset reset);

    /** An update was applied. */
    void changed(Changed changed);

    /** The exchange said that it has nothing to say; the book is in step. */
    void keptAlive();

    /** The state changed, not by a new book. */
    void stateChanged(StateChanged change);

    /** A message was dropped since the book was past it. */
    void droppedOld(long sequence, long bookSequence);
  }

  private final Pair pair;
  private final StreamEnvironment environment;
  private final FeedSettings settings;
  private final EventLoop loop;
  private final Listener listener;
  private final FeedCounters counters;
  private final FreshnessGauge freshness;
  private final UpstreamConnection upstream;
  private final MessageDecoder decoder = new MessageDecoder();
  private final OrderBookBuilder builder;
  private final CircuitBreaker breaker = new CircuitBreaker();

  private final Reset reset;
  private final Changed changed;

  private FeedState state = FeedState.NEW;

  private Cause lastCause = new Cause(Reason.STARTED, "not yet");

  /** What keeps the market without a book beyond the next attempt; empty if nothing does. */
  private String standing = "";

  /** Frames have waited for longer than the bound, and the loop has not caught up yet. */
  private boolean late;

  private boolean recordsChanges;

  /** When the book last moved on; while only old messages come, they may be all there will be. */
  private long lastNewNanos;

  BookSync(
      Pair pair,
      StreamEnvironment environment,
      EventLoop loop,
      Listener listener,
      FeedCounters counters,
      FreshnessGauge freshness) {
    this.pair = pair;
    this.environment = environment;
    this.settings = environment.settings();
    this.loop = loop;
    this.listener = listener;
    this.counters = counters;
    this.freshness = freshness;
    this.builder = new OrderBookBuilder(pair);
    this.reset = new Reset(builder.book(), current());
    this.changed = new Changed(builder);
    this.upstream =
        new UpstreamConnection(
            environment.address(MARKET_PATH + pair.code()), environment, loop, this);
  }

  OrderBook book() {
    return builder.book();
  }

  /** Notes changes of orders and levels from the next update on. */
  void recordChanges() {
    if (!recordsChanges) {
      recordsChanges = true;
      builder.recordChanges(true);
    }
  }

  FeedState state() {
    return state;
  }

  /** Any thread may ask it how far the loop is behind, and abandon it. */
  UpstreamConnection upstream() {
    return upstream;
  }

  void start() {
    upstream.start();
  }

  void close() {
    upstream.close();
    enter(FeedState.CLOSED, new Cause(Reason.CLOSED_BY_OWNER, ""));
  }

  @Override
  public void connecting(Cause cause) {
    counters.attempts.increment();
    enter(
        FeedState.CONNECTING,
        standing.isEmpty()
            ? cause
            : new Cause(cause.reason(), cause.detail() + ", since " + standing));
  }

  @Override
  public void opened() {
    freshness.connected();
    enter(FeedState.SYNCING, new Cause(Reason.CONNECTED, standing));
  }

  @Override
  public void silent(Duration silence) {
    if (state.isInStep()) {
      enter(
          FeedState.STALE,
          new Cause(Reason.SILENCE, "no text frame for " + UpstreamConnection.seconds(silence)));
    }
  }

  @Override
  public RetryPace breaking(Reason reason, RetryPace asked) {
    counters.broke(reason);
    breaker.broke(reason, loop.nanoTime());
    return breaker.isOpen(loop.nanoTime()) ? RetryPace.SLOWEST : asked;
  }

  @Override
  public void disconnected(Cause cause) {
    late = false;
    standing = cause.reason() == Reason.UNREPRESENTABLE_NUMBER ? cause.toString() : "";
    enter(FeedState.BACKING_OFF, cause);
  }

  @Override
  public void received(byte[] utf8, long arrivedMillis, long waitedNanos) {
    counters.frames.increment();
    freshness.heard(loop.nanoTime() - waitedNanos);
    if (waitedNanos > settings.lagBound().toNanos()) {
      fallBehind(waitedNanos);
    }
    read(utf8, arrivedMillis);
    if (late && upstream.behindNanos() < settings.lagBound().toNanos() / 2) {
      late = false;
      if (state == FeedState.LAGGING) {
        enter(FeedState.LIVE, new Cause(Reason.CAUGHT_UP, ""));
      }
    }
  }

  private void fallBehind(long waitedNanos) {
    late = true;
    if (state == FeedState.LIVE) {
      enter(
          FeedState.LAGGING,
          new Cause(
              Reason.BEHIND,
              "frames wait for the market's thread for "
                  + UpstreamConnection.seconds(Duration.ofNanos(waitedNanos))));
    }
  }

  private void read(byte[] utf8, long arrivedMillis) {
    long slow = decoder.slowPathCount();
    long leftOut = builder.leftOut();
    try {
      switch (decoder.decode(utf8)) {
        case StreamMessage.KeepAlive() -> keptAlive();
        case StreamMessage.Refusal refusal -> refused(refusal);
        case StreamMessage.Book(BookMessage message) -> {
          switch (message) {
            case Snapshot snapshot -> applySnapshot(snapshot, utf8, arrivedMillis);
            case BookUpdate update -> apply(update, utf8, arrivedMillis);
          }
          counters.slowPathFrames.add(decoder.slowPathCount() - slow);
          if (builder.leftOut() != leftOut) {
            counters.leftOut.add(builder.leftOut() - leftOut);
          }
        }
      }
    } catch (BadFrameException e) {
      resync(Reason.BAD_FRAME, unlessItRepeatsTheKey(utf8, e.getMessage()));
    } catch (BrokenBookException e) {
      resync(
          switch (e.violation()) {
            case GAP -> Reason.GAP;
            case RESTART -> Reason.RESTART;
            default -> Reason.BROKEN_BOOK;
          },
          unlessItRepeatsTheKey(utf8, e.violation() + " " + e.getMessage()));
    } catch (UnrepresentableNumberException e) {
      // Each snapshot will have it for as long as its order rests, which is not for ever.
      upstream.disconnectAndRetry(
          Reason.UNREPRESENTABLE_NUMBER,
          "",
          unlessItRepeatsTheKey(utf8, e.getMessage()),
          RetryPace.SLOWEST);
    } catch (RuntimeException | Error e) {
      // A mistake of ours must not freeze a book that consumers take for current.
      log.error(
          "{}: a frame could not be applied: {}", pair, unlessItRepeatsTheKey(utf8, e.toString()));
      resync(Reason.BROKEN_BOOK, unlessItRepeatsTheKey(utf8, e.toString()));
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /** Messages show frames cut short, and what is cut short cannot be redacted. */
  private String unlessItRepeatsTheKey(byte[] frame, @Nullable String message) {
    String text = new String(frame, UTF_8);
    return environment.credentials().map(key -> key.isIn(text)).orElse(false)
        ? "a frame of " + frame.length + " bytes, withheld since it repeats the key"
        : String.valueOf(message);
  }

  private void applySnapshot(Snapshot snapshot, byte[] utf8, long arrivedMillis)
      throws BrokenBookException, UnrepresentableNumberException {
    if (state != FeedState.SYNCING) {
      resync(Reason.RESTART, "a second snapshot, of sequence " + snapshot.sequence());
      return;
    }
    long leftOut = builder.leftOut();
    try {
      builder.applySnapshot(snapshot);
    } catch (BrokenBookException wrong) {
      breaker.wrongSnapshot(loop.nanoTime());
      throw wrong;
    }
    breaker.goodSnapshot();
    standing = "";
    lastNewNanos = loop.nanoTime();
    freshness.updated(loop.nanoTime(), arrivedMillis, snapshot.timestampMillis());
    counters.snapshots.increment();
    upstream.confirm();
    String words = "sequence %d, %d orders".formatted(snapshot.sequence(), book().orderCount());
    if (builder.leftOut() != leftOut) {
      words += ", %d of volume zero left out".formatted(builder.leftOut() - leftOut);
    }
    Cause cause = new Cause(Reason.SNAPSHOT, words);
    FeedState from = state;
    state = inStepState();
    listener.reset(reset.becomes(change(from, cause), Optional.of(utf8)));
  }

  /** What a book that fits every check is worth. */
  private FeedState inStepState() {
    if (breaker.isOpen(loop.nanoTime())) {
      return FeedState.SUSPECT;
    }
    return late ? FeedState.LAGGING : FeedState.LIVE;
  }

  private void apply(BookUpdate update, byte[] utf8, long arrivedMillis)
      throws BrokenBookException, UnrepresentableNumberException {
    if (state == FeedState.SYNCING) {
      resync(Reason.GAP, "expected the snapshot, got update " + update.sequence());
      return;
    }
    switch (builder.apply(update)) {
      case APPLIED -> {
        heard();
        if (!state.isInStep()) {
          return; // A listener closed the stream.
        }
        lastNewNanos = loop.nanoTime();
        freshness.updated(loop.nanoTime(), arrivedMillis, update.timestampMillis());
        counters.updates.increment();
        counters.trades.add(builder.trades().size());
        listener.changed(changed.becomes(state, utf8));
      }
      case OLD -> {
        counters.oldMessages.increment();
        if (loop.nanoTime() - lastNewNanos > settings.staleAfter().toNanos()) {
          resync(
              Reason.RESTART,
              "expected sequence %d, got only older ones for more than %s, the last %d"
                  .formatted(
                      book().sequence() + 1,
                      UpstreamConnection.seconds(settings.staleAfter()),
                      update.sequence()));
          return;
        }
        listener.droppedOld(update.sequence(), book().sequence());
      }
    }
  }

  /** The feed is not dead after all, and what came fits the book. */
  private void heard() {
    if (state == FeedState.STALE) {
      enter(inStepState(), new Cause(Reason.HEARD_AGAIN, ""));
    } else if (state == FeedState.SUSPECT && inStepState() != FeedState.SUSPECT) {
      enter(inStepState(), new Cause(Reason.TRUSTED_AGAIN, ""));
    }
  }

  private void keptAlive() {
    heard();
    if (state.isInStep()) {
      listener.keptAlive();
    }
  }

  private void refused(StreamMessage.Refusal refusal) {
    String code = upstream.redacted(refusal.code());
    String words = refusal.code() + ": " + refusal.message();
    if (PERMANENT.contains(refusal.code())) {
      fail(Reason.REFUSED, code, words);
    } else {
      // Only a second refusal is a sign that a stream that was let in is not wanted.
      RetryPace pace = state == FeedState.SYNCING ? RetryPace.SLOW : RetryPace.SLOW_IF_REPEATED;
      upstream.disconnectAndRetry(Reason.REFUSED, code, words, pace);
    }
  }

  private void resync(Reason reason, String detail) {
    upstream.disconnectAndRetry(reason, "", detail, RetryPace.NORMAL);
  }

  private void fail(Reason reason, String errorCode, String detail) {
    counters.broke(reason);
    upstream.fail();
    enter(FeedState.FAILED, new Cause(reason, errorCode, upstream.redacted(detail)));
  }

  private void enter(FeedState next, Cause cause) {
    FeedState from = state;
    if (from == next) {
      return;
    }
    state = next;
    listener.stateChanged(change(from, cause));
  }

  private StateChanged change(FeedState from, Cause cause) {
    lastCause = cause;
    return new StateChanged(pair, environment.clock().instant(), from, state, cause);
  }

  /** For a hook that comes late: the state as it is, and why. */
  StateChanged current() {
    return change(state, lastCause);
  }
}
