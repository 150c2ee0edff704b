package io.github.lunostreams.simulator.market;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true of one market: its book, its status, its tape and its one sequence.
 *
 * <p>A {@link Change} comes from the random flow or from a script; applied, it gives the {@link
 * Update} to publish. A script's change is checked first, the random flow makes only allowed ones.
 * Connections and faults are not known here.
 *
 * <p>Not thread-safe: the market's lock guards it.
 */
public final class MarketState {
  private final MarketShape shape;
  private final OrderFlow flow;

  /**
   * Of the flow's orders and of takers without a name: one source, so that no two ids are equal.
   */
  private final OrderIds flowIds;

  /** Of scripts and faults, apart from the flow's: scripts do not change the flow's ids. */
  private final OrderIds scriptIds;

  private final InstantSource clock;
  private final Tape tape;
  private Book book = new Book();
  private String status = "ACTIVE";
  private long sequence;
  private long timestamp;

  /** Of the book as it is, or null if it was not asked for since it changed. */
  private @Nullable BookImage image;

  /**
   * A market with its first book.
   *
   * @param shape of the market
   * @param seed of the order flow; with equal shapes and numbers of steps, equal seeds give equal
   *     books
   * @param tapeLimit trades to remember
   * @param clock of all timestamps
   */
  public MarketState(MarketShape shape, long seed, int tapeLimit, InstantSource clock) {
    this.shape = shape;
    this.clock = clock;
    long own = OrderIds.mix(seed ^ shape.pair().hashCode());
    flowIds = new OrderIds(own, 0);
    scriptIds = new OrderIds(own, 1);
    flow = new OrderFlow(shape, own, flowIds);
    tape = new Tape(tapeLimit);
    sequence = shape.startSequence();
    timestamp = clock.millis();
    flow.fill(book);
  }

  /** {@return the shape the market was made with} */
  public MarketShape shape() {
    return shape;
  }

  /** {@return the sequence of the last message applied} */
  public long sequence() {
    return sequence;
  }

  /** {@return when the last message was applied, milliseconds since the epoch; never goes back} */
  public long timestamp() {
    return timestamp;
  }

  /** {@return the status, such as {@code ACTIVE}} */
  public String status() {
    return status;
  }

  /** {@return the live book; another one after a restart} */
  public Book book() {
    return book;
  }

  /** {@return a copy of the book, made once between two messages} */
  public BookImage image() {
    BookImage current = image;
    if (current == null) {
      current = BookImage.of(shape, book, sequence, status, timestamp);
      image = current;
    }
    return current;
  }

  /** {@return the trades since the market started} */
  public Tape tape() {
    return tape;
  }

  // ---- changes

  /** {@return an id that no order of this market has or will have} */
  public String newOrderId() {
    return scriptIds.next();
  }

  /** {@return the rules by which scripts make and check changes of the live book} */
  public Matching matching() {
    return new Matching(shape, book);
  }

  /** {@return the update of one more message of the random flow, applied} */
  public Update advance() {
    return apply(flow.next(book, status));
  }

  /**
   * Applies a checked change.
   *
   * @param change one that {@link Matching#check} allows; any other fails halfway
   * @return what to publish
   */
  public Update apply(Change change) {
    String taker = change.fills().isEmpty() ? "" : taker(change);
    sequence++;
    timestamp = Math.max(timestamp, clock.millis());
    List<Update.Trade> trades = new ArrayList<>(change.fills().size());
    for (Change.Fill fill : change.fills()) {
      trades.add(trade(fill, taker));
    }
    Change.NewOrder create = change.create();
    if (create != null) {
      book.create(create.id(), create.side(), create.price(), create.volume());
    }
    Book.Order deleted = change.delete() == null ? null : book.order(change.delete());
    if (deleted != null) {
      book.remove(deleted);
    }
    if (change.status() != null) {
      status = change.status();
    }
    image = null;
    return new Update(sequence, trades, create, change.delete(), change.status(), timestamp);
  }

  private String taker(Change change) {
    if (change.taker() != null) {
      return change.taker();
    }
    Change.NewOrder create = change.create();
    Book.Order maker = book.order(change.fills().getFirst().maker());
    boolean rests = create != null && maker != null && create.side() == maker.side().opposite();
    return rests && create != null ? create.id() : flowIds.next();
  }

  private Update.Trade trade(Change.Fill fill, String taker) {
    Book.Order maker = book.order(fill.maker());
    if (maker == null) {
      throw new IllegalStateException(shape.pair() + ": no maker " + fill.maker());
    }
    BigDecimal price = shape.price(maker.price());
    BigDecimal base = shape.volume(fill.base());
    SimulatedTrade trade =
        new SimulatedTrade(
            tape.lastSequence() + 1,
            sequence,
            price,
            base,
            price.multiply(base),
            maker.id(),
            taker,
            maker.side(),
            timestamp);
    tape.add(trade);
    book.fill(maker, fill.base());
    return new Update.Trade(trade.sequence(), maker.price(), fill.base(), maker.id(), taker);
  }

  /**
   * A new book of the same shape, ACTIVE, at any sequence; the tape and its numbers go on.
   *
   * @param newSequence of the new book, 0 or more
   */
  public void restart(long newSequence) {
    if (newSequence < 0) {
      throw new IllegalArgumentException(
          shape.pair() + ": sequence " + newSequence + " is negative");
    }
    book = new Book();
    flow.fill(book);
    status = "ACTIVE";
    sequence = newSequence;
    timestamp = Math.max(timestamp, clock.millis());
    image = null;
  }
}
