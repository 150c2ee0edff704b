package io.github.lunostreams.market;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Backlog;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.StreamEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One market, followed: keeps its book in step with the exchange through every break, and calls
 * hooks with it.
 *
 * <p>Any thread may call its methods. Synchronous hooks and listeners run on the market's thread,
 * asynchronous hooks on the environment's executor.
 */
public final class MarketStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MarketStream.class);

  private final Pair pair;
  private final StreamEnvironment environment;
  private final EventLoop loop;
  private final BookSync sync;
  private final UpdateDispatcher dispatcher;
  private final LagWatch lagWatch;
  private final FeedCounters counters = new FeedCounters();
  private final FreshnessGauge freshness = new FreshnessGauge();
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Guarded by this. */
  private boolean started;

  /** Written by the market's thread only. */
  private volatile FeedState state = FeedState.NEW;

  /**
   * A stream that is not started yet.
   *
   * @param pair the market
   * @param environment what the stream needs from outside
   */
  public MarketStream(Pair pair, StreamEnvironment environment) {
    this.pair = pair;
    this.environment = environment;
    this.loop = environment.loops().apply("luno-market-" + pair);
    this.sync = new BookSync(pair, environment, loop, new Told(), counters, freshness);
    this.dispatcher =
        new UpdateDispatcher(pair, sync.book(), counters, () -> sync.state().isInStep());
    this.lagWatch =
        new LagWatch(
            pair, sync.upstream(), environment.settings().lagBound(), environment.watchdog());
  }

  /**
   * The market.
   *
   * @return as given
   */
  public Pair pair() {
    return pair;
  }

  /**
   * Where the stream is in its life. A book that the market's thread holds up is not shown as LIVE,
   * even while that thread hangs.
   *
   * @return {@link FeedState#NEW} before the start
   */
  public FeedState state() {
    if (closed.get()) {
      return FeedState.CLOSED;
    }
    FeedState known = state;
    return known == FeedState.LIVE && lagWatch.isBehind() ? FeedState.LAGGING : known;
  }

  /**
   * How far the market's thread is behind the socket.
   *
   * @return frames, bytes and time that wait now
   */
  public Backlog backlog() {
    return sync.upstream().backlog();
  }

  /**
   * Whether {@link #close} was called.
   *
   * @return true from then on
   */
  public boolean isClosed() {
    return closed.get();
  }

  /**
   * What the stream has counted since its start.
   *
   * @return the counters of now
   */
  public FeedStatistics statistics() {
    return counters.read();
  }

  /**
   * Adds a hook that runs on the market's thread and gets everything in order. Added to a stream
   * that has started, it first gets the present state: with a {@link Reset} if the book follows the
   * exchange, else with a {@link StateChanged} whose from and to are the same.
   *
   * @param hook is called with each event
   * @param detail how much it wants to know of each change
   * @return this stream
   */
  public synchronized MarketStream addUpdateHook(UpdateHook hook, UpdateDetail detail) {
    if (!started) {
      add(hook, detail);
    } else {
      loop.execute(
          () -> {
            add(hook, detail);
            StateChanged now = sync.current();
            dispatcher.publishTo(
                hook,
                now.to().isInStep()
                    ? new Reset(sync.book(), now).becomes(now, Optional.empty())
                    : now);
          });
    }
    return this;
  }

  private void add(UpdateHook hook, UpdateDetail detail) {
    dispatcher.addHook(hook);
    if (detail == UpdateDetail.CHANGES) {
      loop.execute(sync::recordChanges);
    }
  }

  /**
   * Adds a hook that runs on the market's thread. If the book follows the exchange it is called at
   * once.
   *
   * @param hook is called on each update
   * @return this stream
   */
  public MarketStream addHook(Hook hook) {
    return addUpdateHook(HookAdapters.of(hook), UpdateDetail.BOOK);
  }

  /**
   * Adds a hook that runs on the environment's executor, behind a mailbox of its own. If the book
   * follows the exchange it gets that at once.
   *
   * @param hook is called on each update
   * @param options the mailbox's bound, and what gives way at it
   * @return this stream
   */
  public MarketStream addAsyncHook(AsyncHook hook, MailboxOptions options) {
    Mailbox mailbox = new Mailbox(hook, options, environment.hookExecutor(), new MailboxFailures());
    loop.execute(
        () -> {
          dispatcher.addMailbox(mailbox);
          mailboxes.add(mailbox);
          if (closed.get()) {
            mailbox.stopBlocking(); // Closing began before it could be stopped.
          }
          if (state.isInStep()) {
            mailbox.offer(sync.book(), List.of());
          }
        });
    return this;
  }

  /**
   * Adds a hook for the exchange's own frames.
   *
   * @param hook is called with each frame from now on; to get the snapshot before the first update
   *     it is to be added before the start
   * @return this stream
   */
  public MarketStream addFrameHook(FrameHook hook) {
    dispatcher.addFrameHook(hook);
    return this;
  }

  /**
   * Adds a listener of the stream's life.
   *
   * @param listener is called from now on
   * @return this stream
   */
  public MarketStream addListener(MarketListener listener) {
    dispatcher.addListener(listener);
    return this;
  }

  /**
   * Adds a listener that is called by another thread when the market's thread lags.
   *
   * @param listener is called from now on
   * @return this stream
   */
  public MarketStream addLagListener(LagListener listener) {
    lagWatch.add(listener);
    return this;
  }

  /**
   * Shows the live book once, on the market's thread, between two updates; never, if the stream is
   * closed before its turn comes. In a state that has no current book it is the last one known, or
   * empty.
   *
   * @param reader is called with the book, to be read here and now
   */
  public void readBook(Consumer<OrderBook> reader) {
    loop.execute(
        () -> {
          try {
            reader.accept(sync.book());
          } catch (RuntimeException | Error failure) {
            dispatcher.failed(sync.book().sequence(), failure);
          }
        });
  }

  /**
   * Starts to follow the market. Starting again does nothing.
   *
   * @return this stream
   */
  public synchronized MarketStream start() {
    if (!started) {
      started = true;
      loop.execute(sync::start);
      lagWatch.start();
    }
    return this;
  }

  /**
   * Releases the exchange and ends the market's thread. What asynchronous hooks have waiting is
   * still handed to them. May be called from a hook; closing again does nothing. If a hook holds
   * the market's thread for more than two seconds, it is interrupted, the connection is released
   * all the same, and listeners are called when it returns.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    lagWatch.stop();
    mailboxes.forEach(Mailbox::stopBlocking);
    if (loop.isCurrent()) {
      sync.close();
      loop.close();
    } else if (!loop.close(sync::close)) {
      log.warn("{}: a hook holds the market's thread; releasing the connection without it", pair);
      sync.upstream().abandon();
    }
  }

  /**
   * How new what the stream has is.
   *
   * @return ages of now, by the event loop's clock
   */
  public Freshness freshness() {
    return freshness.read(loop.nanoTime());
  }

  @Override
  public String toString() {
    return "MarketStream[" + pair + " " + state() + "]";
  }

  /** Publishes and logs the state, and has the events dispatched; on the market's thread. */
  private final class Told implements BookSync.Listener {
    @Override
    public void reset(Reset reset) {
      entered(reset.change());
      dispatcher.reset(reset);
    }

    @Override
    public void changed(Changed changed) {
      dispatcher.changed(changed);
    }

    @Override
    public void stateChanged(StateChanged change) {
      entered(change);
      dispatcher.stateChanged(change);
    }

    @Override
    public void keptAlive() {
      dispatcher.keptAlive();
    }

    @Override
    public void droppedOld(long sequence, long bookSequence) {
      dispatcher.droppedOld(sequence, bookSequence);
    }

    private void entered(StateChanged change) {
      FeedState to = change.to();
      state = to;
      switch (to) {
        case LIVE -> logLive(change);
        case FAILED -> log.error("{}: failed ({})", pair, change.cause());
        case LAGGING, STALE, SUSPECT, BACKING_OFF ->
            log.warn("{}: {} ({})", pair, to, change.cause());
        case NEW, CONNECTING, SYNCING, CLOSED -> log.debug("{}: {} ({})", pair, to, change.cause());
      }
    }

    /** A book that went away with a WARN comes back with a WARN. */
    private void logLive(StateChanged change) {
      if (change.from() != FeedState.SYNCING || counters.snapshots.sum() > 1) {
        log.warn("{}: live again ({})", pair, change.cause());
      } else {
        log.info("{}: live ({})", pair, change.cause());
      }
    }
  }

  private final class MailboxFailures implements Mailbox.Listener {
    @Override
    public void hookFailed(long sequence, Throwable failure) {
      // On the hook's thread; listeners are called on the market's.
      dispatcher.note(sequence, failure);
      loop.execute(() -> dispatcher.publish(new MarketEvent.HookFailed(pair, sequence, failure)));
    }

    @Override
    public void detached(long sequence, int capacity) {
      dispatcher.detached(sequence, capacity);
    }
  }
}
