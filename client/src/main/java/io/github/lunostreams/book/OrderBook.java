package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final Map<String, Resting> ordersById = new HashMap<>();
  private final PriceLadder bids = new PriceLadder(Side.BID);
  private final PriceLadder asks = new PriceLadder(Side.ASK);
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
    return ladder(side).price(index);
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

  /**
   * How many orders rest in the book.
   *
   * @return both sides together
   */
  public int orderCount() {
    return ordersById.size();
  }

  /**
   * A resting order.
   *
   * @param id the exchange's id
   * @return the order, if it rests in this book
   */
  public Optional<Order> order(String id) {
    return Optional.ofNullable(ordersById.get(id)).map(resting -> order(id, resting));
  }

  /**
   * Shows every resting order, in no order to rely on.
   *
   * @param consumer is called once an order
   */
  public void forEachOrder(Consumer<Order> consumer) {
    ordersById.forEach((id, resting) -> consumer.accept(order(id, resting)));
  }

  @Override
  public String toString() {
    return "OrderBook[%s #%d, %d orders]".formatted(pair, sequence, ordersById.size());
  }

  private Order order(String id, Resting resting) {
    return new Order(
        id,
        resting.side,
        BigDecimal.valueOf(resting.price, priceScale),
        BigDecimal.valueOf(resting.volume, volumeScale));
  }

  PriceLadder ladder(Side side) {
    return side == Side.BID ? bids : asks;
  }

  void clear() {
    ordersById.clear();
    bids.clear();
    asks.clear();
    priceScale = 0;
    volumeScale = 0;
    status = MarketStatus.UNKNOWN;
  }

  void stamp(long newSequence, long newTimestampMillis) {
    sequence = newSequence;
    timestampMillis = newTimestampMillis;
  }

  void status(MarketStatus newStatus) {
    status = newStatus;
  }

  /** Adds a new order. False if one of that id rests already. */
  boolean add(String id, Side side, ScaledDecimal price, ScaledDecimal volume)
      throws UnrepresentableNumberException {
    widen(price.scale(), volume.scale());
    Resting resting =
        new Resting(side, price.unscaledAt(priceScale), volume.unscaledAt(volumeScale));
    if (ordersById.putIfAbsent(id, resting) != null) {
      return false;
    }
    ladder(side).add(resting.price, resting.volume);
    return true;
  }

  /** Removes an order. False if there is none of that id. */
  boolean remove(String id) {
    Resting resting = ordersById.remove(id);
    if (resting == null) {
      return false;
    }
    ladder(resting.side).remove(resting.price, resting.volume);
    return true;
  }

  /**
   * Takes a fill from an order, which leaves the book when nothing remains.
   *
   * @return what remained before the fill less the fill: negative if it was too large, and then
   *     nothing has changed
   */
  long fill(String id, ScaledDecimal base) throws UnrepresentableNumberException {
    widen(0, base.scale());
    Resting resting = ordersById.get(id);
    if (resting == null) {
      throw new IllegalStateException("no order " + id);
    }
    long filled = base.unscaledAt(volumeScale);
    long remaining = resting.volume - filled;
    if (remaining == 0) {
      remove(id);
    } else if (remaining > 0) {
      resting.volume = remaining;
      ladder(resting.side).reduce(resting.price, filled);
    }
    return remaining;
  }

  private void widen(int newPriceScale, int newVolumeScale) throws UnrepresentableNumberException {
    if (newPriceScale <= priceScale && newVolumeScale <= volumeScale) {
      return;
    }
    int widerPriceScale = Math.max(priceScale, newPriceScale);
    int widerVolumeScale = Math.max(volumeScale, newVolumeScale);
    long priceFactor = ScaledDecimal.powerOfTen(widerPriceScale - priceScale);
    long volumeFactor = ScaledDecimal.powerOfTen(widerVolumeScale - volumeScale);
    for (Resting resting : ordersById.values()) {
      resting.price = ScaledDecimal.multiply(resting.price, priceFactor);
      resting.volume = ScaledDecimal.multiply(resting.volume, volumeFactor);
    }
    bids.rescale(priceFactor, volumeFactor);
    asks.rescale(priceFactor, volumeFactor);
    priceScale = widerPriceScale;
    volumeScale = widerVolumeScale;
  }

  /** An order's mutable part: price and volume unscaled, at the book's scales. */
  private static final class Resting {
    final Side side;
    long price;
    long volume;

    Resting(Side side, long price, long volume) {
      this.side = side;
      this.price = price;
      this.volume = volume;
    }
  }
}
