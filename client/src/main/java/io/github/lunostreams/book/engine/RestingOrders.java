package io.github.lunostreams.book.engine;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * One side of a snapshot, in the exchange's order: to read it is a list, but inside it is columns
 * of numbers, since the largest books have many thousand orders.
 */
public final class RestingOrders extends AbstractList<RestingOrder> implements RandomAccess {
  private static final int INITIAL_CAPACITY = 16;

  /** Two longs an order, see {@link OrderId}. */
  private long[] ids = new long[2 * INITIAL_CAPACITY];

  /** Price and volume of each order, unscaled. */
  private long[] numbers = new long[2 * INITIAL_CAPACITY];

  /** The scales of price and volume of each order. */
  private byte[] scales = new byte[2 * INITIAL_CAPACITY];

  /** The ids that do not fit into two longs, by the order's index. */
  private final Map<Integer, String> unpacked = new HashMap<>();

  private int size;

  /** No orders yet. */
  public RestingOrders() {}

  /**
   * The same orders.
   *
   * @param orders in the exchange's order
   * @return a copy
   */
  public static RestingOrders copyOf(List<RestingOrder> orders) {
    RestingOrders copy = new RestingOrders();
    for (RestingOrder order : orders) {
      copy.add(
          OrderId.of(order.id()),
          order.price().unscaled(),
          order.price().scale(),
          order.volume().unscaled(),
          order.volume().scale());
    }
    return copy;
  }

  /**
   * Appends an order.
   *
   * @param id is copied
   * @param price the limit price, unscaled
   * @param priceScale its scale
   * @param volume the remaining volume, unscaled
   * @param volumeScale its scale
   */
  public void add(OrderId id, long price, int priceScale, long volume, int volumeScale) {
    int at = 2 * size;
    if (at == ids.length) {
      ids = Arrays.copyOf(ids, 2 * at);
      numbers = Arrays.copyOf(numbers, 2 * at);
      scales = Arrays.copyOf(scales, 2 * at);
    }
    ids[at] = id.high();
    ids[at + 1] = id.low();
    if (id.unpacked() != null) {
      unpacked.put(size, id.unpacked());
    }
    numbers[at] = price;
    numbers[at + 1] = volume;
    scales[at] = (byte) priceScale;
    scales[at + 1] = (byte) volumeScale;
    size++;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public RestingOrder get(int index) {
    Objects.checkIndex(index, size);
    OrderId id = new OrderId();
    id(index, id);
    return new RestingOrder(
        id.toString(),
        new ScaledDecimal(price(index), priceScale(index)),
        new ScaledDecimal(volume(index), volumeScale(index)));
  }

  /** Copies an order's id. */
  void id(int index, OrderId to) {
    long high = ids[2 * index];
    if (high != 0) {
      to.set(high, ids[2 * index + 1]);
    } else {
      to.set(Objects.requireNonNull(unpacked.get(index)));
    }
  }

  long price(int index) {
    return numbers[2 * index];
  }

  int priceScale(int index) {
    return scales[2 * index];
  }

  long volume(int index) {
    return numbers[2 * index + 1];
  }

  int volumeScale(int index) {
    return scales[2 * index + 1];
  }
}
