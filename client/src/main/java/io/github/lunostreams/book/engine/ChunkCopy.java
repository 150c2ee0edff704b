package io.github.lunostreams.book.engine;

/**
 * A {@link LevelChunk} as it was at some moment, its levels side by side in one array. Immutable.
 */
final class ChunkCopy {
  /** What a level is made of: its longs, one behind the other. */
  static final int PRICE_KEY = 0;

  static final int VOLUME = 1;
  static final int ORDERS = 2;
  static final int STEP = 3;

  private final long[] levels;

  /**
   * A copy.
   *
   * @param levels {@link #STEP} longs for each, the worst level first; not changed any more
   */
  ChunkCopy(long[] levels) {
    this.levels = levels;
  }

  int size() {
    return levels.length / STEP;
  }

  long priceKey(int slot) {
    return levels[slot * STEP + PRICE_KEY];
  }

  long volume(int slot) {
    return levels[slot * STEP + VOLUME];
  }

  int orders(int slot) {
    return (int) levels[slot * STEP + ORDERS];
  }
}
