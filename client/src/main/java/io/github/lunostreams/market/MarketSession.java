package io.github.lunostreams.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.BookKeeper;
import io.github.lunostreams.book.BookMessage;
import io.github.lunostreams.book.BookMessage.Snapshot;
import io.github.lunostreams.book.BookUpdate;
import io.github.lunostreams.book.BrokenBookException;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.UnrepresentableNumberException;
import io.github.lunostreams.connection.Connection;
import io.github.lunostreams.connection.HandshakeException;
import io.github.lunostreams.loop.EventLoop;
import io.github.lunostreams.loop.EventLoop.Timer;
import io.github.lunostreams.market.Backoff.Pace;
import io.github.lunostreams.market.Cause.Reason;
import io.github.lunostreams.wire.BadFrameException;
import io.github.lunostreams.wire.CredentialsFrame;
import io.github.lunostreams.wire.Frame;
import io.github.lunostreams.wire.MessageDecoder;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one market in step with the exchange: connects, shows the credentials, takes the snapshot,
 * applies the updates, and when anything breaks that chain lets go, backs off and starts over.
 *
 * <p>Everything here runs on the market's event loop, except that {@link Attempt} receives the
 * transport's calls and only hands them over. There is one way down, {@link #fall}, and at most one
 * attempt at a time: what an attempt that was let go still says is ignored.
 */
final class MarketSession {
  private static final Logger log = LoggerFactory.getLogger(MarketSession.class);

  /** Luno's error codes that no retry can mend. */
  private static final Set<String> PERMANENT = Set.of("invalid_credentials", "invalid_market");

  /** Is told, on the event loop, what comes of the session. */
  interface Audience {
    /** The book changed; after a snapshot without trades. */
    void updated(OrderBook book, List<Trade> trades);

    /** A frame went into the book; comes before {@link #updated}. */
    void framed(byte[] utf8, boolean snapshot, OrderBook book);

    /** The state changed. */
    void changed(FeedState from, FeedState to, Cause cause);

    /** A message was dropped since the book was past it. */
    void droppedOld(long sequence, long bookSequence);
  }

  private final StreamEnvironment environment;
  private final FeedSettings settings;
  private final URI address;
  private final EventLoop loop;
  private final Audience audience;
  private final FeedCounters counters;
  private final FreshnessGauge freshness;
  private final MessageDecoder decoder = new MessageDecoder();
  private final BookKeeper keeper;
  private final Backoff backoff;
  private final Suspicion suspicion = new Suspicion();

  private FeedState state = FeedState.CLOSED;

  /** The attempt or connection of now; null while there is none. Written on the event loop. */
  private volatile @Nullable Attempt current;

  /** Waits for what the state needs next: connection, snapshot, time to retry, calm. */
  private @Nullable Timer stateTimer;

  private @Nullable Timer pingTimer;
  private @Nullable Timer silenceTimer;
  private long lastTextNanos;

  /** When the book last moved on; while only old messages come, they may be all there will be. */
  private long lastNewNanos;

  MarketSession(
      String pair,
      StreamEnvironment environment,
      EventLoop loop,
      Audience audience,
      FeedCounters counters,
      FreshnessGauge freshness) {
    this.environment = environment;
    this.settings = environment.settings();
    this.address = environment.marketAddress(pair);
    this.loop = loop;
    this.audience = audience;
    this.counters = counters;
    this.freshness = freshness;
    this.keeper = new BookKeeper(pair);
    this.backoff = new Backoff(settings, environment.random());
  }

  OrderBook book() {
    return keeper.book();
  }

  FeedState state() {
    return state;
  }

  void start() {
    connect(new Cause(Reason.STARTED, address.toString()));
  }

  void close() {
    letGo(true);
    enter(FeedState.CLOSED, new Cause(Reason.CLOSED_BY_OWNER, ""));
  }

  private void connect(Cause cause) {
    if (!environment.budget().tryTake()) {
      fall(
          Reason.NO_SESSION_FREE,
          "all %d sessions of the budget are in use".formatted(environment.budget().limit()),
          Pace.SLOW);
      return;
    }
    Attempt attempt = new Attempt();
    current = attempt;
    counters.attempts.increment();
    enter(FeedState.CONNECTING, cause);
    if (current != attempt) {
      return; // A listener closed the stream.
    }
    stateTimer =
        loop.schedule(
            settings.connectTimeout(),
            () ->
                fall(
                    Reason.CONNECT_FAILED,
                    "no answer within " + seconds(settings.connectTimeout())));
    try {
      attempt.connection =
          environment.connector().connect(address, settings.connectTimeout(), attempt);
    } catch (RuntimeException refused) {
      fall(Reason.CONNECT_FAILED, refused.toString());
    }
  }

  private void opened(Connection connection) {
    cancelStateTimer();
    lastTextNanos = loop.nanoTime();
    freshness.connected();
    enter(FeedState.SYNCING, new Cause(Reason.CONNECTED, ""));
    if (state != FeedState.SYNCING) {
      return;
    }
    stateTimer =
        loop.schedule(
            settings.snapshotTimeout(),
            () ->
                fall(
                    Reason.NO_SNAPSHOT,
                    "no snapshot within " + seconds(settings.snapshotTimeout())));
    pingTimer = loop.schedule(settings.pingInterval(), () -> ping(connection));
    silenceTimer = loop.schedule(settings.staleAfter(), this::listenForSilence);
    connection.sendText(CredentialsFrame.of(environment.credentials()));
  }

  private void ping(Connection connection) {
    connection.sendPing();
    pingTimer = loop.schedule(settings.pingInterval(), () -> ping(connection));
  }

  /**
   * Only text frames count: a dead feed may go on answering pings. First ask, then say that the
   * book may be behind, then give up.
   */
  private void listenForSilence() {
    Duration silence = Duration.ofNanos(loop.nanoTime() - lastTextNanos);
    Duration patience = settings.silenceTimeout();
    Duration asked = settings.staleAfter();
    Duration stale = asked.plus(patience.minus(asked).dividedBy(4));
    Duration next;
    if (silence.compareTo(patience) >= 0) {
      fall(Reason.SILENCE, "no text frame for " + seconds(silence));
      return;
    } else if (silence.compareTo(stale) >= 0) {
      if (state.isInStep()) {
        enter(FeedState.STALE, new Cause(Reason.SILENCE, "no text frame for " + seconds(silence)));
        if (state != FeedState.STALE) {
          return;
        }
      }
      next = patience.minus(silence);
    } else if (silence.compareTo(asked) >= 0) {
      Attempt attempt = current;
      Connection quiet = attempt == null ? null : attempt.connection;
      if (quiet != null) {
        quiet.sendPing();
      }
      next = stale.minus(silence);
    } else {
      next = asked.minus(silence);
    }
    silenceTimer = loop.schedule(next, this::listenForSilence);
  }

  private void received(byte[] utf8, long arrivedMillis) {
    counters.frames.increment();
    long unusual = decoder.unusual();
    lastTextNanos = loop.nanoTime();
    freshness.heard(lastTextNanos);
    try {
      switch (decoder.decode(utf8)) {
        case Frame.KeepAlive() -> heard();
        case Frame.Refusal refusal -> refused(refusal);
        case Frame.Book(BookMessage message) -> {
          switch (message) {
            case Snapshot snapshot -> takeOver(snapshot, utf8, arrivedMillis);
            case BookUpdate update -> apply(update, utf8, arrivedMillis);
          }
          counters.unusualFrames.add(decoder.unusual() - unusual);
        }
      }
    } catch (BadFrameException e) {
      fall(Reason.BAD_FRAME, unlessItRepeatsTheKey(utf8, e.getMessage()));
    } catch (BrokenBookException e) {
      fall(
          switch (e.flaw()) {
            case GAP -> Reason.GAP;
            case RESTART -> Reason.RESTART;
            default -> Reason.BROKEN_BOOK;
          },
          unlessItRepeatsTheKey(utf8, e.flaw() + " " + e.getMessage()));
    } catch (UnrepresentableNumberException e) {
      fail(Reason.UNREPRESENTABLE_NUMBER, unlessItRepeatsTheKey(utf8, e.getMessage()));
    } catch (RuntimeException | Error e) {
      // A mistake of ours must not freeze a book that consumers take for current.
      log.error(
          "{}: a frame could not be applied: {}",
          keeper.book().pair(),
          unlessItRepeatsTheKey(utf8, e.toString()));
      fall(Reason.BROKEN_BOOK, unlessItRepeatsTheKey(utf8, e.toString()));
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /** Messages show frames cut short, and what is cut short cannot be redacted. */
  private String unlessItRepeatsTheKey(byte[] frame, @Nullable String message) {
    return environment.credentials().isIn(new String(frame, UTF_8))
        ? "a frame of " + frame.length + " bytes, withheld since it repeats the key"
        : String.valueOf(message);
  }

  private void takeOver(Snapshot snapshot, byte[] utf8, long arrivedMillis)
      throws BrokenBookException, UnrepresentableNumberException {
    if (state != FeedState.SYNCING) {
      fall(Reason.RESTART, "a second snapshot, of sequence " + snapshot.sequence());
      return;
    }
    try {
      keeper.restart(snapshot);
    } catch (BrokenBookException wrong) {
      suspicion.wrongSnapshot(loop.nanoTime());
      throw wrong;
    }
    suspicion.goodSnapshot();
    lastNewNanos = loop.nanoTime();
    freshness.updated(loop.nanoTime(), arrivedMillis - snapshot.timestampMillis());
    counters.snapshots.increment();
    cancelStateTimer();
    stateTimer = loop.schedule(settings.calmAfter(), backoff::reset);
    enter(
        believed(),
        new Cause(
            Reason.SNAPSHOT,
            "sequence %d, %d orders".formatted(snapshot.sequence(), keeper.book().orderCount())));
    if (state.isInStep()) {
      audience.framed(utf8, true, keeper.book());
    }
    if (state.isInStep()) {
      audience.updated(keeper.book(), List.of());
    }
  }

  private FeedState believed() {
    return suspicion.isRaised(loop.nanoTime()) ? FeedState.SUSPECT : FeedState.LIVE;
  }

  private void apply(BookUpdate update, byte[] utf8, long arrivedMillis)
      throws BrokenBookException, UnrepresentableNumberException {
    if (state == FeedState.SYNCING) {
      fall(Reason.GAP, "expected the snapshot, got update " + update.sequence());
      return;
    }
    switch (keeper.apply(update)) {
      case APPLIED -> {
        heard();
        if (!state.isInStep()) {
          return; // A listener closed the stream.
        }
        lastNewNanos = loop.nanoTime();
        freshness.updated(loop.nanoTime(), arrivedMillis - update.timestampMillis());
        counters.updates.increment();
        counters.trades.add(keeper.trades().size());
        audience.framed(utf8, false, keeper.book());
        if (state.isInStep()) {
          audience.updated(keeper.book(), keeper.trades());
        }
      }
      case OLD -> {
        counters.oldMessages.increment();
        if (loop.nanoTime() - lastNewNanos > settings.staleAfter().toNanos()) {
          fall(
              Reason.RESTART,
              "expected sequence %d, got only older ones for more than %s, the last %d"
                  .formatted(
                      keeper.book().sequence() + 1,
                      seconds(settings.staleAfter()),
                      update.sequence()));
          return;
        }
        audience.droppedOld(update.sequence(), keeper.book().sequence());
      }
    }
  }

  /** The feed is not dead after all, and what came fits the book. */
  private void heard() {
    if (state == FeedState.STALE) {
      enter(believed(), new Cause(Reason.HEARD_AGAIN, ""));
    } else if (state == FeedState.SUSPECT && believed() == FeedState.LIVE) {
      enter(FeedState.LIVE, new Cause(Reason.TRUSTED_AGAIN, ""));
    }
  }

  private void refused(Frame.Refusal refusal) {
    String words = refusal.code() + ": " + refusal.message();
    if (PERMANENT.contains(refusal.code())) {
      fail(Reason.REFUSED, words);
    } else {
      fall(Reason.REFUSED, words);
    }
  }

  /** The one way down: whatever went wrong, let go, and try again later. */
  private void fall(Reason reason, @Nullable String detail) {
    fall(reason, detail, reason == Reason.REFUSED ? Pace.SLOW : Pace.NORMAL);
  }

  private void fall(Reason reason, @Nullable String detail, Pace asked) {
    counters.broke(reason);
    suspicion.broke(reason, loop.nanoTime());
    Pace pace = suspicion.isRaised(loop.nanoTime()) ? Pace.SLOWEST : asked;
    letGo(false);
    Duration wait = backoff.next(pace);
    stateTimer =
        loop.schedule(wait, () -> connect(new Cause(Reason.RETRY, "after " + seconds(wait))));
    enter(FeedState.BACKING_OFF, new Cause(reason, shown(detail)));
  }

  private void fail(Reason reason, @Nullable String detail) {
    counters.broke(reason);
    letGo(false);
    enter(FeedState.FAILED, new Cause(reason, shown(detail)));
  }

  private String shown(@Nullable String detail) {
    return detail == null ? "" : environment.credentials().redact(detail);
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private void letGo(boolean politely) {
    Attempt attempt = current;
    current = null;
    cancelStateTimer();
    cancel(pingTimer);
    cancel(silenceTimer);
    pingTimer = null;
    silenceTimer = null;
    if (attempt != null) {
      attempt.release(politely);
    }
  }

  /**
   * Lets go of the connection from another thread, for a closer that cannot wait for the market's:
   * the rest of {@link #close} follows there.
   */
  void abandon() {
    Attempt attempt = current;
    if (attempt != null) {
      attempt.release(false);
    }
  }

  private void cancelStateTimer() {
    cancel(stateTimer);
    stateTimer = null;
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private void enter(FeedState next, Cause cause) {
    FeedState from = state;
    if (from == next) {
      return;
    }
    state = next;
    audience.changed(from, next, cause);
  }

  /**
   * One attempt to be connected, and the connection that came of it. Its methods are called by the
   * transport and only hand over to the event loop; the frames that wait there are bounded.
   */
  private final class Attempt implements Connection.Listener {
    /** Written on the event loop. */
    volatile @Nullable Connection connection;

    private final AtomicBoolean released = new AtomicBoolean();

    private final AtomicLong queuedBytes = new AtomicLong();

    /** Owned by the transport's thread: a frame was dropped, so none after it is of use. */
    private boolean overrun;

    /** Gives the session back and lets go of the connection, once, on any thread. */
    void release(boolean politely) {
      if (!released.compareAndSet(false, true)) {
        return;
      }
      environment.budget().giveBack();
      Connection open = connection;
      if (open != null && politely) {
        open.close();
      } else if (open != null) {
        open.abort();
      }
    }

    @Override
    public void onOpen(Connection open) {
      hand(() -> opened(open));
    }

    @Override
    public void onText(byte[] utf8) {
      if (overrun) {
        return;
      }
      if (queuedBytes.addAndGet(utf8.length) > settings.maxQueuedBytes()) {
        overrun = true;
        hand(
            () ->
                fall(
                    Reason.OVERRUN,
                    "more than %d bytes of frames wait".formatted(settings.maxQueuedBytes())));
        return;
      }
      long arrivedMillis = environment.clock().millis();
      loop.execute(
          () -> {
            queuedBytes.addAndGet(-utf8.length);
            if (current == this) {
              received(utf8, arrivedMillis);
            }
          });
    }

    @Override
    public void onPong() {
      // Tells that the network works, not that the feed does.
    }

    @Override
    public void onClosed(int code, String reason) {
      hand(
          () ->
              fall(
                  Reason.CLOSED_BY_EXCHANGE,
                  "close code " + code + (reason.isEmpty() ? "" : ", " + reason)));
    }

    @Override
    public void onFailed(Throwable failure) {
      hand(
          () -> {
            boolean opening = state == FeedState.CONNECTING;
            Reason reason = opening ? Reason.CONNECT_FAILED : Reason.CONNECTION_LOST;
            if (failure instanceof HandshakeException refused) {
              // A server that answers, and says no: too many attempts, or it is being mended.
              fall(reason, refused.getMessage(), Pace.SLOW);
            } else {
              fall(reason, words(failure));
            }
          });
    }

    private static String words(Throwable failure) {
      String message = failure.getMessage();
      return message == null || message.isBlank()
          ? failure.getClass().getSimpleName()
          : failure.getClass().getSimpleName() + ", " + message;
    }

    private void hand(Runnable task) {
      loop.execute(
          () -> {
            if (current == this) {
              task.run();
            }
          });
    }
  }
}
