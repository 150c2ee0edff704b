package io.github.lunostreams.market;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.loop.EventLoop;
import io.github.lunostreams.market.MarketEvent.HookDetached;
import io.github.lunostreams.market.MarketEvent.HookFailed;
import io.github.lunostreams.market.MarketEvent.OddPrice;
import io.github.lunostreams.market.MarketEvent.OldMessageDropped;
import io.github.lunostreams.market.MarketEvent.StateChanged;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
  private static final Pattern PAIR = Pattern.compile("[A-Z0-9]{2,20}");

  private final String pair;
  private final StreamEnvironment environment;
  private final EventLoop loop;
  private final MarketSession session;
  private final FeedCounters counters = new FeedCounters();
  private final FreshnessGauge freshness = new FreshnessGauge();
  private final List<FrameHook> frameHooks = new CopyOnWriteArrayList<>();
  private final List<Hook> hooks = new CopyOnWriteArrayList<>();
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private final List<MarketListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Written by the market's thread only. */
  private volatile FeedState state = FeedState.CLOSED;

  /**
   * A stream that is not started yet.
   *
   * @param pair the market's code, in any case
   * @param environment what the stream needs from outside
   * @throws IllegalArgumentException if that cannot be a market's code
   */
  public MarketStream(String pair, StreamEnvironment environment) {
    this.pair = pairCode(pair);
    this.environment = environment;
    this.loop = environment.loops().apply("luno-market-" + this.pair);
    this.session =
        new MarketSession(this.pair, environment, loop, new Announcer(), counters, freshness);
  }

  /**
   * A market's code as the exchange spells it.
   *
   * @param text the code in any case
   * @return upper case
   * @throws IllegalArgumentException if that cannot be a market's code
   */
  public static String pairCode(String text) {
    String code = text.toUpperCase(Locale.ROOT);
    if (!PAIR.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "expected a pair such as XBTZAR, got '%s'"
              .formatted(text.length() > 30 ? text.substring(0, 30) + "…" : text));
    }
    return code;
  }

  /**
   * The market's code.
   *
   * @return upper case
   */
  public String pair() {
    return pair;
  }

  /**
   * Where the stream is in its life.
   *
   * @return {@link FeedState#CLOSED} also before the start
   */
  public FeedState state() {
    return closed.get() ? FeedState.CLOSED : state;
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
   * Adds a hook that runs on the market's thread. If the book is live it is called at once.
   *
   * @param hook is called on each update
   * @return this stream
   */
  public MarketStream addHook(Hook hook) {
    loop.execute(
        () -> {
          hooks.add(hook);
          if (state.isInStep()) {
            call(hook, session.book(), List.of());
          }
        });
    return this;
  }

  /**
   * Adds a hook that runs on the environment's executor, behind a mailbox of its own. If the book
   * is live it gets that at once.
   *
   * @param hook is called on each update
   * @param options the mailbox's bound, and what gives way at it
   * @return this stream
   */
  public MarketStream addAsyncHook(AsyncHook hook, MailboxOptions options) {
    Mailbox mailbox = new Mailbox(hook, options, environment.hookExecutor(), new MailboxTrouble());
    loop.execute(
        () -> {
          mailboxes.add(mailbox);
          if (closed.get()) {
            mailbox.stopBlocking(); // Closing began before it could be told.
          }
          if (state.isInStep()) {
            mailbox.offer(session.book(), List.of());
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
    frameHooks.add(hook);
    return this;
  }

  /**
   * Adds a listener of the stream's life.
   *
   * @param listener is told from now on
   * @return this stream
   */
  public MarketStream addListener(MarketListener listener) {
    listeners.add(listener);
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
            reader.accept(session.book());
          } catch (RuntimeException | Error failure) {
            failed(session.book().sequence(), failure);
          }
        });
  }

  /**
   * Starts to follow the market. Starting again does nothing.
   *
   * @return this stream
   */
  public MarketStream start() {
    if (started.compareAndSet(false, true)) {
      loop.execute(session::start);
    }
    return this;
  }

  /**
   * Lets go of the exchange and ends the market's thread. What asynchronous hooks have waiting is
   * still handed to them. May be called from a hook; closing again does nothing. If a hook holds
   * the market's thread for more than two seconds, it is interrupted, the connection is let go all
   * the same, and listeners are told when it returns.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    mailboxes.forEach(Mailbox::stopBlocking);
    if (loop.isCurrent()) {
      session.close();
      loop.close();
    } else if (!loop.close(session::close)) {
      log.warn("{}: a hook holds the market's thread; letting go without it", pair);
      session.abandon();
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

  private void call(Hook hook, OrderBook book, List<Trade> trades) {
    try {
      hook.onUpdate(book, trades);
    } catch (Throwable failure) {
      failed(book.sequence(), failure);
    }
  }

  private void call(FrameHook hook, byte[] utf8, boolean snapshot, OrderBook book) {
    try {
      hook.onFrame(utf8, snapshot, book);
    } catch (Throwable failure) {
      failed(book.sequence(), failure);
    }
  }

  /** Whatever a hook threw, it must not end the stream or starve the other hooks. */
  private void failed(long sequence, Throwable failure) {
    note(sequence, failure);
    tell(new HookFailed(pair, sequence, failure));
  }

  private void note(long sequence, Throwable failure) {
    counters.hookFailures.increment();
    long count = counters.hookFailures.sum();
    if (Long.bitCount(count) == 1) {
      // One line for the 1st, 2nd, 4th, 8th …: a hook that always throws must not flood the log.
      log.warn("{}: a hook failed at sequence {} ({} in all)", pair, sequence, count, failure);
    }
  }

  private void tell(MarketEvent event) {
    for (MarketListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | Error failure) {
        log.warn("{}: a listener failed on {}", pair, event.getClass().getSimpleName(), failure);
      }
    }
  }

  /** Passes on to hooks and listeners what comes of the session, on the market's thread. */
  private final class Announcer implements MarketSession.Audience {
    @Override
    public void framed(byte[] utf8, boolean snapshot, OrderBook book) {
      for (FrameHook hook : frameHooks) {
        call(hook, utf8, snapshot, book);
        if (!session.state().isInStep()) {
          return; // That hook closed the stream.
        }
      }
    }

    @Override
    public void updated(OrderBook book, List<Trade> trades) {
      for (Trade trade : trades) {
        if (!trade.counterFitsPrice()) {
          counters.oddPrices.increment();
          tell(new OddPrice(pair, trade));
        }
      }
      if (!session.state().isInStep()) {
        return; // A listener closed the stream.
      }
      for (Hook hook : hooks) {
        call(hook, book, trades);
        if (!session.state().isInStep()) {
          return; // That hook closed the stream.
        }
      }
      for (Mailbox mailbox : mailboxes) {
        mailbox.offer(book, trades);
      }
    }

    @Override
    public void changed(FeedState from, FeedState to, Cause cause) {
      state = to;
      switch (to) {
        case LIVE -> logLive(from, cause);
        case FAILED -> log.error("{}: failed ({})", pair, cause);
        case STALE, SUSPECT, BACKING_OFF -> log.warn("{}: {} ({})", pair, to, cause);
        case CONNECTING, SYNCING, CLOSED -> log.debug("{}: {} ({})", pair, to, cause);
      }
      tell(new StateChanged(pair, environment.clock().instant(), from, to, cause));
      for (Mailbox mailbox : mailboxes) {
        mailbox.offerState(to, cause);
      }
    }

    /** Who was told at WARN that a book went away is told at WARN that it is back. */
    private void logLive(FeedState from, Cause cause) {
      if (from == FeedState.STALE || counters.snapshots.sum() > 1) {
        log.warn("{}: live again ({})", pair, cause);
      } else {
        log.info("{}: live ({})", pair, cause);
      }
    }

    @Override
    public void droppedOld(long sequence, long bookSequence) {
      tell(new OldMessageDropped(pair, sequence, bookSequence));
    }
  }

  private final class MailboxTrouble implements Mailbox.Trouble {
    @Override
    public void hookFailed(long sequence, Throwable failure) {
      // On the hook's thread; listeners are told on the market's.
      note(sequence, failure);
      loop.execute(() -> tell(new HookFailed(pair, sequence, failure)));
    }

    @Override
    public void detached(long sequence, int capacity) {
      log.warn("{}: a hook is detached, {} updates waited for it", pair, capacity);
      tell(new HookDetached(pair, sequence, capacity));
    }
  }
}
