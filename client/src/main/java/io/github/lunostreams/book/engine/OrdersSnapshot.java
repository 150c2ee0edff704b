package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.Order;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Every order of a book as it was at some moment. To read it is a list, but inside it is numbers,
 * so that the market's thread copies some thousand orders in no time: an {@link Order} is made when
 * it is looked at. Immutable, for any thread.
 */
final class OrdersSnapshot extends AbstractList<Order> implements RandomAccess {
  /** Two longs an order, see {@link OrderId}. */
  private final long[] ids;

  /** See {@link PriceKey}. */
  private final long[] priceKeys;

  private final long[] volumes;
  private final long[] arrivals;
  private final int size;
  private final int priceScale;
  private final int volumeScale;

  /** The ids that do not fit into two longs, by the order's index. */
  private final Map<Integer, String> unpacked = new HashMap<>();

  /**
   * Copies all orders.
   *
   * @param orders are not changed meanwhile
   * @param levels theirs
   */
  OrdersSnapshot(OrderTable orders, LevelTable levels, int priceScale, int volumeScale) {
    this.size = orders.size();
    this.ids = new long[2 * size];
    this.priceKeys = new long[size];
    this.volumes = new long[size];
    this.arrivals = new long[size];
    this.priceScale = priceScale;
    this.volumeScale = volumeScale;
    OrderId id = new OrderId();
    int index = 0;
    for (int row = orders.next(OrderTable.NONE); row != OrderTable.NONE; row = orders.next(row)) {
      orders.id(row, id);
      ids[2 * index] = id.high();
      ids[2 * index + 1] = id.low();
      priceKeys[index] = levels.priceKey(orders.level(row));
      volumes[index] = orders.volume(row);
      arrivals[index] = orders.arrival(row);
      if (id.unpacked() != null) {
        unpacked.put(index, id.unpacked());
      }
      index++;
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Order get(int index) {
    Objects.checkIndex(index, size);
    long high = ids[2 * index];
    return order(
        high == 0
            ? Objects.requireNonNull(unpacked.get(index))
            : OrderId.unpack(high, ids[2 * index + 1]),
        priceKeys[index],
        priceScale,
        volumes[index],
        volumeScale,
        arrivals[index]);
  }

  /** An order, from how a book keeps it. */
  static Order order(
      String id, long priceKey, int priceScale, long volume, int volumeScale, long arrival) {
    return new Order(
        id,
        PriceKey.side(priceKey),
        BigDecimal.valueOf(PriceKey.unscaledPrice(priceKey), priceScale),
        BigDecimal.valueOf(volume, volumeScale),
        arrival);
  }
}
