package io.github.lunostreams.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live price levels of one side: sorted chunks of a few levels each, the best last.
 *
 * <p>A change costs the search for its chunk, which starts at the best where nearly all happens,
 * and moves at most the levels of one chunk, however large the book is. Views share the chunks: a
 * view costs a copy of the references to them, and each chunk that changes after that one copy of
 * its own. Chunks that nobody sees any more are used again, so that a ladder without views makes no
 * garbage.
 *
 * <p>Levels go by {@link Side#rank}: a lower rank is a better price, on either side.
 *
 * <p>Owned by the market's thread.
 */
final class PriceLadder extends Levels {
  /** Two neighbours that fit into one chunk by this much become one. */
  private static final int MERGED = LevelChunk.CAPACITY / 2;

  /** So many chunks from the best on are looked at before all are searched. */
  private static final int NEAR = 2;

  /** The rank of each chunk's worst level, to search without looking into the chunks. */
  private long[] worst;

  /** Which chunks a view shares. */
  private boolean[] shared;

  /** Chunks to use again. */
  private LevelChunk[] spares = new LevelChunk[4];

  private int spareCount;

  /** The newest view and its depth, as long as nothing has changed since. */
  private @Nullable Levels view;

  private int viewDepth;

  PriceLadder() {
    super(new LevelChunk[4], 0);
    chunkCount = 0;
    worst = new long[chunks.length];
    shared = new boolean[chunks.length];
  }

  @Override
  Levels best(int depth) {
    if (view != null && viewDepth == depth) {
      return view;
    }
    int count = BookSnapshot.limit(size, depth);
    int from = chunkCount;
    for (int levels = 0; levels < count; levels += chunks[from].size()) {
      from--;
    }
    Arrays.fill(shared, from, chunkCount, true);
    view = new Levels(Arrays.copyOfRange(chunks, from, chunkCount), count);
    viewDepth = depth;
    return view;
  }

  /** The rank of the best level, of which there must be one. */
  long bestRank() {
    LevelChunk best = chunks[chunkCount - 1];
    return best.rank(best.size() - 1);
  }

  void clear() {
    for (int c = 0; c < chunkCount; c++) {
      letGo(c);
    }
    Arrays.fill(chunks, 0, chunkCount, null);
    chunkCount = 0;
    size = 0;
    view = null;
  }

  /** Adds an order's volume to its level, which is made if it is new. */
  void add(long rank, long volume) throws UnrepresentableNumberException {
    view = null;
    int c = chunkOf(rank);
    int slot = c < 0 ? -1 : chunks[c].find(rank);
    if (slot >= 0) {
      own(c).add(slot, volume);
    } else {
      insert(c, -slot - 1, rank, volume);
    }
  }

  /** Takes a fill's volume from a level whose order stays. */
  void reduce(long rank, long volume) {
    view = null;
    LevelChunk chunk = own(chunkOf(rank));
    chunk.take(existing(chunk, rank), volume, 0);
  }

  /** Takes an order with what remained of it from its level, which goes with its last order. */
  void remove(long rank, long volume) {
    view = null;
    int c = chunkOf(rank);
    LevelChunk chunk = own(c);
    int slot = existing(chunk, rank);
    if (chunk.orders(slot) > 1) {
      chunk.take(slot, volume, 1);
    } else {
      removeLevel(c, slot);
    }
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    view = null;
    for (int c = 0; c < chunkCount; c++) {
      own(c).rescale(priceFactor, volumeFactor);
      worst[c] = chunks[c].rank(0);
    }
  }

  /** The chunk in which a rank stands or would: the best of those that start no better than it. */
  private int chunkOf(long rank) {
    int last = chunkCount - 1;
    for (int c = last; c > Math.max(0, last - NEAR); c--) {
      if (rank <= worst[c]) {
        return c;
      }
    }
    // Halves the chunks in question; written so that there is no jump for the CPU to guess wrong.
    int from = 0;
    for (int count = chunkCount; count > 1; ) {
      int half = count >>> 1;
      from = rank <= worst[from + half] ? from + half : from;
      count -= half;
    }
    return last < 0 ? -1 : from;
  }

  private int existing(LevelChunk chunk, long rank) {
    int slot = chunk.find(rank);
    if (slot < 0) {
      throw new IllegalStateException("no level at rank " + rank);
    }
    return slot;
  }

  private void insert(int at, int wantedSlot, long rank, long volume) {
    int c = at;
    int slot = wantedSlot;
    if (c < 0) {
      c = 0;
      addChunk(0);
    } else if (chunks[c].isFull()) {
      if (c == chunkCount - 1 && slot == LevelChunk.CAPACITY) {
        // A new best: nothing to be moved. So a book that is filled from the worst on is packed.
        addChunk(++c);
        slot = 0;
      } else {
        int half = LevelChunk.CAPACITY / 2;
        addChunk(c + 1);
        own(c).moveTail(half, chunks[c + 1]);
        worst[c + 1] = chunks[c + 1].rank(0);
        if (slot > half) {
          c++;
          slot -= half;
        }
      }
    }
    LevelChunk chunk = own(c);
    chunk.insert(slot, rank, volume);
    worst[c] = chunk.rank(0);
    size++;
  }

  /** Removes a level from a chunk of our own. */
  private void removeLevel(int c, int slot) {
    LevelChunk chunk = chunks[c];
    chunk.remove(slot);
    size--;
    if (chunk.size() == 0) {
      removeChunk(c);
      return;
    }
    worst[c] = chunk.rank(0);
    if (c > 0 && chunks[c - 1].size() + chunk.size() <= MERGED) {
      chunk.moveTail(0, own(c - 1));
      removeChunk(c);
    } else if (c + 1 < chunkCount && chunks[c + 1].size() + chunk.size() <= MERGED) {
      own(c + 1).moveTail(0, chunk);
      removeChunk(c + 1);
    }
  }

  /** The chunk, to be changed: a copy if a view shares it. */
  private LevelChunk own(int c) {
    if (shared[c]) {
      LevelChunk copy = spare();
      chunks[c].copyTo(copy);
      chunks[c] = copy;
      shared[c] = false;
    }
    return chunks[c];
  }

  private void addChunk(int at) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
      worst = Arrays.copyOf(worst, 2 * chunkCount);
      shared = Arrays.copyOf(shared, 2 * chunkCount);
    }
    System.arraycopy(chunks, at, chunks, at + 1, chunkCount - at);
    System.arraycopy(worst, at, worst, at + 1, chunkCount - at);
    System.arraycopy(shared, at, shared, at + 1, chunkCount - at);
    chunks[at] = spare();
    shared[at] = false;
    chunkCount++;
  }

  private void removeChunk(int c) {
    letGo(c);
    int behind = chunkCount - c - 1;
    System.arraycopy(chunks, c + 1, chunks, c, behind);
    System.arraycopy(worst, c + 1, worst, c, behind);
    System.arraycopy(shared, c + 1, shared, c, behind);
    chunkCount--;
  }

  private LevelChunk spare() {
    return spareCount == 0 ? new LevelChunk() : spares[--spareCount];
  }

  /** Keeps a chunk for later unless a view has it. */
  private void letGo(int c) {
    if (shared[c]) {
      return;
    }
    if (spareCount == spares.length) {
      spares = Arrays.copyOf(spares, 2 * spareCount);
    }
    chunks[c].clear();
    spares[spareCount++] = chunks[c];
  }
}
