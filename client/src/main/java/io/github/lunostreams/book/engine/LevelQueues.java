package io.github.lunostreams.book.engine;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The orders of each level in the order in which they came, as lists linked by the orders' rows. An
 * order that comes or goes costs the same however many there are.
 *
 * <p>Made when somebody first asks for a level's orders: most programs never do, and need not pay.
 *
 * <p>Owned by the market's thread.
 */
final class LevelQueues {
  private static final int NONE = OrderTable.NONE;

  /** By the order's row. */
  private int[] next = {};

  private int[] previous = {};

  /** By the level's row. */
  private int[] head = {};

  private int[] tail = {};

  /** The queues of the orders that are there. */
  LevelQueues(OrderTable orders) {
    int[] rows = new int[orders.size()];
    int count = 0;
    for (int row = orders.next(NONE); row != NONE; row = orders.next(row)) {
      rows[count++] = row;
    }
    // Two numbers in one: by arrival, and by row within one arrival, one on each side.
    long[] byArrival = new long[count];
    for (int i = 0; i < count; i++) {
      byArrival[i] = orders.arrival(rows[i]) << OrderTable.ROW_BITS | rows[i];
    }
    Arrays.sort(byArrival);
    for (long one : byArrival) {
      int row = (int) (one & OrderTable.ROW_MASK);
      add(orders.level(row), row);
    }
  }

  /** Puts a new order behind those of its level. */
  void add(int level, int row) {
    next = withRoom(next, row);
    previous = withRoom(previous, row);
    head = withRoom(head, level);
    tail = withRoom(tail, level);
    int last = tail[level];
    next[row] = NONE;
    previous[row] = last;
    if (last == NONE) {
      head[level] = row;
    } else {
      next[last] = row;
    }
    tail[level] = row;
  }

  /** Takes an order out of its level. */
  void remove(int level, int row) {
    int before = previous[row];
    int after = next[row];
    if (before == NONE) {
      head[level] = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      tail[level] = before;
    } else {
      previous[after] = before;
    }
  }

  /** Shows the rows of a level's orders, the oldest first. */
  void forEach(int level, IntConsumer consumer) {
    for (int row = head[level]; row != NONE; row = next[row]) {
      consumer.accept(row);
    }
  }

  private static int[] withRoom(int[] array, int index) {
    if (index < array.length) {
      return array;
    }
    int[] larger = Arrays.copyOf(array, Math.max(2 * array.length, index + 16));
    Arrays.fill(larger, array.length, larger.length, NONE);
    return larger;
  }
}
