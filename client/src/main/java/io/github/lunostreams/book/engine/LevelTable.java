package io.github.lunostreams.book.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The price levels of a book, both sides, by price: a row of longs for each in one array, found by
 * a {@link HashIndex}. In which order they stand is for the {@link PriceLadder} of their side to
 * know; most updates change a level and no order of levels, and need not ask.
 *
 * <p>A level goes by its {@link PriceKey}, whose sign is its side. For as long as it is there it
 * has the same row.
 *
 * <p>Also keeps the copies of {@linkplain LevelChunk chunks of levels} that views share, which go
 * when one of their levels changes.
 *
 * <p>Owned by the market's thread.
 */
final class LevelTable {
  static final int NONE = HashIndex.NONE;

  private static final int INITIAL_ROWS = 16;

  /** What a row is made of. */
  private static final int PRICE_KEY = 0;

  /** Of its orders together, unscaled at the book's scale. */
  private static final int VOLUME = 1;

  /** How many orders, none in a row that is free, and above that the number of its chunk. */
  private static final int ORDERS_AND_CHUNK = 2;

  private static final int ROW = 3;

  private HashIndex index = new HashIndex(INITIAL_ROWS);
  private long[] rows = new long[INITIAL_ROWS * ROW];
  private int rowCount;
  private int[] free = new int[INITIAL_ROWS];
  private int freeCount;

  /** By chunk. */
  private @Nullable ChunkCopy[] copies = new ChunkCopy[4];

  private int chunkCount;

  int size() {
    return rowCount - freeCount;
  }

  void clear() {
    rowCount = 0;
    freeCount = 0;
    index.clear();
    Arrays.fill(copies, null);
  }

  /** The row of the level at a price; {@link #NONE} if there is none. */
  int find(long priceKey) {
    long hash = hash(priceKey);
    for (int place = index.first(hash); place != NONE; place = index.next(hash, place)) {
      int level = index.at(place);
      if (rows[level * ROW + PRICE_KEY] == priceKey) {
        return level;
      }
    }
    return NONE;
  }

  /** Adds a level at a price that has none; returns its row. It is to get an order at once. */
  int add(long priceKey) {
    if (size() == index.capacity()) {
      grow();
    }
    int level = freeCount > 0 ? free[--freeCount] : rowCount++;
    if (rows.length == level * ROW) {
      rows = Arrays.copyOf(rows, 2 * rows.length);
    }
    index.add(hash(priceKey), level);
    int at = level * ROW;
    rows[at + PRICE_KEY] = priceKey;
    rows[at + VOLUME] = 0;
    rows[at + ORDERS_AND_CHUNK] = 0;
    return level;
  }

  /** Removes a level that has no orders left. */
  void remove(int level) {
    assert orders(level) == 0 : orders(level);
    long hash = hash(priceKey(level));
    int place = index.first(hash);
    while (index.at(place) != level) {
      place = index.next(hash, place);
    }
    index.remove(hash, place);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = level;
  }

  long priceKey(int level) {
    return rows[level * ROW + PRICE_KEY];
  }

  long volume(int level) {
    return rows[level * ROW + VOLUME];
  }

  int orders(int level) {
    return (int) rows[level * ROW + ORDERS_AND_CHUNK];
  }

  /** The volume at a price; 0 if there is no level. */
  long volumeAt(long priceKey) {
    int level = find(priceKey);
    return level == NONE ? 0 : volume(level);
  }

  /** How many orders rest at a price. */
  int ordersAt(long priceKey) {
    int level = find(priceKey);
    return level == NONE ? 0 : orders(level);
  }

  /** Adds the volume of another order, which may not take the sum beyond 64 bits. */
  void addOrder(int level, long volume) throws UnrepresentableNumberException {
    int at = level * ROW;
    rows[at + VOLUME] = ScaledDecimal.add(rows[at + VOLUME], volume);
    changed(++rows[at + ORDERS_AND_CHUNK]);
  }

  /**
   * Takes an order with what remained of it.
   *
   * @return how many orders are left
   */
  int takeOrder(int level, long volume) {
    int at = level * ROW;
    rows[at + VOLUME] -= volume;
    changed(--rows[at + ORDERS_AND_CHUNK]);
    return (int) rows[at + ORDERS_AND_CHUNK];
  }

  /** Takes the volume of a fill whose order stays. */
  void takeVolume(int level, long volume) {
    int at = level * ROW;
    rows[at + VOLUME] -= volume;
    changed(rows[at + ORDERS_AND_CHUNK]);
  }

  private void changed(long ordersAndChunk) {
    int chunk = (int) (ordersAndChunk >>> Integer.SIZE);
    if (copies[chunk] != null) {
      copies[chunk] = null;
    }
  }

  /** Says in which chunk a level stands from now on. */
  void chunk(int level, int chunk) {
    int at = level * ROW + ORDERS_AND_CHUNK;
    rows[at] = (rows[at] & 0xffffffffL) | (long) chunk << Integer.SIZE;
  }

  /** How many zeros stand at the end of every price, at most so many. */
  int zerosAtEndOfPrices(int most) {
    int zeros = most;
    for (int level = next(NONE); level != NONE && zeros > 0; level = next(level)) {
      zeros = ScaledDecimal.zerosAtEnd(priceKey(level), zeros);
    }
    return zeros;
  }

  /** Whether so many zeros can be put behind every price. */
  boolean pricesHaveRoom(int zeros) {
    return haveRoom(PRICE_KEY, zeros);
  }

  /** Whether so many zeros can be put behind every volume, and so behind those of its orders. */
  boolean volumesHaveRoom(int zeros) {
    return haveRoom(VOLUME, zeros);
  }

  private boolean haveRoom(int column, int zeros) {
    for (int level = next(NONE); level != NONE; level = next(level)) {
      if (!ScaledDecimal.hasRoom(rows[level * ROW + column], zeros)) {
        return false;
      }
    }
    return true;
  }

  /** Shifts every price, for a book whose scale changes. */
  void rescalePrices(int places) {
    HashIndex rescaled = new HashIndex(index.capacity());
    for (int level = next(NONE); level != NONE; level = next(level)) {
      int at = level * ROW + PRICE_KEY;
      rows[at] = ScaledDecimal.shifted(rows[at], places);
      rescaled.add(hash(rows[at]), level);
    }
    index = rescaled;
    Arrays.fill(copies, null);
  }

  /** Shifts every volume, for a book whose scale changes. */
  void rescaleVolumes(int places) {
    for (int level = next(NONE); level != NONE; level = next(level)) {
      int at = level * ROW + VOLUME;
      rows[at] = ScaledDecimal.shifted(rows[at], places);
    }
    Arrays.fill(copies, null);
  }

  /** The next that has orders; {@link #NONE} before the first and behind the last. */
  private int next(int level) {
    int next = level + 1;
    while (next < rowCount && orders(next) == 0) {
      next++;
    }
    return next < rowCount ? next : NONE;
  }

  /** A number for a chunk, of which nobody has a copy. */
  int newChunk() {
    if (chunkCount == copies.length) {
      copies = Arrays.copyOf(copies, 2 * chunkCount);
    }
    return chunkCount++;
  }

  /** What views share of a chunk as it is. */
  ChunkCopy copy(LevelChunk chunk) {
    ChunkCopy copy = copies[chunk.number()];
    if (copy == null) {
      copy = new ChunkCopy(levelsOf(chunk));
      copies[chunk.number()] = copy;
    }
    return copy;
  }

  private long[] levelsOf(LevelChunk chunk) {
    long[] levels = new long[chunk.size() * ChunkCopy.STEP];
    for (int slot = 0; slot < chunk.size(); slot++) {
      int level = chunk.level(slot);
      int at = slot * ChunkCopy.STEP;
      levels[at + ChunkCopy.PRICE_KEY] = chunk.priceKey(slot);
      levels[at + ChunkCopy.VOLUME] = volume(level);
      levels[at + ChunkCopy.ORDERS] = orders(level);
    }
    return levels;
  }

  /** A chunk has got or lost levels. */
  void forgetCopy(int chunk) {
    copies[chunk] = null;
  }

  private static long hash(long priceKey) {
    return priceKey * 0x9E3779B97F4A7C15L;
  }

  private void grow() {
    HashIndex larger = new HashIndex(2 * index.capacity());
    for (int level = next(NONE); level != NONE; level = next(level)) {
      larger.add(hash(priceKey(level)), level);
    }
    index = larger;
  }
}
