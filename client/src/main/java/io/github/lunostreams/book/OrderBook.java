package io.github.lunostreams.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The live book of one market: every resting order by id, and the price levels they add up to, kept
 * in place update by update.
 *
 * <p>Anyone may read it, on the market's thread, inside a hook; only its {@link BookKeeper} changes
 * it. Take a {@link #snapshot(int)} to hand to another thread or to keep.
 *
 * <p>Prices and volumes are longs at one scale each for the whole book. The scales come from the
 * numbers themselves and widen when a longer fraction arrives.
 */
public final class OrderBook implements BookView {
  private final String pair;
  private final OrderTable orders = new OrderTable();
  private final LevelTable levels = new LevelTable();
  private final PriceLadder bids = new PriceLadder(levels);
  private final PriceLadder asks = new PriceLadder(levels);
  private long sequence;
  private long timestampMillis;
  private MarketStatus status = MarketStatus.UNKNOWN;
  private int priceScale;
  private int volumeScale;

  OrderBook(String pair) {
    this.pair = pair;
  }

  @Override
  public String pair() {
    return pair;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public MarketStatus status() {
    return status;
  }

  @Override
  public int levels(Side side) {
    return ladder(side).size();
  }

  @Override
  public long unscaledPrice(Side side, int index) {
    return Math.abs(ladder(side).rank(index));
  }

  @Override
  public long unscaledVolume(Side side, int index) {
    return ladder(side).volume(index);
  }

  @Override
  public int orders(Side side, int index) {
    return ladder(side).orders(index);
  }

  @Override
  public int priceScale() {
    return priceScale;
  }

  @Override
  public int volumeScale() {
    return volumeScale;
  }

  @Override
  public BookSnapshot snapshot(int depth) {
    return new BookSnapshot(this, depth);
  }

  @Override
  public void forEachLevel(Side side, int depth, LevelConsumer consumer) {
    ladder(side).forEach(depth, consumer);
  }

  /**
   * How many orders rest in the book.
   *
   * @return both sides together
   */
  public int orderCount() {
    return orders.size();
  }

  /**
   * A resting order.
   *
   * @param id the exchange's id
   * @return the order, if it rests in this book
   */
  public Optional<Order> order(String id) {
    int row = find(OrderId.of(id));
    return row == OrderTable.NONE ? Optional.empty() : Optional.of(order(row));
  }

  /**
   * Every resting order as of now, to hand to another thread or to keep. Quick to take: {@link
   * Order}s are made anew each time they are read.
   *
   * @return an immutable list of both sides, in no order to rely on; see {@link Order#BEST_FIRST}
   */
  public List<Order> orders() {
    return new OrdersView(orders, levels, priceScale, volumeScale);
  }

  /**
   * The orders of a level, in the order in which they came. Goes through all orders of the book.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return a new list
   * @throws IndexOutOfBoundsException if there is no such level
   */
  public List<Order> ordersAt(Side side, int index) {
    List<Order> queue = new ArrayList<>(orders(side, index));
    int level = levels.find(ladder(side).rank(index));
    for (int row = orders.next(OrderTable.NONE); row != OrderTable.NONE; row = orders.next(row)) {
      if (orders.level(row) == level) {
        queue.add(order(row));
      }
    }
    queue.sort(Comparator.comparingLong(Order::arrival));
    return Collections.unmodifiableList(queue);
  }

  @Override
  public String toString() {
    return "OrderBook[%s #%d, %d orders]".formatted(pair, sequence, orders.size());
  }

  PriceLadder ladder(Side side) {
    return side == Side.BID ? bids : asks;
  }

  /** Whether someone would pay what someone else asks. */
  boolean isCrossed() {
    return bids.size() > 0 && asks.size() > 0 && -bids.bestRank() >= asks.bestRank();
  }

  void clear() {
    orders.clear();
    levels.clear();
    bids.clear();
    asks.clear();
    priceScale = 0;
    volumeScale = 0;
    status = MarketStatus.UNKNOWN;
  }

  /** Makes room for the orders of a snapshot. */
  void reserve(int count) {
    orders.reserve(count);
  }

  void stamp(long newSequence, long newTimestampMillis) {
    sequence = newSequence;
    timestampMillis = newTimestampMillis;
  }

  void status(MarketStatus newStatus) {
    status = newStatus;
  }

  /** The row of an order, of use until the book changes; {@link OrderTable#NONE} if not here. */
  int find(OrderId id) {
    return orders.find(id);
  }

  Order order(int row) {
    OrderId id = new OrderId();
    orders.id(row, id);
    return Order.of(
        id.toString(),
        levels.rank(orders.level(row)),
        priceScale,
        orders.volume(row),
        volumeScale,
        orders.arrival(row));
  }

  /**
   * Adds a new order.
   *
   * @param unscaledPrice above 0, at the scale that follows; so with the volume
   * @param arrival orders of a lower number came before it
   * @return false if one of that id rests already
   */
  boolean add(
      OrderId id,
      Side side,
      long unscaledPrice,
      int scaleOfPrice,
      long unscaledVolume,
      int scaleOfVolume,
      long arrival)
      throws UnrepresentableNumberException {
    widen(scaleOfPrice, scaleOfVolume);
    long rank = side.rank(scaled(unscaledPrice, priceScale - scaleOfPrice));
    long volume = scaled(unscaledVolume, volumeScale - scaleOfVolume);
    int row = orders.add(id, volume, arrival);
    if (row == OrderTable.NONE) {
      return false;
    }
    int level = levels.find(rank);
    if (level == LevelTable.NONE) {
      level = levels.add(rank);
      ladder(side).insert(level);
    }
    orders.level(row, level);
    levels.addOrder(level, volume);
    return true;
  }

  /** Removes an order, and its level with the last. */
  void remove(int row) {
    int level = orders.level(row);
    if (levels.takeOrder(level, orders.volume(row)) == 0) {
      ladder(Side.ofRank(levels.rank(level))).remove(level);
      levels.remove(level);
    }
    orders.remove(row);
  }

  /**
   * Takes a fill from an order, which leaves the book when nothing remains.
   *
   * @return what remained before the fill less the fill: negative if it was too large, and then
   *     nothing has changed
   */
  long fill(int row, ScaledDecimal base) throws UnrepresentableNumberException {
    widen(0, base.scale());
    long filled = base.unscaledAt(volumeScale);
    long remaining = orders.volume(row) - filled;
    if (remaining == 0) {
      remove(row);
    } else if (remaining > 0) {
      orders.volume(row, remaining);
      levels.takeVolume(orders.level(row), filled);
    }
    return remaining;
  }

  private static long scaled(long unscaled, int zeros) throws UnrepresentableNumberException {
    return ScaledDecimal.multiply(unscaled, ScaledDecimal.powerOfTen(zeros));
  }

  private void widen(int scaleOfPrice, int scaleOfVolume) throws UnrepresentableNumberException {
    if (scaleOfPrice > priceScale || scaleOfVolume > volumeScale) {
      rescale(Math.max(priceScale, scaleOfPrice), Math.max(volumeScale, scaleOfVolume));
    }
  }

  private void rescale(int newPriceScale, int newVolumeScale)
      throws UnrepresentableNumberException {
    long priceFactor = ScaledDecimal.powerOfTen(newPriceScale - priceScale);
    long volumeFactor = ScaledDecimal.powerOfTen(newVolumeScale - volumeScale);
    orders.rescale(volumeFactor);
    levels.rescale(priceFactor, volumeFactor);
    bids.rescale(priceFactor);
    asks.rescale(priceFactor);
    priceScale = newPriceScale;
    volumeScale = newVolumeScale;
  }
}
