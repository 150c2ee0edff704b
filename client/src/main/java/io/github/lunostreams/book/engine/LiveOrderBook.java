package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.LevelConsumer;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live book: orders by id in an {@link OrderTable}, levels by price in a {@link LevelTable},
 * and the order of the levels of each side in a {@link PriceLadder}.
 *
 * <pre>
 *   id ──▶ OrderTable row: id, volume, arrival, level ─┐
 *                                                      ▼
 *   price key ──▶ LevelTable row: price key, volume, order count, chunk ◀── PriceLadder (a side):
 *                                                                           sorted chunks of levels
 * </pre>
 *
 * <p>Only its {@link OrderBookBuilder} changes it, on the market's thread.
 */
final class LiveOrderBook implements OrderBook {
  private final Pair pair;
  private final OrderTable orders = new OrderTable();
  private final LevelTable levels = new LevelTable();
  private final PriceLadder bids = new PriceLadder(levels);
  private final PriceLadder asks = new PriceLadder(levels);
  private long sequence;
  private long timestampMillis;
  private MarketStatus status = MarketStatus.UNKNOWN;
  private final HeldScale prices = new HeldScale(new Prices());
  private final HeldScale volumes = new HeldScale(new Volumes());

  /** The queues of all levels; null until somebody asks for one. */
  private @Nullable LevelQueues queues;

  /** Notes changes of orders while updates are applied; null if nobody asks, and in a snapshot. */
  private @Nullable RecordedChanges recorder;

  LiveOrderBook(Pair pair) {
    this.pair = pair;
  }

  @Override
  public Pair pair() {
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
    return Math.abs(ladder(side).priceKey(index));
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
    return prices.scale();
  }

  @Override
  public int volumeScale() {
    return volumes.scale();
  }

  @Override
  public BookSnapshot snapshot(int depth) {
    return new BookCopy(this, bids.best(depth), asks.best(depth));
  }

  @Override
  public void forEachLevel(Side side, int depth, LevelConsumer consumer) {
    ladder(side).forEach(depth, consumer);
  }

  @Override
  public int orderCount() {
    return orders.size();
  }

  @Override
  public Optional<Order> order(String id) {
    int row = find(OrderId.of(id));
    return row == OrderTable.NONE ? Optional.empty() : Optional.of(order(row));
  }

  @Override
  public List<Order> orders() {
    return new OrdersSnapshot(orders, levels, priceScale(), volumeScale());
  }

  @Override
  public List<Order> ordersAt(Side side, int index) {
    List<Order> queue = new ArrayList<>(orders(side, index));
    int level = levels.find(ladder(side).priceKey(index));
    LevelQueues known = queues;
    if (known == null) {
      known = new LevelQueues(orders);
      queues = known;
    }
    known.forEach(level, row -> queue.add(order(row)));
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
    return bids.size() > 0 && asks.size() > 0 && -bids.bestPriceKey() >= asks.bestPriceKey();
  }

  void clear() {
    orders.clear();
    levels.clear();
    bids.clear();
    asks.clear();
    queues = null;
    prices.clear();
    volumes.clear();
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
    return OrdersSnapshot.order(
        id.toString(),
        levels.priceKey(orders.level(row)),
        priceScale(),
        orders.volume(row),
        volumeScale(),
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
    long priceKey = PriceKey.of(side, prices.held(unscaledPrice, scaleOfPrice));
    long volume = volumes.held(unscaledVolume, scaleOfVolume);
    int level = levels.find(priceKey);
    if (level != LevelTable.NONE && levels.volume(level) + volume < 0) {
      volume = volumes.shortened(volume);
    }
    int row = orders.add(id, volume, arrival);
    if (row == OrderTable.NONE) {
      return false;
    }
    if (level == LevelTable.NONE) {
      level = levels.add(priceKey);
      ladder(side).insert(level);
    }
    orders.level(row, level);
    levels.addOrder(level, volume);
    if (queues != null) {
      queues.add(level, row);
    }
    if (recorder != null) {
      recorder.added(id, priceKey, volume);
    }
    return true;
  }

  /** Removes an order that was deleted. */
  void delete(int row, OrderId id) {
    if (recorder != null) {
      recorder.removed(id, levels.priceKey(orders.level(row)), orders.volume(row));
    }
    remove(row);
  }

  /** Removes an order, and its level with the last. */
  private void remove(int row) {
    int level = orders.level(row);
    if (queues != null) {
      queues.remove(level, row);
    }
    if (levels.takeOrder(level, orders.volume(row)) == 0) {
      ladder(PriceKey.side(levels.priceKey(level))).remove(level);
      levels.remove(level);
    }
    orders.remove(row);
  }

  /**
   * Takes a fill from an order, which leaves the book when nothing remains.
   *
   * @param id the order's
   * @return what remained before the fill less the fill: negative if it was too large, and then
   *     nothing has changed
   */
  long fill(int row, OrderId id, ScaledDecimal base) throws UnrepresentableNumberException {
    long filled = volumes.held(base.unscaled(), base.scale());
    long remaining = orders.volume(row) - filled;
    if (recorder != null && remaining >= 0) {
      recorder.filled(id, levels.priceKey(orders.level(row)), filled, remaining);
    }
    if (remaining == 0) {
      remove(row);
    } else if (remaining > 0) {
      orders.volume(row, remaining);
      levels.takeVolume(orders.level(row), filled);
    }
    return remaining;
  }

  LevelTable levelTable() {
    return levels;
  }

  /** Notes changes of orders from now on, or no longer. */
  void recordTo(@Nullable RecordedChanges changes) {
    recorder = changes;
  }

  /** The prices of this book, to change their scale. */
  private final class Prices implements HeldScale.Numbers {
    @Override
    public int zerosAtEnd(int most) {
      int zeros = levels.zerosAtEndOfPrices(most);
      return recorder == null ? zeros : recorder.zerosAtEndOfPrices(zeros);
    }

    @Override
    public boolean haveRoom(int zeros) {
      return levels.pricesHaveRoom(zeros) && (recorder == null || recorder.pricesHaveRoom(zeros));
    }

    @Override
    public void rescale(int places) {
      levels.rescalePrices(places);
      bids.rescale(places);
      asks.rescale(places);
      if (recorder != null) {
        recorder.rescalePrices(places);
      }
    }
  }

  /** The volumes of this book, to change their scale. */
  private final class Volumes implements HeldScale.Numbers {
    @Override
    public int zerosAtEnd(int most) {
      int zeros = orders.zerosAtEnd(most);
      return recorder == null ? zeros : recorder.zerosAtEndOfVolumes(zeros);
    }

    @Override
    public boolean haveRoom(int zeros) {
      return levels.volumesHaveRoom(zeros) && (recorder == null || recorder.volumesHaveRoom(zeros));
    }

    @Override
    public void rescale(int places) {
      orders.rescale(places);
      levels.rescaleVolumes(places);
      if (recorder != null) {
        recorder.rescaleVolumes(places);
      }
    }
  }
}
