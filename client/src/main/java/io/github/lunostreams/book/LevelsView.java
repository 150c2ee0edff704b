package io.github.lunostreams.book;

/** The best levels of one side as they were at some moment. Immutable, for any thread. */
final class LevelsView extends Levels {
  private final ChunkCopy[] chunks;

  /**
   * A view.
   *
   * @param chunks the worst first; not changed any more
   * @param size how many of their levels belong to the view, counted from the best
   */
  LevelsView(ChunkCopy[] chunks, int size) {
    this.chunks = chunks;
    this.chunkCount = chunks.length;
    this.size = size;
  }

  @Override
  int sizeOf(int chunk) {
    return chunks[chunk].size();
  }

  @Override
  long rank(int chunk, int slot) {
    return chunks[chunk].rank(slot);
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
    int count = BookSnapshot.limit(size, depth);
    return count == size ? this : new LevelsView(chunks, count);
  }
}
