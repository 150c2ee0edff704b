package io.github.lunostreams.book;

import java.util.Arrays;

/**
 * A few neighbouring price levels of one side, the worst first: their prices, to be searched, and
 * their rows in the {@link LevelTable}, which has the rest of them.
 */
final class LevelChunk {
  /** Small enough to be moved about in no time, large enough that chunks are few. */
  static final int CAPACITY = 32;

  /** So many ranks are looked at together: a cache line of them. */
  private static final int BLOCK = 8;

  /** In place of a rank where there is no level; better than any. */
  private static final long NONE = Long.MIN_VALUE;

  private final int number;

  /** The {@link Side#rank} of each level, falling: the best level stands last, none behind it. */
  private final long[] ranks = new long[CAPACITY];

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

  long rank(int slot) {
    return ranks[slot];
  }

  int level(int slot) {
    return levels[slot];
  }

  /**
   * The slot of a rank, or {@code -slot - 1} where it would go. Counts the levels that are no
   * better, first by blocks and then in one of them: that is a dozen of looks, none of which waits
   * for another's outcome, and no jump for the CPU to guess wrong.
   */
  int find(long rank) {
    int block = 0;
    for (int next = BLOCK; next < CAPACITY; next += BLOCK) {
      block += ranks[next] >= rank ? BLOCK : 0;
    }
    int count = block;
    for (int i = 0; i < BLOCK; i++) {
      count += ranks[block + i] >= rank ? 1 : 0;
    }
    return count > 0 && ranks[count - 1] == rank ? count - 1 : -count - 1;
  }

  void insert(int slot, long rank, int level) {
    System.arraycopy(ranks, slot, ranks, slot + 1, size - slot);
    System.arraycopy(levels, slot, levels, slot + 1, size - slot);
    ranks[slot] = rank;
    levels[slot] = level;
    size++;
  }

  void remove(int slot) {
    System.arraycopy(ranks, slot + 1, ranks, slot, size - slot - 1);
    System.arraycopy(levels, slot + 1, levels, slot, size - slot - 1);
    size--;
    vacate(size, size + 1);
  }

  /** Multiplies every price, for a book whose scale grows. */
  void rescale(long priceFactor) throws UnrepresentableNumberException {
    for (int slot = 0; slot < size; slot++) {
      ranks[slot] = ScaledDecimal.multiply(ranks[slot], priceFactor);
    }
  }

  /** Appends the levels from a slot on to another chunk, and drops them here. */
  void moveTail(int slot, LevelChunk to) {
    System.arraycopy(ranks, slot, to.ranks, to.size, size - slot);
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
    Arrays.fill(ranks, from, to, NONE);
  }
}
