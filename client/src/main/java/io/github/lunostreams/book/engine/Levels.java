package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.LevelConsumer;
import java.util.Objects;

/**
 * The price levels of one side, to read by their index from the best, in chunks of a few: either a
 * live {@link PriceLadder} or a {@link LevelsSnapshot} of one that never changes.
 */
abstract class Levels {
  /** How many chunks there are, the worst first. */
  int chunkCount;

  /** How many levels there are to read: those beyond it in the worst chunk are not of the view. */
  int size;

  /** How many levels a chunk has. */
  abstract int sizeOf(int chunk);

  /** The {@link PriceKey} of a chunk's level; the worst level of a chunk has the first slot. */
  abstract long priceKey(int chunk, int slot);

  /** The volume of a chunk's level. */
  abstract long volume(int chunk, int slot);

  /** How many orders a chunk's level has. */
  abstract int orders(int chunk, int slot);

  /** The best levels as a view that never changes; 0 for all. Views share what they can. */
  abstract Levels best(int depth);

  final int size() {
    return size;
  }

  final long priceKey(int index) {
    long place = place(index);
    return priceKey(chunk(place), slot(place));
  }

  final long volume(int index) {
    long place = place(index);
    return volume(chunk(place), slot(place));
  }

  final int orders(int index) {
    long place = place(index);
    return orders(chunk(place), slot(place));
  }

  /** Shows the best levels in order; 0 for all. */
  final void forEach(int depth, LevelConsumer consumer) {
    int left = limit(size, depth);
    for (int c = chunkCount - 1; left > 0; c--) {
      int ofChunk = sizeOf(c);
      int worst = Math.max(0, ofChunk - left);
      for (int slot = ofChunk - 1; slot >= worst; slot--) {
        consumer.accept(Math.abs(priceKey(c, slot)), volume(c, slot), orders(c, slot));
      }
      left -= ofChunk - worst;
    }
  }

  static int limit(int levels, int depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
    return depth == 0 ? levels : Math.min(levels, depth);
  }

  /** Where a level stands: few steps where all look, near the best. */
  private long place(int index) {
    int left = Objects.checkIndex(index, size);
    int chunk = chunkCount - 1;
    while (left >= sizeOf(chunk)) {
      left -= sizeOf(chunk);
      chunk--;
    }
    return ((long) chunk << 32) | (sizeOf(chunk) - 1 - left);
  }

  private static int chunk(long place) {
    return (int) (place >> 32);
  }

  private static int slot(long place) {
    return (int) place;
  }
}
