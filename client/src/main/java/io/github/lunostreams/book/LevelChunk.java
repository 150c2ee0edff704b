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
   * The {@link Side#rank} of each level, falling, on its own, so that a level is found in few cache
   * lines: the best level stands last, and {@link #NONE} behind it.
   */
  private static final int RANK = 0;

  /** Then for each level the volume of its orders together, unscaled at the book's scale, */
  private static final int VOLUME = CAPACITY;

  /** and how many orders they are. */
  private static final int ORDERS = VOLUME + 1;

  /** From one level's volume to the next one's. */
  private static final int STEP = 2;

  /** In place of a rank where there is no level; better than any. */
  private static final long NONE = Long.MIN_VALUE;

  private final long[] levels = new long[CAPACITY + STEP * CAPACITY];
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
    return levels[VOLUME + STEP * slot];
  }

  int orders(int slot) {
    return (int) levels[ORDERS + STEP * slot];
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
    levels[VOLUME + STEP * slot] = volume;
    levels[ORDERS + STEP * slot] = 1;
    size++;
  }

  void remove(int slot) {
    copy(slot + 1, this, slot, size - slot - 1);
    vacate(size - 1, size);
    size--;
  }

  /** Adds to a level's volume, which may not exceed 64 bits, for another order. */
  void add(int slot, long volume) throws UnrepresentableNumberException {
    levels[VOLUME + STEP * slot] = ScaledDecimal.add(levels[VOLUME + STEP * slot], volume);
    levels[ORDERS + STEP * slot]++;
  }

  /** Takes from a level's volume and from its orders. */
  void take(int slot, long volume, int orders) {
    levels[VOLUME + STEP * slot] -= volume;
    levels[ORDERS + STEP * slot] -= orders;
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int slot = 0; slot < size; slot++) {
      levels[RANK + slot] = ScaledDecimal.multiply(levels[RANK + slot], priceFactor);
      levels[VOLUME + STEP * slot] =
          ScaledDecimal.multiply(levels[VOLUME + STEP * slot], volumeFactor);
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
    System.arraycopy(levels, VOLUME + STEP * from, to.levels, VOLUME + STEP * slot, STEP * count);
  }

  private void vacate(int from, int to) {
    Arrays.fill(levels, RANK + from, RANK + to, NONE);
  }
}
