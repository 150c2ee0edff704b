package io.github.lunostreams.book;

import java.util.Arrays;
import java.util.Objects;

/**
 * The price levels of one side, in arrays. The best level stands last, so that changes near the
 * touch, where nearly all happen, move few entries.
 *
 * <p>Owned by one thread, except for ladders made by {@link #best}, which never change.
 */
final class PriceLadder {
  private static final int INITIAL_CAPACITY = 64;

  private final Side side;
  private long[] prices;
  private long[] volumes;
  private int[] orders;
  private int size;

  PriceLadder(Side side) {
    this(side, new long[INITIAL_CAPACITY], new long[INITIAL_CAPACITY], new int[INITIAL_CAPACITY]);
  }

  private PriceLadder(Side side, long[] prices, long[] volumes, int[] orders) {
    this.side = side;
    this.prices = prices;
    this.volumes = volumes;
    this.orders = orders;
  }

  /** A copy of the best {@code depth} levels; 0 for all. */
  PriceLadder best(int depth) {
    int count = BookSnapshot.limit(size, depth);
    PriceLadder copy =
        new PriceLadder(
            side,
            Arrays.copyOfRange(prices, size - count, size),
            Arrays.copyOfRange(volumes, size - count, size),
            Arrays.copyOfRange(orders, size - count, size));
    copy.size = count;
    return copy;
  }

  int size() {
    return size;
  }

  long price(int index) {
    return prices[slot(index)];
  }

  long volume(int index) {
    return volumes[slot(index)];
  }

  int orders(int index) {
    return orders[slot(index)];
  }

  private int slot(int index) {
    return size - 1 - Objects.checkIndex(index, size);
  }

  void clear() {
    size = 0;
  }

  /** Adds an order's volume to its level, which is made if it is new. */
  void add(long price, long volume) throws UnrepresentableNumberException {
    int slot = find(price);
    if (slot >= 0) {
      volumes[slot] = ScaledDecimal.add(volumes[slot], volume);
      orders[slot]++;
    } else {
      insert(-slot - 1, price, volume);
    }
  }

  /** Takes a fill's volume from a level whose order stays. */
  void reduce(long price, long volume) {
    volumes[existing(price)] -= volume;
  }

  /** Takes an order with what remained of it from its level, which goes with its last order. */
  void remove(long price, long volume) {
    int slot = existing(price);
    volumes[slot] -= volume;
    if (--orders[slot] == 0) {
      int behind = size - slot - 1;
      System.arraycopy(prices, slot + 1, prices, slot, behind);
      System.arraycopy(volumes, slot + 1, volumes, slot, behind);
      System.arraycopy(orders, slot + 1, orders, slot, behind);
      size--;
    }
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int i = 0; i < size; i++) {
      prices[i] = ScaledDecimal.multiply(prices[i], priceFactor);
      volumes[i] = ScaledDecimal.multiply(volumes[i], volumeFactor);
    }
  }

  private void insert(int slot, long price, long volume) {
    if (size == prices.length) {
      int capacity = Math.max(INITIAL_CAPACITY, size * 2);
      prices = Arrays.copyOf(prices, capacity);
      volumes = Arrays.copyOf(volumes, capacity);
      orders = Arrays.copyOf(orders, capacity);
    }
    int behind = size - slot;
    System.arraycopy(prices, slot, prices, slot + 1, behind);
    System.arraycopy(volumes, slot, volumes, slot + 1, behind);
    System.arraycopy(orders, slot, orders, slot + 1, behind);
    prices[slot] = price;
    volumes[slot] = volume;
    orders[slot] = 1;
    size++;
  }

  private int existing(long price) {
    int slot = find(price);
    if (slot < 0) {
      throw new IllegalStateException("no " + side + " level at unscaled price " + price);
    }
    return slot;
  }

  /** The slot of a price, or {@code -slot - 1} where it would go. */
  private int find(long price) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = worseFirst(prices[middle], price);
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -low - 1;
  }

  private int worseFirst(long a, long b) {
    return side == Side.BID ? Long.compare(a, b) : Long.compare(b, a);
  }
}
