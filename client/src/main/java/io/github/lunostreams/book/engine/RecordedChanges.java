package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.LevelChanges;
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
 * OrderChanges} and {@link LevelChanges}. The levels are derived from the orders only when somebody
 * reads them.
 *
 * <p>Owned by the market's thread. Makes no garbage unless an update has more changes than any
 * before.
 */
final class RecordedChanges {
  private static final int INITIAL_CAPACITY = 4;

  private final BookView book;
  private final LevelTable table;
  private final Orders orders = new Orders();
  private final Levels levels = new Levels();

  private OrderId[] ids = newIds(INITIAL_CAPACITY);
  private OrderChanges.Kind[] kinds = new OrderChanges.Kind[INITIAL_CAPACITY];
  private long[] priceKeys = new long[INITIAL_CAPACITY];
  private long[] volumes = new long[INITIAL_CAPACITY];
  private long[] remaining = new long[INITIAL_CAPACITY];
  private int size;

  /** The keys of {@link #priceKeys}, each once and sorted; of meaning if {@link #levelsKnown}. */
  private long[] levelKeys = new long[INITIAL_CAPACITY];

  private int levelCount;
  private boolean levelsKnown;

  RecordedChanges(BookView book, LevelTable table) {
    this.book = book;
    this.table = table;
  }

  OrderChanges orders() {
    return orders;
  }

  LevelChanges levels() {
    if (!levelsKnown) {
      findLevels();
    }
    return levels;
  }

  void clear() {
    size = 0;
    levelsKnown = false;
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
    levelsKnown = false;
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
    levelKeys = Arrays.copyOf(levelKeys, capacity);
  }

  private static OrderId[] newIds(int count) {
    OrderId[] ids = new OrderId[count];
    Arrays.setAll(ids, i -> new OrderId());
    return ids;
  }

  /** Multiplies what was noted so far, for a book whose scale grows in the middle of an update. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int i = 0; i < size; i++) {
      priceKeys[i] = ScaledDecimal.multiply(priceKeys[i], priceFactor);
      volumes[i] = ScaledDecimal.multiply(volumes[i], volumeFactor);
      remaining[i] = ScaledDecimal.multiply(remaining[i], volumeFactor);
    }
    levelsKnown = false;
  }

  private void findLevels() {
    System.arraycopy(priceKeys, 0, levelKeys, 0, size);
    Arrays.sort(levelKeys, 0, size);
    levelCount = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || levelKeys[i] != levelKeys[i - 1]) {
        levelKeys[levelCount++] = levelKeys[i];
      }
    }
    levelsKnown = true;
  }

  private BigDecimal price(long priceKey) {
    return BigDecimal.valueOf(PriceKey.unscaledPrice(priceKey), book.priceScale());
  }

  private BigDecimal volume(long unscaled) {
    return BigDecimal.valueOf(unscaled, book.volumeScale());
  }

  private final class Orders implements OrderChanges {
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

  private final class Levels implements LevelChanges {
    @Override
    public int size() {
      return levelCount;
    }

    @Override
    public Side side(int index) {
      return PriceKey.side(key(index));
    }

    @Override
    public long unscaledPrice(int index) {
      return PriceKey.unscaledPrice(key(index));
    }

    @Override
    public long unscaledVolume(int index) {
      return table.volumeAt(key(index));
    }

    @Override
    public int orders(int index) {
      return table.ordersAt(key(index));
    }

    private long key(int index) {
      return levelKeys[Objects.checkIndex(index, levelCount)];
    }

    @Override
    public List<LevelChange> toList() {
      List<LevelChange> copy = new ArrayList<>(levelCount);
      for (int i = 0; i < levelCount; i++) {
        long key = levelKeys[i];
        copy.add(
            new LevelChange(
                PriceKey.side(key), price(key), volume(table.volumeAt(key)), table.ordersAt(key)));
      }
      return Collections.unmodifiableList(copy);
    }
  }
}
