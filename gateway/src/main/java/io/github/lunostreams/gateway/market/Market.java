package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.channel.LiveBook;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.market.MarketUpdate.TradeGap;
import io.github.lunostreams.market.MarketUpdate.TradesRecovered;
import io.github.lunostreams.market.UpdateDetail;
import io.github.lunostreams.market.UpdateHook;
import io.github.lunostreams.upstream.Backlog;
import io.github.lunostreams.upstream.Cause;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A market and all we know of it: carries each event of its stream to its channels, and keeps its
 * status, its newest book and its newest trades for requests.
 *
 * <p>The market's thread writes; any thread may read. While that thread hangs, the stream's
 * watchdog notifies clients that the market lags.
 */
public final class Market {
  /** Receives what a market cannot decide itself. Called on the market's thread. */
  public interface Listener {
    /**
     * There is a whole new book: trades may have been missed.
     *
     * @param market whose
     */
    void reset(Market market);

    /**
     * The exchange refuses the market for good. Its channels have notified their clients.
     *
     * @param market which
     * @param cause why
     */
    void failed(Market market, Cause cause);
  }

  /**
   * How a market stands, without asking its thread.
   *
   * @param state the stream's
   * @param cause why it came into that state
   * @param sequence the book's; 0 before the first
   * @param timestampMillis the exchange's time of that sequence, milliseconds since the epoch; 0
   *     before the first, and if it is not known
   */
  public record Status(FeedState state, Cause cause, long sequence, long timestampMillis) {
    /**
     * What the book is worth.
     *
     * @return in the word that clients see
     */
    public Feed feed() {
      return Feed.of(state);
    }
  }

  private final Pair pair;
  private final MarketChannels channels;
  private final BookReader book;
  private final Tape tape = new Tape();
  private final Listener listener;

  /** Set once, when there is one. */
  private volatile @Nullable MarketStream stream;

  /** Written by the market's thread only. */
  private volatile Status status =
      new Status(FeedState.NEW, new Cause(Cause.Reason.STARTED, "not yet"), 0, 0);

  /**
   * Held while the channels are updated: by the market's thread, or by the watchdog if it hangs.
   */
  private final ReentrantLock publishing = new ReentrantLock();

  /** What the channels got last. Guarded by {@link #publishing}. */
  private Feed published = Feed.RESYNCING;

  /**
   * A market without a stream yet: its clients wait.
   *
   * @param pair the market's
   * @param channels makes its channels
   * @param listener is called for its resets and its failure
   * @param workers where books are encoded for requests
   * @param nanoTime a clock for durations
   */
  public Market(
      Pair pair,
      Function<LiveBook, MarketChannels> channels,
      Listener listener,
      Executor workers,
      LongSupplier nanoTime) {
    this.pair = pair;
    this.channels = channels.apply(this::readBook);
    this.book = new BookReader(this::readBook, this::isLive, workers, nanoTime);
    this.listener = listener;
  }

  private void readBook(Consumer<OrderBook> reader) {
    MarketStream from = stream;
    if (from != null) {
      from.readBook(reader);
    }
  }

  /** Connects the market with its stream, which has not started. Once. */
  void connect(MarketStream from) {
    stream = from;
    from.addUpdateHook(new Events(), UpdateDetail.BOOK);
    from.addLagListener((_, _) -> publishLag());
  }

  /** Starts its stream, once it is connected. */
  void start() {
    MarketStream from = stream;
    if (from == null) {
      throw new IllegalStateException("expected a stream of %s, there is none yet".formatted(pair));
    }
    from.start();
  }

  /** Nobody is to use it any more. Waits until its session at the exchange is closed. */
  void close() {
    tape.retire();
    MarketStream from = stream;
    if (from != null) {
      from.close();
    }
  }

  /** What comes of the stream. */
  private final class Events implements UpdateHook {
    @Override
    public void onUpdate(MarketUpdate update) {
      update(update);
    }

    @Override
    public void onKeepAlive() {
      channels.luno().keptAlive();
    }
  }

  private void update(MarketUpdate update) {
    switch (update) {
      case Reset reset -> {
        book.reset(reset.book().sequence());
        status = at(reset.book(), reset.state(), reset.change().cause());
        reset.frame().ifPresent(frame -> channels.luno().publish(frame, true));
        publish(reset.book(), List.of());
        listener.reset(this);
      }
      case Changed changed -> {
        book.changed(changed.book().sequence());
        tape.add(changed.trades());
        status = at(changed.book(), changed.state(), status.cause());
        channels.luno().publish(changed.frame(), false);
        publish(changed.book(), changed.trades());
      }
      case StateChanged change -> changed(change);
      case TradesRecovered recovered -> tape.merge(recovered.trades());
      case TradeGap _ -> {}
    }
  }

  private static Status at(BookView book, FeedState state, Cause cause) {
    return new Status(state, cause, book.sequence(), book.timestampMillis());
  }

  private void changed(StateChanged change) {
    FeedState to = change.to();
    status = new Status(to, change.cause(), status.sequence(), status.timestampMillis());
    if (!hasBook(to)) {
      book.lost();
    }
    updateLunoChannel(change);
    publish(Feed.of(to));
    if (to == FeedState.FAILED) {
      listener.failed(this, change.cause());
    }
  }

  /** A stale book is kept: if the exchange is heard again, it was right all the time. */
  private static boolean hasBook(FeedState state) {
    return state.isInStep() || state == FeedState.STALE;
  }

  /** Its clients cannot be notified of anything but the end: a book that is only stale goes on. */
  private void updateLunoChannel(StateChanged change) {
    channels.luno().stale(change.to() == FeedState.STALE);
    switch (change.to()) {
      case BACKING_OFF -> channels.luno().lost();
      case FAILED -> {
        if (isUnknownMarket(change.cause())) {
          channels.luno().end("invalid_market", pair.code());
        } else {
          end("the gateway can no longer follow " + pair);
        }
      }
      case CLOSED -> end("the gateway follows " + pair + " no more");
      default -> {}
    }
  }

  /** Tells clients of the exchange's own frames that there will be no more. */
  void end(String words) {
    channels.luno().end("market_unavailable", words);
  }

  /** Whether the exchange has no such market. */
  static boolean isUnknownMarket(Cause cause) {
    return cause.isRefusal("invalid_market");
  }

  private void publish(OrderBook live, List<Trade> trades) {
    publishing.lock();
    try {
      published = status.feed();
      channels.publish(live, published, trades);
    } finally {
      publishing.unlock();
    }
  }

  private void publish(Feed feed) {
    publishing.lock();
    try {
      if (feed != published) {
        published = feed;
        channels.publish(feed);
      }
    } finally {
      publishing.unlock();
    }
  }

  /**
   * On the watchdog's thread. If the lock is taken the market's own thread does not hang but is at
   * work here, and says itself that it is late.
   */
  private void publishLag() {
    if (publishing.tryLock()) {
      try {
        if (status().state() == FeedState.LAGGING) {
          publish(Feed.LAGGING);
        }
      } finally {
        publishing.unlock();
      }
    }
  }

  /**
   * Which market it is.
   *
   * @return its pair
   */
  public Pair pair() {
    return pair;
  }

  /**
   * How it stands. A book that the market's thread holds up is not shown as live, even while that
   * thread hangs.
   *
   * @return as of the last event, but for that
   */
  public Status status() {
    Status known = status;
    MarketStream from = stream;
    if (known.state() != FeedState.LIVE || from == null || from.state() != FeedState.LAGGING) {
      return known;
    }
    Backlog backlog = from.backlog();
    Cause cause =
        new Cause(
            Cause.Reason.BEHIND,
            "frames that wait for the market's thread: %d, the oldest for %d ms"
                .formatted(backlog.frames(), backlog.behind().toMillis()));
    return new Status(FeedState.LAGGING, cause, known.sequence(), known.timestampMillis());
  }

  /**
   * Where its stream is in its life now.
   *
   * @return {@link FeedState#NEW} as long as it has none
   */
  public FeedState state() {
    MarketStream from = stream;
    return from == null ? FeedState.NEW : from.state();
  }

  /**
   * Whether its book is to be relied on.
   *
   * @return true in {@link FeedState#LIVE} only
   */
  public boolean isLive() {
    return state() == FeedState.LIVE;
  }

  /**
   * Whether it has a stream; before, it waits for a session at the exchange.
   *
   * @return true from the first on
   */
  public boolean isConnected() {
    return stream != null;
  }

  /**
   * What its clients are served by.
   *
   * @return the same in each call
   */
  public MarketChannels channels() {
    return channels;
  }

  /**
   * The newest good book, whole.
   *
   * @return what its clients were sent last; empty before the first
   */
  public Optional<BookSnapshot> newestBook() {
    return channels.book();
  }

  /**
   * Its book for requests, as it is now.
   *
   * @return the same in each call
   */
  public BookReader book() {
    return book;
  }

  /**
   * Its newest trades.
   *
   * @return the same in each call
   */
  public Tape tape() {
    return tape;
  }

  @Override
  public String toString() {
    return "Market[%s %s]".formatted(pair, state());
  }
}
