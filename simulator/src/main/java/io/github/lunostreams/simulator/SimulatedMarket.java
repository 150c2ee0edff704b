package io.github.lunostreams.simulator;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One market: its true book, its tape, its one sequence, and everybody who follows it.
 *
 * <p>Every message is applied to the truth and handed to all connections under one lock, so all see
 * the same sequences in the same order, and who joins gets a snapshot and then exactly what
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
  public static final double MAX_RATE = 1_000_000;

  /** Messages kept for {@link Fault.Stale}. */
  public static final int HISTORY = Feed.HISTORY;

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedMarket.class);

  private final MarketShape shape;
  private final Refusals refusals = new Refusals();

  /** Takes the lock by itself. */
  private final Pacer pacer;

  /** Guards what is in all below; connections' own locks are taken inside it, never around it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final OrderFlow flow;
  private final OrderIds scriptIds;
  private final Truth truth;
  private final Feed feed;
  private final Faults faults;

  SimulatedMarket(
      MarketShape shape,
      long seed,
      int tapeLimit,
      InstantSource clock,
      LongSupplier nanoTime,
      ScheduledExecutorService scheduler) {
    this.shape = shape;
    long own = OrderIds.mix(seed ^ shape.pair().hashCode());
    Wire wire = new Wire(shape);
    OrderIds ids = new OrderIds(own, 0);
    scriptIds = new OrderIds(own, 1);
    flow = new OrderFlow(shape, own, ids);
    truth = new Truth(shape, flow, ids, new Tape(tapeLimit), clock);
    feed = new Feed(truth, wire);
    faults = new Faults(shape, truth, feed, wire, refusals, scriptIds);
    pacer = new Pacer(shape, nanoTime, scheduler, lock, this::advance, this::sequence);
  }

  /** {@return the pair, such as {@code XBTZAR}} */
  public String pair() {
    return shape.pair();
  }

  /** {@return the shape the market was made with} */
  public MarketShape shape() {
    return shape;
  }

  /** {@return the sequence of the last message applied} */
  public long sequence() {
    return read(truth::sequence);
  }

  /** {@return how many connections have had their snapshot and are open} */
  public int connections() {
    return read(feed::connections);
  }

  /** {@return the true book as of now, taken between two messages} */
  public BookImage book() {
    return read(truth::image);
  }

  /**
   * Every trade since the market started, oldest first, restarts included; beyond the configured
   * limit the oldest are missing, which {@link #discardedTrades()} counts.
   *
   * @return a copy
   */
  public List<SimulatedTrade> tape() {
    return read(truth.tape()::all);
  }

  /** {@return how many of the oldest trades {@link #tape()} does not have any more} */
  public long discardedTrades() {
    return read(truth.tape()::discarded);
  }

  /** The newest trades not older than a time in milliseconds since the epoch, newest first. */
  List<SimulatedTrade> newestTrades(int count, long since) {
    return read(() -> truth.tape().newest(count, since));
  }

  /** Looks between two messages. */
  private <T> T read(Supplier<T> part) {
    lock.lock();
    try {
      return part.get();
    } finally {
      lock.unlock();
    }
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
      lock.lock();
      try {
        advance();
      } finally {
        lock.unlock();
      }
    }
    return sequence();
  }

  /** {@return messages a second of the random flow while not paused} */
  public double rate() {
    return pacer.rate();
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
    pacer.rate(messagesPerSecond);
  }

  /** Stops messages from coming by themselves; when it returns, none will. */
  public void pause() {
    pacer.pause();
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
    return new MessageDraft(this);
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
    return delete(newOrderId());
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
    lock.lock();
    try {
      return send(truth.marketOrder(takerSide, base));
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      long limit = shape.price(price);
      long whole = shape.volume(volume);
      Change.NewOrder order = new Change.NewOrder(newOrderId(), side, limit, whole);
      Change change = truth.limitOrder(order);
      truth.check(change);
      publish(truth.apply(change, order.id()));
      return order.id();
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      faults.strike(new Fault.Restart(newSequence));
    } finally {
      lock.unlock();
    }
  }

  String newOrderId() {
    lock.lock();
    try {
      return scriptIds.next();
    } finally {
      lock.unlock();
    }
  }

  /** Checks, applies and sends. */
  long send(Change change) {
    lock.lock();
    try {
      truth.check(change);
      publish(truth.apply(change));
      return truth.sequence();
    } finally {
      lock.unlock();
    }
  }

  // ---- the one writer

  /** One message of the random flow. */
  private void advance() {
    publish(truth.apply(flow.next(truth.book(), truth.status())));
  }

  /** The one way of every message: what became true is sent, before anything else can become so. */
  private void publish(Update update) {
    assert lock.isHeldByCurrentThread();
    feed.send(update);
  }

  // ---- connections

  /** What is in store for newcomers. */
  Refusals refusals() {
    return refusals;
  }

  /** Gives a connection the snapshot, and from then on every message. */
  void join(Outbox connection) {
    lock.lock();
    try {
      feed.join(connection, refusals.takeFlaw());
    } finally {
      lock.unlock();
    }
  }

  void leave(Outbox connection) {
    lock.lock();
    try {
      feed.leave(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Lets no message come by itself any more, for good, and says goodbye to all connections. */
  void close() {
    lock.lock();
    try {
      pacer.end();
      feed.goAway();
    } finally {
      lock.unlock();
    }
  }

  // ---- faults

  /**
   * Lets something go wrong now, in order with the messages before and after it.
   *
   * @param fault what
   * @throws IllegalStateException if the fault needs an order in the book and there is none
   */
  public void inject(Fault fault) {
    lock.lock();
    try {
      LOG.info("{}: {} at sequence {}", pair(), fault, truth.sequence());
      faults.strike(fault);
    } finally {
      lock.unlock();
    }
  }
}
