package io.github.lunostreams.book;

/**
 * A few neighbouring price levels of one side, the worst first, side by side in one array. Once a
 * view shares it, it never changes again: the ladder goes on with a copy.
 */
final class LevelChunk {
  /** Small enough to be copied and moved about in no time, large enough that chunks are few. */
  static final int CAPACITY = 32;

  /** What a level is made of. First its {@link Side#rank}, falling: the best level stands last. */
  private static final int RANK = 0;

  /** The volume of its orders together, unscaled at the book's scale. */
  private static final int VOLUME = 1;

  /** How many orders make it up. */
  private static final int ORDERS = 2;

  private static final int LEVEL = 3;

  private final long[] levels = new long[CAPACITY * LEVEL];
  private int size;

  int size() {
    return size;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  long rank(int slot) {
    return levels[slot * LEVEL + RANK];
  }

  long volume(int slot) {
    return levels[slot * LEVEL + VOLUME];
  }

  int orders(int slot) {
    return (int) levels[slot * LEVEL + ORDERS];
  }

  /**
   * The slot of a rank, or {@code -slot - 1} where it would go. From the best on, where nearly all
   * happens.
   */
  int find(long rank) {
    int at = (size - 1) * LEVEL;
    while (at >= 0 && levels[at] < rank) {
      at -= LEVEL;
    }
    int slot = at < 0 ? -1 : at / LEVEL;
    return at >= 0 && levels[at] == rank ? slot : -slot - 2;
  }

  void insert(int slot, long rank, long volume) {
    int at = slot * LEVEL;
    System.arraycopy(levels, at, levels, at + LEVEL, (size - slot) * LEVEL);
    levels[at + RANK] = rank;
    levels[at + VOLUME] = volume;
    levels[at + ORDERS] = 1;
    size++;
  }

  void remove(int slot) {
    int at = slot * LEVEL;
    System.arraycopy(levels, at + LEVEL, levels, at, (size - slot - 1) * LEVEL);
    size--;
  }

  /** Adds to a level's volume, which may not exceed 64 bits, for another order. */
  void add(int slot, long volume) throws UnrepresentableNumberException {
    int at = slot * LEVEL;
    levels[at + VOLUME] = ScaledDecimal.add(levels[at + VOLUME], volume);
    levels[at + ORDERS]++;
  }

  /** Takes from a level's volume and from its orders. */
  void take(int slot, long volume, int orders) {
    int at = slot * LEVEL;
    levels[at + VOLUME] -= volume;
    levels[at + ORDERS] -= orders;
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int at = 0; at < size * LEVEL; at += LEVEL) {
      levels[at + RANK] = ScaledDecimal.multiply(levels[at + RANK], priceFactor);
      levels[at + VOLUME] = ScaledDecimal.multiply(levels[at + VOLUME], volumeFactor);
    }
  }

  /** Appends the levels from a slot on to another chunk, and drops them here. */
  void moveTail(int slot, LevelChunk to) {
    int count = size - slot;
    System.arraycopy(levels, slot * LEVEL, to.levels, to.size * LEVEL, count * LEVEL);
    to.size += count;
    size = slot;
  }

  void clear() {
    size = 0;
  }

  void copyTo(LevelChunk copy) {
    System.arraycopy(levels, 0, copy.levels, 0, size * LEVEL);
    copy.size = size;
  }
}
