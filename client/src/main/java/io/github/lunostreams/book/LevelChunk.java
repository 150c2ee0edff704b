package io.github.lunostreams.book;

import java.util.Arrays;

/**
 * A few neighbouring price levels of one side, the worst first, side by side in one array. Once a
 * view shares it, it never changes again: the ladder goes on with a copy.
 */
final class LevelChunk {
  /** Small enough to be copied and moved about in no time, large enough that chunks are few. */
  static final int CAPACITY = 32;

  /** So many ranks are looked at together: a cache line of them. */
  private static final int BLOCK = 8;

  /**
   * Three columns, to find a level in few cache lines. First the {@link Side#rank} of each level,
   * falling: the best level stands last, and {@link #NONE} behind it.
   */
  private static final int RANK = 0;

  /** The volumes: of a level's orders together, unscaled at the book's scale. */
  private static final int VOLUME = CAPACITY;

  /** How many orders make up a level. */
  private static final int ORDERS = 2 * CAPACITY;

  private static final int COLUMNS = 3;

  /** In place of a rank where there is no level; better than any. */
  private static final long NONE = Long.MIN_VALUE;

  private final long[] levels = new long[COLUMNS * CAPACITY];
  private int size;

  LevelChunk() {
    vacate(0, CAPACITY);
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  long rank(int slot) {
    return levels[RANK + slot];
  }

  long volume(int slot) {
    return levels[VOLUME + slot];
  }

  int orders(int slot) {
    return (int) levels[ORDERS + slot];
  }

  /**
   * The slot of a rank, or {@code -slot - 1} where it would go. Counts the levels that are no
   * better, first by blocks and then in one of them: that is a dozen of looks, none of which waits
   * for another's outcome, and no jump for the CPU to guess wrong.
   */
  int find(long rank) {
    int block = 0;
    for (int next = BLOCK; next < CAPACITY; next += BLOCK) {
      block += levels[RANK + next] >= rank ? BLOCK : 0;
    }
    int count = block;
    for (int i = 0; i < BLOCK; i++) {
      count += levels[RANK + block + i] >= rank ? 1 : 0;
    }
    return count > 0 && levels[RANK + count - 1] == rank ? count - 1 : -count - 1;
  }

  void insert(int slot, long rank, long volume) {
    copy(slot, this, slot + 1, size - slot);
    levels[RANK + slot] = rank;
    levels[VOLUME + slot] = volume;
    levels[ORDERS + slot] = 1;
    size++;
  }

  void remove(int slot) {
    copy(slot + 1, this, slot, size - slot - 1);
    vacate(size - 1, size);
    size--;
  }

  /** Adds to a level's volume, which may not exceed 64 bits, for another order. */
  void add(int slot, long volume) throws UnrepresentableNumberException {
    levels[VOLUME + slot] = ScaledDecimal.add(levels[VOLUME + slot], volume);
    levels[ORDERS + slot]++;
  }

  /** Takes from a level's volume and from its orders. */
  void take(int slot, long volume, int orders) {
    levels[VOLUME + slot] -= volume;
    levels[ORDERS + slot] -= orders;
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int slot = 0; slot < size; slot++) {
      levels[RANK + slot] = ScaledDecimal.multiply(levels[RANK + slot], priceFactor);
      levels[VOLUME + slot] = ScaledDecimal.multiply(levels[VOLUME + slot], volumeFactor);
    }
  }

  /** Appends the levels from a slot on to another chunk, and drops them here. */
  void moveTail(int slot, LevelChunk to) {
    copy(slot, to, to.size, size - slot);
    to.size += size - slot;
    vacate(slot, size);
    size = slot;
  }

  void clear() {
    vacate(0, size);
    size = 0;
  }

  /** Makes an empty chunk the same as this one. */
  void copyTo(LevelChunk empty) {
    copy(0, empty, 0, size);
    empty.size = size;
  }

  private void copy(int from, LevelChunk to, int slot, int count) {
    System.arraycopy(levels, RANK + from, to.levels, RANK + slot, count);
    System.arraycopy(levels, VOLUME + from, to.levels, VOLUME + slot, count);
    System.arraycopy(levels, ORDERS + from, to.levels, ORDERS + slot, count);
  }

  private void vacate(int from, int to) {
    Arrays.fill(levels, RANK + from, RANK + to, NONE);
  }
}
