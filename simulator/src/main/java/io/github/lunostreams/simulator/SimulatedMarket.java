package io.github.lunostreams.simulator;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.simulator.server.ServedMarket;
import io.github.lunostreams.simulator.wire.Broadcaster;
import java.math.BigDecimal;
import java.util.List;

/**
 * One market to drive and to compare with: its true book, its tape, its one sequence.
 *
 * <p>Every message is applied and sent to all connections before the next: all see the same
 * sequences in the same order, and a connection that joins gets a snapshot and then exactly what
 * follows. Any thread may call any method; none waits for a client. Messages come from the random
 * flow, by {@link #rate(double)} or {@link #step(int)}, or one by one from a script:
 *
 * <pre>{@code
 * SimulatedMarket market = simulator.market("XBTZAR");
 * String id = market.create(Side.BID, new BigDecimal("1400000"), new BigDecimal("0.5"));
 * market.fill(id, new BigDecimal("0.2"));
 * market.inject(new Fault.Gap(1));
 * market.step(100);
 * BookImage truth = market.book();
 * }</pre>
 */
public final class SimulatedMarket {
  /** The highest rate, messages a second. */
  public static final double MAX_RATE = MarketShape.MAX_RATE;

  /** Messages kept for {@link Fault.Stale}. */
  public static final int HISTORY = Broadcaster.HISTORY;

  private final ServedMarket market;

  SimulatedMarket(ServedMarket market) {
    this.market = market;
  }

  /** {@return the pair, such as {@code XBTZAR}} */
  public String pair() {
    return market.shape().pair();
  }

  /** {@return the shape the market was made with} */
  public MarketShape shape() {
    return market.shape();
  }

  /** {@return the sequence of the last message applied} */
  public long sequence() {
    return market.read(MarketState::sequence);
  }

  /** {@return how many connections have had their snapshot and are open} */
  public int connections() {
    return market.connections();
  }

  /** {@return the true book as of now, taken between two messages} */
  public BookImage book() {
    return market.read(MarketState::image);
  }

  /**
   * Every trade since the market started, oldest first, restarts included; beyond the configured
   * limit the oldest are missing, which {@link #discardedTrades()} counts.
   *
   * @return a copy
   */
  public List<SimulatedTrade> tape() {
    return market.read(state -> state.tape().all());
  }

  /** {@return how many of the oldest trades {@link #tape()} does not have any more} */
  public long discardedTrades() {
    return market.read(state -> state.tape().discarded());
  }

  // ---- random flow

  /**
   * Applies and sends messages of the random flow now, on the calling thread.
   *
   * @param messages how many
   * @return the sequence of the last
   */
  public long step(int messages) {
    for (int i = 0; i < messages; i++) {
      market.advance();
    }
    return sequence();
  }

  /** {@return messages a second of the random flow while not paused} */
  public double rate() {
    return market.pacer().rate();
  }

  /**
   * Sets the rate and, unless it is 0, lets messages come by themselves at it from now on; the
   * average is exact, high rates come in batches a few milliseconds apart.
   *
   * @param messagesPerSecond 0 to {@link #MAX_RATE}; 0 leaves only steps and scripts
   */
  public void rate(double messagesPerSecond) {
    if (!(messagesPerSecond >= 0 && messagesPerSecond <= MAX_RATE)) {
      throw new IllegalArgumentException(pair() + ": rate " + messagesPerSecond);
    }
    market.pacer().rate(messagesPerSecond);
  }

  /** Stops messages from coming by themselves; when it returns, none will. */
  public void pause() {
    market.pacer().pause();
  }

  /** Lets messages come by themselves again, at the rate set last. */
  public void resume() {
    rate(rate());
  }

  // ---- scripted messages

  /**
   * Starts a message with several parts, such as a fill and a delete of one maker.
   *
   * @return the draft; nothing happens before its {@link MessageDraft#send()}
   */
  public MessageDraft message() {
    return new MessageDraft(market);
  }

  /**
   * Sends a create.
   *
   * @param side it rests on
   * @param price at most the market's price scale of decimals; must not cross
   * @param volume at most the market's volume scale of decimals
   * @return the new order's id
   * @throws IllegalArgumentException if it crosses or does not fit the scales
   */
  public String create(Side side, BigDecimal price, BigDecimal volume) {
    MessageDraft draft = message().create(side, price, volume);
    draft.send();
    return draft.createdOrderId();
  }

  /**
   * Sends a delete.
   *
   * @param orderId of an order in the book or not
   * @return the sequence of the message
   */
  public long delete(String orderId) {
    return message().delete(orderId).send();
  }

  /**
   * Sends a delete of an id that never was in the book.
   *
   * @return the sequence of the message
   */
  public long deleteUnknown() {
    return delete(market.newOrderId());
  }

  /**
   * Sends one fill.
   *
   * @param makerOrderId a resting order
   * @param base how much of it
   * @return the sequence of the message
   * @throws IllegalArgumentException if there is no such order or not so much of it
   */
  public long fill(String makerOrderId, BigDecimal base) {
    return message().fill(makerOrderId, base).send();
  }

  /**
   * Sends a market order's trades: the best orders of the other side, oldest first within a price.
   *
   * @param takerSide BID buys from the asks, ASK sells to the bids
   * @param base how much
   * @return the sequence of the message
   * @throws IllegalArgumentException if the other side has less than that
   */
  public long marketOrder(Side takerSide, BigDecimal base) {
    return market.send(state -> state.matching().marketOrder(takerSide, base));
  }

  /**
   * Sends what a limit order causes: trades with what it reaches, a create with what remains.
   *
   * @param side of the order
   * @param price its limit
   * @param volume its whole volume
   * @return the id of the order, whether or not something of it rests
   */
  public String limitOrder(Side side, BigDecimal price, BigDecimal volume) {
    long limit = shape().priceUnits(price);
    long whole = shape().volumeUnits(volume);
    Change.NewOrder order = new Change.NewOrder(market.newOrderId(), side, limit, whole);
    market.send(state -> state.matching().limitOrder(order));
    return order.id();
  }

  /**
   * Sends a change of status.
   *
   * @param newStatus such as {@code POSTONLY}; unknown words are sent as they are
   * @return the sequence of the message
   */
  public long status(String newStatus) {
    return message().status(newStatus).send();
  }

  /**
   * Sends a message without any update: only the sequence advances.
   *
   * @return the sequence of the message
   */
  public long empty() {
    return message().send();
  }

  /**
   * Starts the market again as an exchange does after an accident: a new book of the same shape,
   * ACTIVE, at a sequence of your choice, and all connections closed with 1012. Trades of before
   * stay on the tape.
   *
   * @param newSequence of the new book; may be lower
   */
  public void restart(long newSequence) {
    inject(new Fault.Restart(newSequence));
  }

  /** Ends the random flow for good, and all connections with close code 1001. */
  void close() {
    market.close();
  }

  // ---- faults

  /**
   * Lets something go wrong now, in order with the messages before and after it.
   *
   * @param fault what
   * @throws IllegalStateException if the fault needs an order in the book and there is none
   */
  public void inject(Fault fault) {
    market.inject(fault);
  }
}
