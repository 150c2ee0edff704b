package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.LevelChanges;
import io.github.lunostreams.book.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The levels that {@link RecordedChanges} touched, found when somebody reads them.
 *
 * <p>Owned by the market's thread. Makes no garbage unless an update has more changes than any
 * before.
 */
final class RecordedLevels implements LevelChanges {
  private final RecordedChanges changes;
  private final BookView book;
  private final LevelTable table;

  /** The price keys of the changes, each once and sorted: of the changes of {@link #version}. */
  private long[] keys = {};

  private int size;
  private long version = -1;

  RecordedLevels(RecordedChanges changes, BookView book, LevelTable table) {
    this.changes = changes;
    this.book = book;
    this.table = table;
  }

  private void find() {
    if (version == changes.version()) {
      return;
    }
    version = changes.version();
    int count = changes.size();
    if (keys.length < count) {
      keys = new long[Math.max(count, 2 * keys.length)];
    }
    changes.copyPriceKeys(keys);
    Arrays.sort(keys, 0, count);
    size = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || keys[i] != keys[size - 1]) {
        keys[size++] = keys[i];
      }
    }
  }

  @Override
  public int size() {
    find();
    return size;
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
    find();
    return keys[Objects.checkIndex(index, size)];
  }

  @Override
  public List<LevelChange> toList() {
    List<LevelChange> copy = new ArrayList<>(size());
    for (int i = 0; i < size; i++) {
      copy.add(
          new LevelChange(
              side(i),
              BigDecimal.valueOf(unscaledPrice(i), book.priceScale()),
              BigDecimal.valueOf(unscaledVolume(i), book.volumeScale()),
              orders(i)));
    }
    return Collections.unmodifiableList(copy);
  }
}
