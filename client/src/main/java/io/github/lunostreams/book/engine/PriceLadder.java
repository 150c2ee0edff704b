package io.github.lunostreams.book.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the live price levels of one side stand: sorted chunks of a few levels each,
 * the best last. It is updated when a level comes or goes, not when one changes: that is the {@link
 * LevelTable}'s.
 *
 * <p>A level that comes or goes costs the search for its chunk, which starts at the best where
 * nearly all happens, and moves at most the levels of one chunk, however large the book is. Chunks
 * are used again, so that a ladder without views makes no garbage. Views share copies of chunks; a
 * view costs the copies of those that changed since the one before.
 *
 * <p>Levels go by {@link PriceKey}: a lower priceKey is a better price, on either side.
 *
 * <p>Owned by the market's thread.
 */
final class PriceLadder extends Levels {
  /** Two neighbours that fit into one chunk by this much become one. */
  private static final int MERGED = LevelChunk.CAPACITY / 2;

  /** So many chunks from the best on are looked at before all are searched. */
  private static final int NEAR = 2;

  private final LevelTable table;
  private LevelChunk[] chunks = new LevelChunk[4];

  /** The priceKey of each chunk's worst level, to search without looking into the chunks. */
  private long[] worst = new long[chunks.length];

  /** Chunks to use again. */
  private LevelChunk[] spares = new LevelChunk[4];

  private int spareCount;

  /** The newest view, which is good for as long as its chunks' copies are. */
  private @Nullable LevelsSnapshot view;

  /**
   * A ladder without levels.
   *
   * @param table has the levels
   */
  PriceLadder(LevelTable table) {
    this.table = table;
  }

  @Override
  int sizeOf(int chunk) {
    return chunks[chunk].size();
  }

  @Override
  long priceKey(int chunk, int slot) {
    return chunks[chunk].priceKey(slot);
  }

  @Override
  long volume(int chunk, int slot) {
    return table.volume(chunks[chunk].level(slot));
  }

  @Override
  int orders(int chunk, int slot) {
    return table.orders(chunks[chunk].level(slot));
  }

  @Override
  Levels best(int depth) {
    int count = limit(size, depth);
    int from = chunkCount;
    for (int levels = 0; levels < count; levels += chunks[from].size()) {
      from--;
    }
    LevelsSnapshot last = view;
    if (last != null && last.size() == count && shows(last, from)) {
      return last;
    }
    ChunkCopy[] copies = new ChunkCopy[chunkCount - from];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = table.copy(chunks[from + i]);
    }
    view = new LevelsSnapshot(copies, count);
    return view;
  }

  /** Whether a view is of the chunks from one on, as they are. */
  private boolean shows(LevelsSnapshot seen, int from) {
    if (seen.chunkCount != chunkCount - from) {
      return false;
    }
    for (int i = 0; i < seen.chunkCount; i++) {
      if (seen.chunk(i) != table.copy(chunks[from + i])) {
        return false;
      }
    }
    return true;
  }

  /** The priceKey of the best level, of which there must be one. */
  long bestPriceKey() {
    LevelChunk best = chunks[chunkCount - 1];
    return best.priceKey(best.size() - 1);
  }

  void clear() {
    for (int c = 0; c < chunkCount; c++) {
      release(chunks[c]);
    }
    Arrays.fill(chunks, 0, chunkCount, null);
    chunkCount = 0;
    size = 0;
    view = null;
  }

  /** Puts a new level where it belongs. */
  void insert(int level) {
    long priceKey = table.priceKey(level);
    int c = chunkOf(priceKey);
    if (c < 0) {
      c = 0;
      addChunk(0);
    }
    int slot = -chunks[c].find(priceKey) - 1;
    if (chunks[c].isFull()) {
      if (c == chunkCount - 1 && slot == LevelChunk.CAPACITY) {
        // A new best: nothing to be moved. So a book that is filled from the worst on is packed.
        addChunk(++c);
        slot = 0;
      } else {
        int half = LevelChunk.CAPACITY / 2;
        addChunk(c + 1);
        move(c, half, c + 1);
        if (slot > half) {
          c++;
          slot -= half;
        }
      }
    }
    LevelChunk chunk = chunks[c];
    chunk.insert(slot, priceKey, level);
    worst[c] = chunk.priceKey(0);
    table.chunk(level, chunk.number());
    table.forgetCopy(chunk.number());
    size++;
  }

  /** Drops a level. */
  void remove(int level) {
    long priceKey = table.priceKey(level);
    int c = chunkOf(priceKey);
    LevelChunk chunk = chunks[c];
    int slot = chunk.find(priceKey);
    if (slot < 0) {
      throw new IllegalStateException("no level at priceKey " + priceKey);
    }
    chunk.remove(slot);
    table.forgetCopy(chunk.number());
    size--;
    if (chunk.size() == 0) {
      removeChunk(c);
      return;
    }
    worst[c] = chunk.priceKey(0);
    if (c > 0 && chunks[c - 1].size() + chunk.size() <= MERGED) {
      move(c, 0, c - 1);
      removeChunk(c);
    } else if (c + 1 < chunkCount && chunks[c + 1].size() + chunk.size() <= MERGED) {
      move(c + 1, 0, c);
      removeChunk(c + 1);
    }
  }

  /** Shifts every price, for a book whose scale changes. */
  void rescale(int places) {
    for (int c = 0; c < chunkCount; c++) {
      chunks[c].rescale(places);
      worst[c] = chunks[c].priceKey(0);
    }
  }

  /**
   * The chunk in which a priceKey stands or would: the best of those that start no better than it.
   */
  private int chunkOf(long priceKey) {
    int last = chunkCount - 1;
    for (int c = last; c > Math.max(0, last - NEAR); c--) {
      if (priceKey <= worst[c]) {
        return c;
      }
    }
    // Halves the chunks in question; written so that there is no jump for the CPU to guess wrong.
    int from = 0;
    for (int count = chunkCount; count > 1; ) {
      int half = count >>> 1;
      from = priceKey <= worst[from + half] ? from + half : from;
      count -= half;
    }
    return last < 0 ? -1 : from;
  }

  /** Moves the levels from a slot on behind those of another chunk. */
  private void move(int from, int slot, int to) {
    LevelChunk source = chunks[from];
    LevelChunk target = chunks[to];
    for (int i = slot; i < source.size(); i++) {
      table.chunk(source.level(i), target.number());
    }
    source.moveTail(slot, target);
    table.forgetCopy(source.number());
    table.forgetCopy(target.number());
    worst[to] = target.priceKey(0);
  }

  private void addChunk(int at) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
      worst = Arrays.copyOf(worst, 2 * chunkCount);
    }
    System.arraycopy(chunks, at, chunks, at + 1, chunkCount - at);
    System.arraycopy(worst, at, worst, at + 1, chunkCount - at);
    chunks[at] = spareCount == 0 ? new LevelChunk(table.newChunk()) : spares[--spareCount];
    chunkCount++;
  }

  private void removeChunk(int c) {
    release(chunks[c]);
    int behind = chunkCount - c - 1;
    System.arraycopy(chunks, c + 1, chunks, c, behind);
    System.arraycopy(worst, c + 1, worst, c, behind);
    chunkCount--;
  }

  private void release(LevelChunk chunk) {
    if (spareCount == spares.length) {
      spares = Arrays.copyOf(spares, 2 * spareCount);
    }
    chunk.clear();
    table.forgetCopy(chunk.number());
    spares[spareCount++] = chunk;
  }
}
