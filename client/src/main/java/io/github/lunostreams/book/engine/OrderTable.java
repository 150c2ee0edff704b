package io.github.lunostreams.book.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Every resting order of a book, by id: a row of longs for each in one array, found by a {@link
 * HashIndex}. An order's price is that of its level, a row of the {@link LevelTable}.
 *
 * <p>To find, add or remove one costs the same however many there are, but for what a larger table
 * costs in cache misses, and makes no garbage unless the table grows. An id that does not fit into
 * two longs is given a number, and goes by that.
 *
 * <p>Owned by the market's thread.
 */
final class OrderTable {
  static final int NONE = HashIndex.NONE;

  private static final int INITIAL_ROWS = 16;

  /** What a row is made of. */
  private static final int ID_HIGH = 0;

  private static final int ID_LOW = 1;

  /** What remains of the order, unscaled at the book's scale; 0 in a row that is free. */
  private static final int VOLUME = 2;

  /** The row of its level, and above that its arrival. */
  private static final int LEVEL_AND_ARRIVAL = 3;

  private static final int ROW = 4;

  /**
   * Where the first row starts. A large array's longs start 16 bytes behind a cache line's start:
   * with two of them left out each row is one half of a line, and not a part of two.
   */
  private static final int FIRST = 2;

  /** The bits that name a level. */
  private static final int LEVEL_BITS = 24;

  private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;

  /** The bits that name a row, and so an order. */
  static final int ROW_BITS = LEVEL_BITS;

  static final int ROW_MASK = LEVEL_MASK;

  private static final int MAX_ORDERS = ROW_MASK;

  private HashIndex index = new HashIndex(INITIAL_ROWS);
  private long[] rows = new long[at(index.capacity())];

  /** How many orders there may be before it has to grow. */
  private int room = index.capacity();

  /** Rows ever used; of these {@link #freeCount} are free again. */
  private int rowCount;

  private int[] free = new int[INITIAL_ROWS];
  private int freeCount;

  /** The order that was found last, as a rule the one that is removed next, and its place. */
  private int found = NONE;

  private int foundPlace;

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
    found = NONE;
    index.clear();
    numbers.clear();
    numbered.clear();
  }

  /** Makes room, so that so many orders can be added without growing in between. */
  void reserve(int orders) {
    if (orders > room) {
      grow(orders);
    }
  }

  /** The row of an order; {@link #NONE} if there is none of that id. */
  int find(OrderId id) {
    String unpacked = id.unpacked();
    if (unpacked == null) {
      return find(hash(id.high(), id.low()), id.high(), id.low());
    }
    Long number = numbers.get(unpacked);
    return number == null ? NONE : find(hash(0, number), 0, number);
  }

  private int find(long hash, long high, long low) {
    for (int place = index.first(hash); place != NONE; place = index.next(hash, place)) {
      int row = index.at(place);
      int at = at(row);
      if (rows[at + ID_HIGH] == high && rows[at + ID_LOW] == low) {
        found = row;
        foundPlace = place;
        return row;
      }
    }
    return NONE;
  }

  /**
   * Adds an order, which is then to be put at its level.
   *
   * @param volume above 0
   * @param arrival orders of a lower number came before it; less than 2^40, which at ten million
   *     orders a second is a day without a snapshot
   * @return its row; {@link #NONE} if one of that id is there
   */
  int add(OrderId id, long volume, long arrival) {
    assert volume > 0 : volume;
    assert arrival >>> (Long.SIZE - LEVEL_BITS) == 0 : arrival;
    long high = id.high();
    long low = id.unpacked() == null ? id.low() : number(id.unpacked());
    reserve(size() + 1);
    long hash = hash(high, low);
    if (find(hash, high, low) != NONE) {
      return NONE;
    }
    int row = freeCount > 0 ? free[--freeCount] : rowCount++;
    index.add(hash, row);
    int at = at(row);
    rows[at + ID_HIGH] = high;
    rows[at + ID_LOW] = low;
    rows[at + VOLUME] = volume;
    rows[at + LEVEL_AND_ARRIVAL] = arrival << LEVEL_BITS;
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
    int at = at(row);
    long high = rows[at + ID_HIGH];
    long low = rows[at + ID_LOW];
    long hash = hash(high, low);
    if (found != row) {
      find(hash, high, low);
    }
    index.remove(hash, foundPlace);
    found = NONE;
    rows[at + VOLUME] = 0;
    if (high == 0) {
      numbers.remove(numbered.remove(low));
    }
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = row;
  }

  /** Reads the id of an order. */
  void id(int row, OrderId to) {
    long high = rows[at(row) + ID_HIGH];
    long low = rows[at(row) + ID_LOW];
    String unpacked = high == 0 ? numbered.get(low) : null;
    if (unpacked == null) {
      to.set(high, low);
    } else {
      to.set(unpacked);
    }
  }

  long volume(int row) {
    return rows[at(row) + VOLUME];
  }

  void volume(int row, long volume) {
    rows[at(row) + VOLUME] = volume;
  }

  /** The row of its level. */
  int level(int row) {
    return (int) rows[at(row) + LEVEL_AND_ARRIVAL] & LEVEL_MASK;
  }

  /** Puts an order that was just added at its level. */
  void level(int row, int level) {
    rows[at(row) + LEVEL_AND_ARRIVAL] |= level;
  }

  /** When it came: orders of a lower number came before it. */
  long arrival(int row) {
    return rows[at(row) + LEVEL_AND_ARRIVAL] >>> LEVEL_BITS;
  }

  /**
   * The row of the next order, to go through all, in no order to rely on.
   *
   * @param row the one before; {@link #NONE} for the first
   * @return {@link #NONE} behind the last
   */
  int next(int row) {
    int next = row + 1;
    while (next < rowCount && volume(next) == 0) {
      next++;
    }
    return next < rowCount ? next : NONE;
  }

  /** How many zeros stand at the end of every volume, at most so many. */
  int zerosAtEnd(int most) {
    int zeros = most;
    for (int row = next(NONE); row != NONE && zeros > 0; row = next(row)) {
      zeros = ScaledDecimal.zerosAtEnd(volume(row), zeros);
    }
    return zeros;
  }

  /** Shifts every volume, for a book whose scale changes. */
  void rescale(int places) {
    for (int row = next(NONE); row != NONE; row = next(row)) {
      volume(row, ScaledDecimal.shifted(volume(row), places));
    }
  }

  private static long hash(long high, long low) {
    return high * 0x9E3779B97F4A7C15L + low * 0xD6E8FEB86659FD93L;
  }

  private void grow(int orders) {
    if (orders > MAX_ORDERS) {
      throw new IllegalStateException("expected at most " + MAX_ORDERS + " orders in a book");
    }
    HashIndex larger = new HashIndex(orders);
    for (int row = next(NONE); row != NONE; row = next(row)) {
      larger.add(hash(rows[at(row) + ID_HIGH], rows[at(row) + ID_LOW]), row);
    }
    index = larger;
    room = Math.min(index.capacity(), MAX_ORDERS);
    rows = Arrays.copyOf(rows, at(room));
    found = NONE;
  }

  /** Where a row starts. */
  private static int at(int row) {
    return FIRST + row * ROW;
  }
}
