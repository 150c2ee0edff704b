package io.github.lunostreams.book;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Every resting order of a book, by id: a row of longs for each in one array, found by an
 * open-addressing hash table.
 *
 * <p>To find, add or remove one costs the same however many there are, but for what a larger table
 * costs in cache misses, and makes no garbage unless the table grows. An id that does not fit into
 * two longs is given a number, and goes by that.
 *
 * <p>Owned by the market's thread.
 */
final class OrderTable {
  static final int NONE = -1;

  private static final int INITIAL_ROWS = 16;

  /** What a row is made of. */
  private static final int ID_HIGH = 0;

  private static final int ID_LOW = 1;

  /** See {@link Side#rank}. */
  private static final int RANK = 2;

  /** What remains of the order, unscaled at the book's scale. */
  private static final int VOLUME = 3;

  private static final int ROW = 4;

  /** The bits of a slot that name a row. */
  private static final int ROW_BITS = 0x00ffffff;

  private long[] rows = new long[INITIAL_ROWS * ROW];

  /** By row, when its order came; apart from the rows since it is seldom asked for. */
  private long[] arrivals = new long[INITIAL_ROWS];

  private int capacity = INITIAL_ROWS;

  /** Rows ever used; of these {@link #freeCount} are free again. */
  private int rowCount;

  private int[] free = new int[INITIAL_ROWS];
  private int freeCount;

  /** By row, the hash of its order's id. */
  private int[] hashes = new int[INITIAL_ROWS];

  /**
   * The hash table: an order's row + 1, above it the highest bits of its hash; 0 for none. An order
   * stands at its hash's slot, or behind it with no gap between. At most half full.
   */
  private int[] slots = new int[2 * INITIAL_ROWS];

  /** Where an order was last looked for: as a rule the one that is removed next. */
  private int lastFound;

  /** The numbers of ids that do not fit into two longs, and the way back. */
  private final Map<String, Long> numbers = new HashMap<>();

  private final Map<Long, String> numbered = new HashMap<>();
  private long lastNumber;

  int size() {
    return rowCount - freeCount;
  }

  void clear() {
    rowCount = 0;
    freeCount = 0;
    Arrays.fill(slots, 0);
    numbers.clear();
    numbered.clear();
  }

  /** Makes room, so that so many orders can be added without growing in between. */
  void reserve(int orders) {
    if (orders > capacity) {
      grow(Math.max(capacity + 1, orders));
    }
  }

  /** The row of an order; {@link #NONE} if there is none of that id. */
  int find(OrderId id) {
    String unpacked = id.unpacked();
    if (unpacked == null) {
      lastFound = slot(hash(id.high(), id.low()), id.high(), id.low());
    } else {
      Long number = numbers.get(unpacked);
      if (number == null) {
        return NONE;
      }
      lastFound = slot(hash(0, number), 0, number);
    }
    return row(slots[lastFound]);
  }

  /**
   * Adds an order.
   *
   * @param arrival orders of a lower number came before it
   * @return its row; {@link #NONE} if one of that id is there
   */
  int add(OrderId id, long rank, long volume, long arrival) {
    long high = id.high();
    long low = id.unpacked() == null ? id.low() : number(id.unpacked());
    reserve(size() + 1);
    int hash = hash(high, low);
    int slot = slot(hash, high, low);
    if (slots[slot] != 0) {
      return NONE;
    }
    int row = freeCount > 0 ? free[--freeCount] : rowCount++;
    slots[slot] = (hash & ~ROW_BITS) | (row + 1);
    hashes[row] = hash;
    int at = row * ROW;
    rows[at + ID_HIGH] = high;
    rows[at + ID_LOW] = low;
    rows[at + RANK] = rank;
    rows[at + VOLUME] = volume;
    arrivals[row] = arrival;
    return row;
  }

  private long number(String unpacked) {
    Long known = numbers.get(unpacked);
    if (known != null) {
      return known;
    }
    long number = ++lastNumber;
    numbers.put(unpacked, number);
    numbered.put(number, unpacked);
    return number;
  }

  /** Removes an order that is there. */
  void remove(int row) {
    int at = row * ROW;
    long high = rows[at + ID_HIGH];
    long low = rows[at + ID_LOW];
    close(row(slots[lastFound]) == row ? lastFound : slot(hashes[row], high, low));
    if (high == 0) {
      numbers.remove(numbered.remove(low));
    }
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = row;
  }

  String id(int row) {
    long high = rows[row * ROW + ID_HIGH];
    long low = rows[row * ROW + ID_LOW];
    @Nullable String unpacked = high == 0 ? numbered.get(low) : null;
    return unpacked == null ? OrderId.unpack(high, low) : unpacked;
  }

  long rank(int row) {
    return rows[row * ROW + RANK];
  }

  long volume(int row) {
    return rows[row * ROW + VOLUME];
  }

  void volume(int row, long volume) {
    rows[row * ROW + VOLUME] = volume;
  }

  /** When it came: orders of a lower number came before it. */
  long arrival(int row) {
    return arrivals[row];
  }

  /** Shows the row of each order, in no order to rely on. */
  void forEach(IntConsumer consumer) {
    for (int slot : slots) {
      if (slot != 0) {
        consumer.accept(row(slot));
      }
    }
  }

  /** Multiplies every price and volume, for a book whose scale grows. */
  void rescale(long priceFactor, long volumeFactor) throws UnrepresentableNumberException {
    for (int slot : slots) {
      if (slot != 0) {
        int at = row(slot) * ROW;
        rows[at + RANK] = ScaledDecimal.multiply(rows[at + RANK], priceFactor);
        rows[at + VOLUME] = ScaledDecimal.multiply(rows[at + VOLUME], volumeFactor);
      }
    }
  }

  /** The row that a slot's content names; {@link #NONE} if it is empty. */
  private static int row(int content) {
    return (content & ROW_BITS) - 1;
  }

  /** Where an order stands, or the empty slot where it would. */
  private int slot(int hash, long high, long low) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      if (((slots[slot] ^ hash) & ~ROW_BITS) == 0) {
        int at = row(slots[slot]) * ROW;
        if (rows[at + ID_HIGH] == high && rows[at + ID_LOW] == low) {
          return slot;
        }
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Empties a slot, and moves up what would not be found any more behind the gap. */
  private void close(int slot) {
    int mask = slots.length - 1;
    int gap = slot;
    for (int next = (gap + 1) & mask; slots[next] != 0; next = (next + 1) & mask) {
      int home = hashes[row(slots[next])] & mask;
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        slots[gap] = slots[next];
        gap = next;
      }
    }
    slots[gap] = 0;
  }

  private static int hash(long high, long low) {
    long mixed = high * 0x9E3779B97F4A7C15L + low * 0xD6E8FEB86659FD93L;
    // Every character has its part in the highest byte, so that is to choose the slot.
    return (int) Long.reverseBytes(mixed);
  }

  private void grow(int orders) {
    if (orders > ROW_BITS / 2) {
      throw new IllegalStateException("expected at most " + ROW_BITS / 2 + " orders in a book");
    }
    int[] old = slots;
    slots = new int[Integer.highestOneBit(2 * orders - 1) * 2];
    capacity = slots.length / 2;
    rows = Arrays.copyOf(rows, capacity * ROW);
    hashes = Arrays.copyOf(hashes, capacity);
    arrivals = Arrays.copyOf(arrivals, capacity);
    int mask = slots.length - 1;
    for (int slot : old) {
      if (slot != 0) {
        int to = hashes[row(slot)] & mask;
        while (slots[to] != 0) {
          to = (to + 1) & mask;
        }
        slots[to] = slot;
      }
    }
  }
}
