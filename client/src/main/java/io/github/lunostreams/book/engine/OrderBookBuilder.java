package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.LevelChanges;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.OrderChanges;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BrokenBookException.Violation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Builds one market's {@link OrderBook} from the exchange's messages: holds the rule by which a
 * message changes the book, and refuses what cannot be right.
 *
 * <p>The rule, after Luno's streaming documentation: a snapshot replaces the book; an update with
 * the next sequence is applied as one, its fills first, then the new order, then the deleted one,
 * then the status. A fill takes its base volume from the maker's order, which leaves the book at
 * zero without a delete. Whatever contradicts the book is a {@link BrokenBookException}: the book
 * is then to be thrown away and a new snapshot to be had, since the exchange repeats nothing.
 *
 * <p>What is of volume zero changes no level, so it is left out and {@linkplain #leftOut counted}:
 * an order of a snapshot or a new order, and a fill of an order that is not here. Of an order that
 * was left out nothing is kept: its deletion is that of an unknown order, which is no error, and a
 * fill of more than nothing contradicts the book.
 *
 * <p>Used by one thread. An exception may leave the book half changed; it stays unusable until the
 * next {@link #applySnapshot}.
 */
public final class OrderBookBuilder {
  /**
   * How far a sequence may lie behind the book's to be an old message come late. One further back
   * means that the exchange started again.
   */
  public static final long OLD_MESSAGE_WINDOW = 1_000;

  /** So many orders may rest in a book, some 13 times those of the largest one seen. */
  public static final int MAX_ORDERS = 250_000;

  private final LiveOrderBook book;
  private final RecordedChanges changes;
  private final RecordedLevels levels;
  private boolean recording;
  private long oldInARow;
  private long leftOut;

  /** What became of an update. */
  public enum Outcome {
    /** It was the next one and the book shows it. */
    APPLIED,
    /** The book was past it already; it was dropped. */
    OLD
  }

  private List<Trade> trades = List.of();

  /** See {@link Order#arrival}. */
  private long lastArrival;

  /** The id that is being looked for or added. */
  private final OrderId id = new OrderId();

  /**
   * A builder of an empty book.
   *
   * @param pair the market
   */
  public OrderBookBuilder(Pair pair) {
    this.book = new LiveOrderBook(pair);
    this.changes = new RecordedChanges(book);
    this.levels = new RecordedLevels(changes, book, book.levelTable());
  }

  /**
   * The book that is kept.
   *
   * @return always the same object
   */
  public OrderBook book() {
    return book;
  }

  /**
   * The trades of the update applied last.
   *
   * @return an immutable list in the exchange's order, empty after a snapshot
   */
  public List<Trade> trades() {
    return trades;
  }

  /**
   * How many orders and fills of volume zero were left out, since they change nothing.
   *
   * @return counted since this builder was made
   */
  public long leftOut() {
    return leftOut;
  }

  /**
   * Says whether changes of orders are noted from the next update on. They are not at first, since
   * that costs each update a little.
   *
   * @param wanted whether somebody reads {@link #orderChanges} or {@link #levelChanges}
   */
  public void recordChanges(boolean wanted) {
    recording = wanted;
    changes.clear();
    book.recordTo(wanted ? changes : null);
  }

  /**
   * What the update applied last did to orders.
   *
   * @return always the same object; empty after a snapshot
   * @throws IllegalStateException if changes are not recorded
   */
  public OrderChanges orderChanges() {
    requireRecording();
    return changes;
  }

  /**
   * The levels that the update applied last touched.
   *
   * @return always the same object; empty after a snapshot
   * @throws IllegalStateException if changes are not recorded
   */
  public LevelChanges levelChanges() {
    requireRecording();
    return levels;
  }

  private void requireRecording() {
    if (!recording) {
      throw new IllegalStateException(
          "expected a hook that asked for changes of orders and levels, there is none");
    }
  }

  /**
   * Replaces the book.
   *
   * @param snapshot the exchange's whole book
   * @throws BrokenBookException if the snapshot contradicts itself
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public void applySnapshot(Snapshot snapshot)
      throws BrokenBookException, UnrepresentableNumberException {
    book.recordTo(null);
    book.clear();
    changes.clear();
    trades = List.of();
    oldInARow = 0;
    requireRoom(snapshot.bids().size() + snapshot.asks().size(), snapshot.sequence());
    book.reserve(snapshot.bids().size() + snapshot.asks().size());
    lastArrival = Math.max(snapshot.bids().size(), snapshot.asks().size());
    fill(Side.BID, snapshot.bids(), snapshot.sequence());
    fill(Side.ASK, snapshot.asks(), snapshot.sequence());
    book.status(snapshot.status());
    book.stamp(snapshot.sequence(), snapshot.timestampMillis());
    refuseCrossed();
    book.recordTo(recording ? changes : null);
  }

  /**
   * Applies the next update.
   *
   * @param update what the exchange said
   * @return whether it was the next one, or old and dropped
   * @throws BrokenBookException if it shows that the book is not the exchange's any more
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public Outcome apply(BookUpdate update)
      throws BrokenBookException, UnrepresentableNumberException {
    if (update.sequence() != book.sequence() + 1) {
      return dropIfOld(update.sequence());
    }
    oldInARow = 0;
    if (recording) {
      changes.clear();
    }
    List<Fill> fills = update.fills();
    if (!fills.isEmpty() || !trades.isEmpty()) {
      trades = fills.isEmpty() ? List.of() : fill(update);
    }
    Side createSide = update.createSide();
    if (createSide != null) {
      add(
          update.createId(),
          createSide,
          update.price(),
          update.priceScale(),
          update.volume(),
          update.volumeScale(),
          ++lastArrival,
          update.sequence());
    }
    if (update.deletes()) {
      int row = book.find(update.deleteId());
      if (row != OrderTable.NONE) { // Another id is no error, say Luno's documents.
        book.delete(row, update.deleteId());
      }
    }
    if (update.status() != null) {
      book.status(update.status());
    }
    book.stamp(update.sequence(), update.timestampMillis());
    if (createSide != null || update.status() != null) {
      refuseCrossed(); // Nothing else can make it so.
    }
    return Outcome.APPLIED;
  }

  private Outcome dropIfOld(long sequence) throws BrokenBookException {
    long current = book.sequence();
    if (sequence > current) {
      throw new BrokenBookException(
          Violation.GAP, "expected sequence " + (current + 1) + ", got " + sequence);
    }
    oldInARow++;
    if (current - sequence > OLD_MESSAGE_WINDOW || oldInARow > OLD_MESSAGE_WINDOW) {
      throw new BrokenBookException(
          Violation.RESTART,
          "expected sequence %s, got %s, the %s. old one in a row"
              .formatted(current + 1, sequence, oldInARow));
    }
    return Outcome.OLD;
  }

  private List<Trade> fill(BookUpdate update)
      throws BrokenBookException, UnrepresentableNumberException {
    List<Trade> filled = new ArrayList<>(update.fills().size());
    Optional<Instant> timestamp =
        update.timestampMillis() == BookMessage.UNKNOWN_TIME
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(update.timestampMillis()));
    for (Fill fill : update.fills()) {
      id.set(fill.makerOrderId());
      int row = book.find(id);
      if (row == OrderTable.NONE && fill.base().unscaled() == 0) {
        leftOut++; // Its price and its side are not known.
        continue;
      }
      if (row == OrderTable.NONE) {
        throw broken(Violation.UNKNOWN_MAKER, update, "no order " + fill.makerOrderId());
      }
      Order maker = book.order(row);
      BigDecimal base = fill.base().toBigDecimal();
      if (fill.base().unscaled() < 0) {
        throw broken(Violation.NOT_POSITIVE, update, "expected a base of 0 or more, got " + base);
      }
      if (book.fill(row, id, fill.base()) < 0) {
        throw broken(
            Violation.OVERFILL,
            update,
            "a fill of %s exceeds the %s left of order %s"
                .formatted(base.toPlainString(), maker.volume().toPlainString(), maker.id()));
      }
      filled.add(
          new Trade(
              maker.side() == Side.BID ? TradeType.SELL : TradeType.BUY,
              maker.price(),
              base,
              fill.counter(),
              maker.id(),
              fill.takerOrderId(),
              fill.sequence(),
              update.sequence(),
              timestamp));
    }
    return Collections.unmodifiableList(filled);
  }

  /**
   * From the last order to the first: the exchange has the best first, and the ladder is filled
   * quickest from the worst on. Any order of theirs gives the same book.
   */
  private void fill(Side side, RestingOrders orders, long sequence)
      throws BrokenBookException, UnrepresentableNumberException {
    for (int i = orders.size() - 1; i >= 0; i--) {
      orders.id(i, id);
      add(
          id,
          side,
          orders.price(i),
          orders.priceScale(i),
          orders.volume(i),
          orders.volumeScale(i),
          i,
          sequence);
    }
  }

  private void add(
      OrderId newId,
      Side side,
      long price,
      int priceScale,
      long volume,
      int volumeScale,
      long arrival,
      long sequence)
      throws BrokenBookException, UnrepresentableNumberException {
    if (price <= 0 || volume <= 0) {
      if (volume == 0) {
        leaveOut(newId, sequence);
        return;
      }
      throw new BrokenBookException(
          Violation.NOT_POSITIVE,
          "at sequence %s: expected a positive price and volume, got %s × %s of order %s"
              .formatted(
                  sequence,
                  BigDecimal.valueOf(price, priceScale).toPlainString(),
                  BigDecimal.valueOf(volume, volumeScale).toPlainString(),
                  newId));
    }
    requireRoom(book.orderCount() + 1, sequence);
    if (!book.add(newId, side, price, priceScale, volume, volumeScale, arrival)) {
      throw duplicate(newId, sequence);
    }
  }

  private void leaveOut(OrderId newId, long sequence) throws BrokenBookException {
    if (book.find(newId) != OrderTable.NONE) {
      throw duplicate(newId, sequence);
    }
    leftOut++;
  }

  private static BrokenBookException duplicate(OrderId id, long sequence) {
    return new BrokenBookException(
        Violation.DUPLICATE_ORDER,
        "at sequence %s: order %s rests already".formatted(sequence, id));
  }

  private static void requireRoom(int orders, long sequence) throws BrokenBookException {
    if (orders > MAX_ORDERS) {
      throw new BrokenBookException(
          Violation.TOO_MANY_ORDERS,
          "at sequence %s: expected at most %s orders, got %s"
              .formatted(sequence, MAX_ORDERS, orders));
    }
  }

  private void refuseCrossed() throws BrokenBookException {
    if (book.isCrossed() && book.status().equals(MarketStatus.ACTIVE)) {
      throw new BrokenBookException(
          Violation.CROSSED,
          "at sequence %s: best bid %s reaches best ask %s"
              .formatted(
                  book.sequence(),
                  book.level(Side.BID, 0).price().toPlainString(),
                  book.level(Side.ASK, 0).price().toPlainString()));
    }
  }

  private static BrokenBookException broken(Violation violation, BookUpdate update, String detail) {
    return new BrokenBookException(violation, "at sequence " + update.sequence() + ": " + detail);
  }
}
