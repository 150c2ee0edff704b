package io.github.lunostreams.simulator;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is true of one market: its book, its status, its tape and how far its one sequence is.
 *
 * <p>A {@link Change} becomes true by being applied, which makes of it the {@link Update} to tell
 * others. What scripts want is checked before; the random flow wants only what can be. Who is told,
 * and what goes wrong on the way to them, is not known here.
 *
 * <p>Not thread-safe: the market's lock guards it.
 */
final class Truth {
  private static final long FIRST_TRADE = 33_279_896;

  private final MarketShape shape;
  private final OrderFlow flow;
  private final OrderIds ids;
  private final InstantSource clock;
  private final Tape tape;
  private Book book = new Book();
  private String status = "ACTIVE";
  private long sequence;
  private long timestamp;
  private long tradeSequence = FIRST_TRADE;

  /** Of the book as it is, or null if nobody has asked since it changed. */
  private @Nullable BookImage image;

  /**
   * The truth of a market that starts.
   *
   * @param flow fills its books
   * @param ids for takers nobody has named; the source the flow draws from, so that no two are one
   */
  Truth(MarketShape shape, OrderFlow flow, OrderIds ids, Tape tape, InstantSource clock) {
    this.shape = shape;
    this.flow = flow;
    this.ids = ids;
    this.tape = tape;
    this.clock = clock;
    sequence = shape.startSequence();
    timestamp = clock.millis();
    flow.fill(book);
  }

  /** Of the last message applied. */
  long sequence() {
    return sequence;
  }

  /** Of the last message applied, milliseconds since the epoch; never goes back. */
  long timestamp() {
    return timestamp;
  }

  /** Of the last trade; trades count on through restarts. */
  long tradeSequence() {
    return tradeSequence;
  }

  String status() {
    return status;
  }

  /** To look at; another one after a restart. */
  Book book() {
    return book;
  }

  /** To look at. */
  Tape tape() {
    return tape;
  }

  BookImage image() {
    BookImage current = image;
    if (current == null) {
      List<BookImage.Order> orders = new ArrayList<>();
      List<BookImage.Level> bids = levels(Side.BID, orders);
      List<BookImage.Level> asks = levels(Side.ASK, orders);
      current = new BookImage(shape.pair(), sequence, status, timestamp, bids, asks, orders);
      image = current;
    }
    return current;
  }

  private List<BookImage.Level> levels(Side side, List<BookImage.Order> orders) {
    List<BookImage.Level> levels = new ArrayList<>();
    for (Book.Level level : book.levels(side)) {
      BigDecimal price = shape.price(level.price);
      levels.add(new BookImage.Level(price, shape.volume(level.volume())));
      for (Book.Order order : level.orders()) {
        orders.add(new BookImage.Order(order.id, side, price, shape.volume(order.volume())));
      }
    }
    return levels;
  }

  // ---- what an order would cause

  /**
   * The trades of a market order: the best orders of the other side, oldest first within a price.
   *
   * @throws IllegalArgumentException if the other side has less than that
   */
  Change marketOrder(Side takerSide, BigDecimal base) {
    long wanted = shape.volume(base);
    List<Change.Fill> fills = new ArrayList<>();
    long left = take(takerSide, null, wanted, fills);
    if (left > 0) {
      throw new IllegalArgumentException(
          shape.pair() + ": " + base + " wanted, " + shape.volume(wanted - left) + " in the book");
    }
    return Change.of(fills);
  }

  /** The trades of an order with what its price reaches, and a create with what remains of it. */
  Change limitOrder(Change.NewOrder order) {
    List<Change.Fill> fills = new ArrayList<>();
    long left = take(order.side(), order.price(), order.volume(), fills);
    Change.NewOrder rest =
        left == 0 ? null : new Change.NewOrder(order.id(), order.side(), order.price(), left);
    return new Change(fills, rest, null, null);
  }

  private long take(Side takerSide, @Nullable Long limit, long wanted, List<Change.Fill> fills) {
    long left = wanted;
    for (Book.Level level : book.levels(takerSide.opposite())) {
      if (left == 0 || (limit != null && !takerSide.reaches(limit, level.price))) {
        break;
      }
      for (Book.Order maker : level.orders()) {
        if (left == 0) {
          break;
        }
        long base = Math.min(left, maker.volume());
        fills.add(new Change.Fill(maker.id, base));
        left -= base;
      }
    }
    return left;
  }

  // ---- what can become true

  /**
   * Checks a change against the book.
   *
   * @throws IllegalArgumentException if it can not become true
   */
  void check(Change change) {
    Map<String, Long> left = new HashMap<>();
    for (Change.Fill fill : change.fills()) {
      Book.Order maker = book.order(fill.maker());
      if (maker == null) {
        throw refused("no order " + fill.maker() + " to fill");
      }
      long rest = left.getOrDefault(maker.id, maker.volume());
      if (fill.base() <= 0 || fill.base() > rest) {
        throw refused(
            "fill of " + shape.volume(fill.base()) + ", " + shape.volume(rest) + " is left");
      }
      left.put(maker.id, rest - fill.base());
    }
    Change.NewOrder create = change.create();
    if (create == null) {
      return;
    }
    if (create.price() <= 0 || create.volume() <= 0) {
      throw refused("create of price or volume 0 or less");
    }
    if (Math.multiplyHigh(create.price(), create.volume()) != 0
        || create.price() * create.volume() < 0) {
      throw refused("create of a value beyond 64 bits");
    }
    for (Book.Level level : book.levels(create.side().opposite())) {
      if (!create.side().reaches(create.price(), level.price)) {
        break;
      }
      for (Book.Order order : level.orders()) {
        if (left.getOrDefault(order.id, order.volume()) > 0) {
          throw refused(
              create.side()
                  + " at "
                  + shape.price(create.price())
                  + " crosses "
                  + shape.price(level.price));
        }
      }
    }
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(shape.pair() + " at sequence " + sequence + ": " + why);
  }

  // ---- what becomes true

  /** Applies a change; the taker of its fills is the order it creates, or one that left no rest. */
  Update apply(Change change) {
    String taker = null;
    if (!change.fills().isEmpty()) {
      Change.NewOrder create = change.create();
      Book.Order maker = book.order(change.fills().getFirst().maker());
      boolean rest = create != null && maker != null && create.side() == maker.side.opposite();
      taker = rest && create != null ? create.id() : ids.next();
    }
    return apply(change, taker);
  }

  /**
   * Applies a change, sound or not: what can not be said of a book fails halfway.
   *
   * @param taker of its fills; null only if it has none
   */
  Update apply(Change change, @Nullable String taker) {
    sequence++;
    timestamp = Math.max(timestamp, clock.millis());
    List<Update.Trade> trades = new ArrayList<>(change.fills().size());
    for (Change.Fill fill : change.fills()) {
      trades.add(trade(fill, taker == null ? "" : taker));
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

  private Update.Trade trade(Change.Fill fill, String taker) {
    Book.Order maker = book.order(fill.maker());
    if (maker == null) {
      throw new IllegalStateException(shape.pair() + ": no maker " + fill.maker());
    }
    tradeSequence++;
    BigDecimal price = shape.price(maker.price);
    BigDecimal base = shape.volume(fill.base());
    tape.add(
        new SimulatedTrade(
            tradeSequence,
            sequence,
            price,
            base,
            price.multiply(base),
            maker.id,
            taker,
            maker.side,
            timestamp));
    book.fill(maker, fill.base());
    return new Update.Trade(tradeSequence, maker.price, fill.base(), maker.id, taker);
  }

  /** A new book of the same shape, ACTIVE, at any sequence; the tape and its numbers go on. */
  void restart(long newSequence) {
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
