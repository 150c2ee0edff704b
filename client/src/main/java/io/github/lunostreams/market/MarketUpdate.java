package io.github.lunostreams.market;

import io.github.lunostreams.book.LevelChanges;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.OrderChanges;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.upstream.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One event of a market. All that happens to a market reaches an {@link UpdateHook} as one ordered
 * stream of these: what the book is, and what it is worth.
 *
 * {@snippet :
 * stream.addUpdateHook(
 *     update -> {
 *       switch (update) {
 *         case MarketUpdate.Reset reset -> System.out.println("a new book, " + reset.state());
 *         case MarketUpdate.Changed changed -> System.out.println(changed.trades());
 *         case MarketUpdate.StateChanged change -> System.out.println("now " + change.to());
 *         case MarketUpdate.TradesRecovered recovered -> System.out.println(recovered.trades());
 *         case MarketUpdate.TradeGap gap -> System.out.println(gap.count() + " trades missing");
 *       }
 *     },
 *     UpdateDetail.BOOK);
 * }
 *
 * <p>{@link Reset} and {@link Changed} are used again for the next event: they and the book they
 * show are to be read on the market's thread, inside the hook; what is to be kept is copied. The
 * others are values.
 */
public sealed interface MarketUpdate {
  /**
   * The market.
   *
   * @return the same for all events of a stream
   */
  Pair pair();

  /**
   * What the book is worth from this event on.
   *
   * @return the market's state
   */
  FeedState state();

  /**
   * A whole new book: nothing known before belongs to it. It comes with the state that the market
   * entered by it, so no {@link StateChanged} follows for that.
   */
  final class Reset implements MarketUpdate {
    private final OrderBook book;
    private StateChanged change;
    private Optional<byte[]> frame = Optional.empty();

    Reset(OrderBook book, StateChanged change) {
      this.book = book;
      this.change = change;
    }

    Reset becomes(StateChanged newChange, Optional<byte[]> newFrame) {
      change = newChange;
      frame = newFrame;
      return this;
    }

    @Override
    public Pair pair() {
      return book.pair();
    }

    @Override
    public FeedState state() {
      return change.to();
    }

    /**
     * How the market came into its state.
     *
     * @return the change, to keep; for a hook that was added to a market in step from and to are
     *     the same
     */
    public StateChanged change() {
      return change;
    }

    /**
     * The live book.
     *
     * @return to be read here and now
     */
    public OrderBook book() {
      return book;
    }

    /**
     * The exchange's frame.
     *
     * @return its text in UTF-8, never changed by anyone; empty for a hook that was added later
     */
    public Optional<byte[]> frame() {
      return frame;
    }

    @Override
    public String toString() {
      return "Reset[%s, %s, %s]".formatted(pair(), state(), book);
    }
  }

  /** One message of the exchange was applied to the book, as one. */
  final class Changed implements MarketUpdate {
    private final OrderBookBuilder builder;
    private FeedState state = FeedState.NEW;
    private byte[] frame = {};

    Changed(OrderBookBuilder builder) {
      this.builder = builder;
    }

    Changed becomes(FeedState newState, byte[] newFrame) {
      state = newState;
      frame = newFrame;
      return this;
    }

    @Override
    public Pair pair() {
      return book().pair();
    }

    @Override
    public FeedState state() {
      return state;
    }

    /**
     * The live book, its sequence one up from the event before.
     *
     * @return to be read here and now
     */
    public OrderBook book() {
      return builder.book();
    }

    /**
     * The trades of the message.
     *
     * @return an immutable list in the exchange's order, to keep; empty as a rule
     */
    public List<Trade> trades() {
      return builder.trades();
    }

    /**
     * What the message did to single orders.
     *
     * @return to be read here and now
     * @throws IllegalStateException if no hook of the market asked for {@link UpdateDetail#CHANGES}
     */
    public OrderChanges orders() {
      return builder.orderChanges();
    }

    /**
     * The levels that the message touched, as they are now.
     *
     * @return to be read here and now
     * @throws IllegalStateException if no hook of the market asked for {@link UpdateDetail#CHANGES}
     */
    public LevelChanges levels() {
      return builder.levelChanges();
    }

    /**
     * The exchange's frame.
     *
     * @return its text in UTF-8; never changed by anyone, so it may be kept and passed on
     */
    public byte[] frame() {
      return frame;
    }

    @Override
    public String toString() {
      return "Changed[%s, %s, %s]".formatted(state, book(), trades());
    }
  }

  /**
   * The market went from one state to another, with the same book or none.
   *
   * @param pair the market
   * @param at when, by the local clock
   * @param from the state it was in
   * @param to the state it is in
   * @param cause why
   */
  record StateChanged(Pair pair, Instant at, FeedState from, FeedState to, Cause cause)
      implements MarketUpdate, MarketEvent {
    @Override
    public FeedState state() {
      return to;
    }
  }

  /**
   * Trades that the stream missed, found elsewhere.
   *
   * @param pair the market
   * @param state the market's state
   * @param trades by rising sequence
   */
  record TradesRecovered(Pair pair, FeedState state, List<PublicTrade> trades)
      implements MarketUpdate {
    /** Copies the list. */
    public TradesRecovered {
      trades = List.copyOf(trades);
    }
  }

  /**
   * Trades that the stream missed and cannot be had any more.
   *
   * @param pair the market
   * @param state the market's state
   * @param firstSequence the sequence of the first missing trade
   * @param lastSequence the sequence of the last missing trade
   */
  record TradeGap(Pair pair, FeedState state, long firstSequence, long lastSequence)
      implements MarketUpdate {
    /**
     * How many trades are missing: their sequences rise by one.
     *
     * @return 1 or more
     */
    public long count() {
      return lastSequence - firstSequence + 1;
    }
  }
}
