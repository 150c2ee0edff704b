package io.github.lunostreams.book.engine;

/** The best levels of one side as they were at some moment. Immutable, for any thread. */
final class LevelsSnapshot extends Levels {
  private final ChunkCopy[] chunks;

  /**
   * A view.
   *
   * @param chunks the worst first; not changed any more
   * @param size how many of their levels belong to the view, counted from the best
   */
  LevelsSnapshot(ChunkCopy[] chunks, int size) {
    this.chunks = chunks;
    this.chunkCount = chunks.length;
    this.size = size;
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
    return chunks[chunk].volume(slot);
  }

  @Override
  int orders(int chunk, int slot) {
    return chunks[chunk].orders(slot);
  }

  ChunkCopy chunk(int index) {
    return chunks[index];
  }

  @Override
  Levels best(int depth) {
    int count = limit(size, depth);
    return count == size ? this : new LevelsSnapshot(chunks, count);
  }
}
