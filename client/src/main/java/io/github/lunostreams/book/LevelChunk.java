package io.github.lunostreams.book;

/**
 * A few neighbouring price levels of one side, the worst first. Once a view shares it, it never
 * changes again: the ladder goes on with a copy.
 */
final class LevelChunk {
  /** Small enough to be copied and moved about in no time, large enough that chunks are few. */
  static final int CAPACITY = 32;

  /** See {@link Side#rank}; falling, so that the best level stands last. */
  final long[] ranks = new long[CAPACITY];

  /** The volume of a level's orders together, unscaled at the book's scale. */
  final long[] volumes = new long[CAPACITY];

  /** How many orders make up a level. */
  final int[] orders = new int[CAPACITY];

  /** The row of a level's newest order in the {@link OrderTable}; of no use in a view. */
  final int[] newest = new int[CAPACITY];

  int size;

  /**
   * The slot of a rank, or {@code -slot - 1} where it would go. From the best, where all happens.
   */
  int find(long rank) {
    int slot = size;
    while (slot > 0 && ranks[slot - 1] < rank) {
      slot--;
    }
    return slot > 0 && ranks[slot - 1] == rank ? slot - 1 : -slot - 1;
  }

  void insert(int slot, long rank, long volume, int order) {
    move(slot, this, slot + 1, size - slot);
    ranks[slot] = rank;
    volumes[slot] = volume;
    orders[slot] = 1;
    newest[slot] = order;
    size++;
  }

  void remove(int slot) {
    move(slot + 1, this, slot, size - slot - 1);
    size--;
  }

  /** Appends the levels from a slot on to another chunk, and drops them here. */
  void moveTail(int slot, LevelChunk to) {
    int count = size - slot;
    move(slot, to, to.size, count);
    to.size += count;
    size = slot;
  }

  void copyTo(LevelChunk copy) {
    move(0, copy, 0, size);
    copy.size = size;
  }

  private void move(int from, LevelChunk target, int to, int count) {
    System.arraycopy(ranks, from, target.ranks, to, count);
    System.arraycopy(volumes, from, target.volumes, to, count);
    System.arraycopy(orders, from, target.orders, to, count);
    System.arraycopy(newest, from, target.newest, to, count);
  }
}
