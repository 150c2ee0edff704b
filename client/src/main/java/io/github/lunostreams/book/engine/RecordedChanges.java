package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.OrderChanges;
import io.github.lunostreams.book.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Notes what an update does to orders, in columns that are used again, and shows it as {@link
 * OrderChanges}. The levels are derived from that: {@link RecordedLevels}.
 *
 * <p>Owned by the market's thread. Makes no garbage unless an update has more changes than any
 * before.
 */
final class RecordedChanges implements OrderChanges {
  private static final int INITIAL_CAPACITY = 4;

  private final BookView book;

  private OrderId[] ids = newIds(INITIAL_CAPACITY);
  private OrderChanges.Kind[] kinds = new OrderChanges.Kind[INITIAL_CAPACITY];
  private long[] priceKeys = new long[INITIAL_CAPACITY];
  private long[] volumes = new long[INITIAL_CAPACITY];
  private long[] remaining = new long[INITIAL_CAPACITY];
  private int size;

  /** Counts the changes ever noted: what is derived from them is good for as long as it stays. */
  private long version;

  RecordedChanges(BookView book) {
    this.book = book;
  }

  long version() {
    return version;
  }

  /** Copies the price key of each change. */
  void copyPriceKeys(long[] to) {
    System.arraycopy(priceKeys, 0, to, 0, size);
  }

  void clear() {
    size = 0;
    version++;
  }

  void added(OrderId id, long priceKey, long volume) {
    record(OrderChanges.Kind.ADDED, id, priceKey, volume, volume);
  }

  void filled(OrderId id, long priceKey, long volume, long left) {
    record(OrderChanges.Kind.FILLED, id, priceKey, volume, left);
  }

  void removed(OrderId id, long priceKey, long volume) {
    record(OrderChanges.Kind.REMOVED, id, priceKey, volume, 0);
  }

  private void record(OrderChanges.Kind kind, OrderId id, long priceKey, long volume, long left) {
    if (size == priceKeys.length) {
      grow();
    }
    ids[size].set(id);
    kinds[size] = kind;
    priceKeys[size] = priceKey;
    volumes[size] = volume;
    remaining[size] = left;
    size++;
    version++;
  }

  private void grow() {
    int capacity = 2 * size;
    OrderId[] more = newIds(capacity);
    System.arraycopy(ids, 0, more, 0, size);
    ids = more;
    kinds = Arrays.copyOf(kinds, capacity);
    priceKeys = Arrays.copyOf(priceKeys, capacity);
    volumes = Arrays.copyOf(volumes, capacity);
    remaining = Arrays.copyOf(remaining, capacity);
  }

  private static OrderId[] newIds(int count) {
    OrderId[] ids = new OrderId[count];
    Arrays.setAll(ids, i -> new OrderId());
    return ids;
  }

  /** How many zeros stand at the end of every price noted, at most so many. */
  int zerosAtEndOfPrices(int most) {
    return ScaledDecimal.zerosAtEnd(priceKeys, size, most);
  }

  /** How many zeros stand at the end of every volume noted, at most so many. */
  int zerosAtEndOfVolumes(int most) {
    return ScaledDecimal.zerosAtEnd(remaining, size, ScaledDecimal.zerosAtEnd(volumes, size, most));
  }

  /** Whether so many zeros can be put behind every price noted. */
  boolean pricesHaveRoom(int zeros) {
    return ScaledDecimal.haveRoom(priceKeys, size, zeros);
  }

  /** Whether so many zeros can be put behind every volume noted. */
  boolean volumesHaveRoom(int zeros) {
    return ScaledDecimal.haveRoom(volumes, size, zeros)
        && ScaledDecimal.haveRoom(remaining, size, zeros);
  }

  /** Shifts the prices noted so far, for a book whose scale changes in the middle of an update. */
  void rescalePrices(int places) {
    ScaledDecimal.shift(priceKeys, size, places);
    version++;
  }

  /** Shifts the volumes noted so far, for a book whose scale changes in the middle of an update. */
  void rescaleVolumes(int places) {
    ScaledDecimal.shift(volumes, size, places);
    ScaledDecimal.shift(remaining, size, places);
    version++;
  }

  private BigDecimal price(long priceKey) {
    return BigDecimal.valueOf(PriceKey.unscaledPrice(priceKey), book.priceScale());
  }

  private BigDecimal volume(long unscaled) {
    return BigDecimal.valueOf(unscaled, book.volumeScale());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Kind kind(int index) {
    return kinds[Objects.checkIndex(index, size)];
  }

  @Override
  public String orderId(int index) {
    return ids[Objects.checkIndex(index, size)].toString();
  }

  @Override
  public Side side(int index) {
    return PriceKey.side(priceKeys[Objects.checkIndex(index, size)]);
  }

  @Override
  public long unscaledPrice(int index) {
    return PriceKey.unscaledPrice(priceKeys[Objects.checkIndex(index, size)]);
  }

  @Override
  public long unscaledVolume(int index) {
    return volumes[Objects.checkIndex(index, size)];
  }

  @Override
  public long unscaledRemaining(int index) {
    return remaining[Objects.checkIndex(index, size)];
  }

  @Override
  public List<OrderChange> toList() {
    List<OrderChange> copy = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      copy.add(
          new OrderChange(
              kinds[i],
              ids[i].toString(),
              PriceKey.side(priceKeys[i]),
              price(priceKeys[i]),
              volume(volumes[i]),
              volume(remaining[i])));
    }
    return Collections.unmodifiableList(copy);
  }
}
