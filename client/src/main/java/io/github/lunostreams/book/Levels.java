package io.github.lunostreams.book;

import java.util.Objects;

/**
 * The price levels of one side, to read by their index from the best, in chunks. Either a live
 * {@link PriceLadder} or a {@linkplain #best view} of one that never changes.
 */
class Levels {
  /** The worst chunk first. */
  LevelChunk[] chunks;

  int chunkCount;

  /** How many levels there are to read: those beyond it in the worst chunk are not of the view. */
  int size;

  Levels(LevelChunk[] chunks, int size) {
    this.chunks = chunks;
    this.chunkCount = chunks.length;
    this.size = size;
  }

  /** The best levels as a view that never changes; 0 for all. Views share chunks. */
  Levels best(int depth) {
    int count = BookSnapshot.limit(size, depth);
    return count == size ? this : new Levels(chunks, count);
  }

  final int size() {
    return size;
  }

  final long rank(int index) {
    long place = place(index);
    return chunks[chunk(place)].rank(slot(place));
  }

  final long volume(int index) {
    long place = place(index);
    return chunks[chunk(place)].volume(slot(place));
  }

  final int orders(int index) {
    long place = place(index);
    return chunks[chunk(place)].orders(slot(place));
  }

  /** Shows the best levels in order; 0 for all. */
  final void forEach(int depth, LevelConsumer consumer) {
    int left = BookSnapshot.limit(size, depth);
    for (int c = chunkCount - 1; left > 0; c--) {
      LevelChunk chunk = chunks[c];
      int worst = Math.max(0, chunk.size() - left);
      for (int slot = chunk.size() - 1; slot >= worst; slot--) {
        consumer.accept(Math.abs(chunk.rank(slot)), chunk.volume(slot), chunk.orders(slot));
      }
      left -= chunk.size() - worst;
    }
  }

  /** Where a level stands: few steps where all look, near the best. */
  private long place(int index) {
    int left = Objects.checkIndex(index, size);
    int chunk = chunkCount - 1;
    while (left >= chunks[chunk].size()) {
      left -= chunks[chunk].size();
      chunk--;
    }
    return ((long) chunk << 32) | (chunks[chunk].size() - 1 - left);
  }

  private static int chunk(long place) {
    return (int) (place >> 32);
  }

  private static int slot(long place) {
    return (int) place;
  }
}
