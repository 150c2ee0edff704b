package io.github.lunostreams.book.engine;

/**
 * A {@link LevelChunk} as it was at some moment, its levels side by side in one array. Immutable.
 */
final class ChunkCopy {
  /** What a level is made of. */
  private static final int PRICE_KEY = 0;

  private static final int VOLUME = 1;
  private static final int ORDERS = 2;
  private static final int STEP = 3;

  private final long[] levels;

  ChunkCopy(LevelChunk chunk, LevelTable table) {
    levels = new long[chunk.size() * STEP];
    for (int slot = 0; slot < chunk.size(); slot++) {
      int level = chunk.level(slot);
      levels[slot * STEP + PRICE_KEY] = chunk.priceKey(slot);
      levels[slot * STEP + VOLUME] = table.volume(level);
      levels[slot * STEP + ORDERS] = table.orders(level);
    }
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
