package io.github.lunostreams.book.engine;

import java.util.Arrays;

/**
 * A few neighbouring price levels of one side, the worst first: their prices, to be searched, and
 * their rows in the {@link LevelTable}, which has the rest of them.
 */
final class LevelChunk {
  /** Small enough to be moved about in no time, large enough that chunks are few. */
  static final int CAPACITY = 32;

  /** So many priceKeys are looked at together: a cache line of them. */
  private static final int BLOCK = 8;

  /** In place of a priceKey where there is no level; better than any. */
  private static final long NONE = Long.MIN_VALUE;

  private final int number;

  /** The {@link PriceKey} of each level, falling: the best level stands last, none behind it. */
  private final long[] priceKeys = new long[CAPACITY];

  /** The rows of the levels. */
  private final int[] levels = new int[CAPACITY];

  private int size;

  /**
   * An empty chunk.
   *
   * @param number by which the table knows it
   */
  LevelChunk(int number) {
    this.number = number;
    vacate(0, CAPACITY);
  }

  int number() {
    return number;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  long priceKey(int slot) {
    return priceKeys[slot];
  }

  int level(int slot) {
    return levels[slot];
  }

  /**
   * The slot of a priceKey, or {@code -slot - 1} where it would go. Counts the levels that are no
   * better, first by blocks and then in one of them: that is a dozen of looks, none of which waits
   * for another's outcome, and no jump for the CPU to guess wrong.
   */
  int find(long priceKey) {
    int block = 0;
    for (int next = BLOCK; next < CAPACITY; next += BLOCK) {
      block += priceKeys[next] >= priceKey ? BLOCK : 0;
    }
    int count = block;
    for (int i = 0; i < BLOCK; i++) {
      count += priceKeys[block + i] >= priceKey ? 1 : 0;
    }
    return count > 0 && priceKeys[count - 1] == priceKey ? count - 1 : -count - 1;
  }

  void insert(int slot, long priceKey, int level) {
    System.arraycopy(priceKeys, slot, priceKeys, slot + 1, size - slot);
    System.arraycopy(levels, slot, levels, slot + 1, size - slot);
    priceKeys[slot] = priceKey;
    levels[slot] = level;
    size++;
  }

  void remove(int slot) {
    System.arraycopy(priceKeys, slot + 1, priceKeys, slot, size - slot - 1);
    System.arraycopy(levels, slot + 1, levels, slot, size - slot - 1);
    size--;
    vacate(size, size + 1);
  }

  /** Shifts every price, for a book whose scale changes. */
  void rescale(int places) {
    for (int slot = 0; slot < size; slot++) {
      priceKeys[slot] = ScaledDecimal.shifted(priceKeys[slot], places);
    }
  }

  /** Appends the levels from a slot on to another chunk, and drops them here. */
  void moveTail(int slot, LevelChunk to) {
    System.arraycopy(priceKeys, slot, to.priceKeys, to.size, size - slot);
    System.arraycopy(levels, slot, to.levels, to.size, size - slot);
    to.size += size - slot;
    vacate(slot, size);
    size = slot;
  }

  void clear() {
    vacate(0, size);
    size = 0;
  }

  private void vacate(int from, int to) {
    Arrays.fill(priceKeys, from, to, NONE);
  }
}
