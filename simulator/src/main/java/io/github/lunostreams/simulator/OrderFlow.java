package io.github.lunostreams.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Seeded order flow: builds the first book of a market and decides what each next message does.
 *
 * <p>Equal seeds and equal books give equal changes; time plays no part. Everything is integer
 * arithmetic in the market's units. The flow never crosses the book, keeps its size near the
 * shape's and never empties a side. Not thread-safe: the market's lock guards it.
 */
final class OrderFlow {
  /** Sixteenths: how likely a pick goes on to the next level, starting at the touch. */
  private static final int NEAR_DECAY = 14;

  /** A level this crowded is not swept as a whole: messages stay of a size seen live. */
  private static final int LARGEST_SWEEP = 12;

  /** Fills in a message which takes several makers. */
  private static final int MOST_MAKERS = 5;

  /** Tries to find a price without a level. */
  private static final int MOST_DRAWS = 8;

  /** Messages between a halt and its end, on average. */
  private static final int HALT_LENGTH = 50;

  private final MarketShape shape;
  private final SplittableRandom random;
  private final OrderIds ids;
  private final long start;
  private final long halfSpread;
  private final int gapBits;
  private final int depthBits;
  private long fair;
  private boolean halted;

  OrderFlow(MarketShape shape, long seed, OrderIds ids) {
    this.shape = shape;
    this.random = new SplittableRandom(seed);
    this.ids = ids;
    start = shape.price(shape.startPrice());
    fair = start;
    halfSpread = Math.max(1, start / 10_000);
    int levels = Math.max(1, Math.max(shape.bids().levels(), shape.asks().levels()));
    // The widest book reaches down to half the start price at most.
    gapBits = Math.clamp(63 - Long.numberOfLeadingZeros(Math.max(1, start / 2 / levels)), 0, 9);
    depthBits = 64 - Long.numberOfLeadingZeros(Math.max(1, (long) levels << gapBits) / 4);
  }

  /** Fills an empty book with exactly the shape's orders and levels. */
  void fill(Book book) {
    for (Side side : Side.values()) {
      MarketShape.Size size = shape.size(side);
      long[] prices = new long[size.levels()];
      long price = side == Side.BID ? start - halfSpread : start + halfSpread;
      for (int i = 0; i < prices.length; i++) {
        prices[i] = price;
        long gap = 1 + random.nextLong(1L << random.nextInt(gapBits + 1));
        price += side == Side.BID ? -gap : gap;
      }
      if (price < 0) {
        throw new IllegalArgumentException(
            shape.pair() + ": " + size.levels() + " bid levels do not fit below " + start);
      }
      for (int i = 0; i < size.orders(); i++) {
        int level = i < prices.length ? i : crowded(prices.length);
        book.create(ids.next(), side, prices[level], volume());
      }
    }
  }

  /** Half of the orders beyond a level's first gather on a tenth of the levels. */
  private int crowded(int levels) {
    int level = random.nextInt(levels);
    return random.nextBoolean() ? level : level - level % Math.min(10, levels);
  }

  /**
   * What the next message does.
   *
   * @param book the book it will be applied to; not changed
   * @param status the market's status; without ACTIVE nothing trades
   */
  Change next(Book book, String status) {
    drift();
    if (halted && random.nextInt(HALT_LENGTH) == 0) {
      halted = false;
      return Change.status("ACTIVE");
    }
    if (shape.bids().orders() + shape.asks().orders() == 0) {
      return Change.EMPTY;
    }
    int roll = random.nextInt(FlowMix.WHOLE);
    FlowMix mix = shape.mix();
    boolean trading = status.equals("ACTIVE");
    if ((roll -= mix.trades()) < 0) {
      return or(trading ? marketOrder(book) : null, book);
    }
    if ((roll -= mix.partialTakers()) < 0) {
      return or(trading ? partialTaker(book) : null, book);
    }
    if ((roll -= mix.unknownDeletes()) < 0) {
      return Change.delete(ids.next());
    }
    if ((roll -= mix.empties()) < 0) {
      return Change.EMPTY;
    }
    if ((roll -= mix.halts()) < 0 && trading) {
      halted = true;
      return Change.status("POSTONLY");
    }
    return createOrDelete(book);
  }

  /** The fair price wanders and is drawn back to where it started. */
  private void drift() {
    if (random.nextInt(16) == 0) {
      fair += random.nextLong(-halfSpread / 4 - 1, halfSpread / 4 + 2) - (fair - start) / 256;
      fair = Math.max(1, fair);
    }
  }

  private Change or(@Nullable Change change, Book book) {
    return change == null ? createOrDelete(book) : change;
  }

  private Change createOrDelete(Book book) {
    Side side = side();
    int target = shape.size(side).orders();
    if (target == 0) {
      side = side.opposite();
      target = shape.size(side).orders();
    }
    int size = book.slots(side).size();
    if (size == 0 || random.nextInt(100) < leaning(target, size)) {
      return create(book, side);
    }
    return size > floor(side) ? Change.delete(pick(book, side).id) : create(book, side);
  }

  /** How likely something should grow, in percent: a tenth off the target nearly decides it. */
  private static int leaning(int target, int size) {
    return Math.clamp(50 + 500L * (target - size) / target, 5, 95);
  }

  /** Deletes and trades leave a side at least this many orders. */
  private int floor(Side side) {
    return Math.max(1, shape.size(side).orders() * 3 / 4);
  }

  private Change create(Book book, Side side) {
    int levels = book.levels(side).size();
    boolean join = levels > 0 && random.nextInt(100) >= leaning(shape.size(side).levels(), levels);
    long price = join ? pick(book, side).price : freePrice(book, side);
    if (price <= 0) {
      return Change.EMPTY;
    }
    return Change.of(new Change.NewOrder(ids.next(), side, price, volume()));
  }

  /**
   * A price, preferably one without a level yet, at some distance from the fair price or, should
   * that be nearer, from the best opposite order: so it can not cross.
   */
  private long freePrice(Book book, Side side) {
    Book.Level opposite = book.best(side.opposite());
    long from = fair;
    if (opposite != null && side.reaches(fair, opposite.price)) {
      from = opposite.price;
    }
    long price = from;
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      long distance =
          1 + random.nextLong(halfSpread) + random.nextLong(1L << random.nextInt(depthBits + 1));
      price = side == Side.BID ? from - distance : from + distance;
      if (book.level(side, price) == null) {
        break;
      }
    }
    return price;
  }

  /** An order to delete or to join: mostly near the touch, at times anywhere. */
  private Book.Order pick(Book book, Side side) {
    List<Book.Order> slots = book.slots(side);
    if (random.nextInt(5) < 2) {
      return slots.get(random.nextInt(slots.size()));
    }
    Iterator<Book.Level> levels = book.levels(side).iterator();
    Book.Level level = levels.next();
    while (levels.hasNext() && random.nextInt(16) < NEAR_DECAY) {
      level = levels.next();
    }
    return level.orders().get(random.nextInt(level.orders().size()));
  }

  private @Nullable Change marketOrder(Book book) {
    Side side = side();
    int spare = book.slots(side).size() - floor(side);
    List<Book.Order> makers = front(book, side, MOST_MAKERS);
    if (spare < MOST_MAKERS || makers.size() < 2) {
      return partOfBest(makers);
    }
    int roll = random.nextInt(20);
    Book.Order best = makers.getFirst();
    if (roll < 8) {
      return partOfBest(makers);
    }
    if (roll < 12) {
      return Change.of(List.of(new Change.Fill(best.id, best.volume())));
    }
    if (roll < 17) {
      List<Change.Fill> fills = new ArrayList<>();
      int count = random.nextInt(2, makers.size() + 1);
      for (Book.Order maker : makers.subList(0, count - 1)) {
        fills.add(new Change.Fill(maker.id, maker.volume()));
      }
      Book.Order last = makers.get(count - 1);
      fills.add(new Change.Fill(last.id, random.nextLong(last.volume()) + 1));
      return Change.of(fills);
    }
    if (best.volume() < 2) {
      return null;
    }
    long first = random.nextLong(1, best.volume());
    long second = random.nextLong(best.volume() - first) + 1;
    return Change.of(List.of(new Change.Fill(best.id, first), new Change.Fill(best.id, second)));
  }

  private @Nullable Change partOfBest(List<Book.Order> makers) {
    if (makers.isEmpty() || makers.getFirst().volume() < 2) {
      return null;
    }
    Book.Order best = makers.getFirst();
    return Change.of(List.of(new Change.Fill(best.id, random.nextLong(1, best.volume()))));
  }

  /** A limit order at the price of the best level takes all of it and rests with what remains. */
  private @Nullable Change partialTaker(Book book) {
    Side makerSide = side();
    Book.Level level = book.best(makerSide);
    if (level == null) {
      return null;
    }
    int count = level.orders().size();
    if (count > LARGEST_SWEEP || book.slots(makerSide).size() - count < floor(makerSide)) {
      return null;
    }
    List<Change.Fill> fills = new ArrayList<>(count);
    for (Book.Order maker : level.orders()) {
      fills.add(new Change.Fill(maker.id, maker.volume()));
    }
    Change.NewOrder rest =
        new Change.NewOrder(ids.next(), makerSide.opposite(), level.price, volume());
    return new Change(fills, rest, null, null);
  }

  private static List<Book.Order> front(Book book, Side side, int count) {
    List<Book.Order> orders = new ArrayList<>(count);
    for (Book.Level level : book.levels(side)) {
      for (Book.Order order : level.orders()) {
        if (orders.size() == count) {
          return orders;
        }
        orders.add(order);
      }
    }
    return orders;
  }

  private Side side() {
    return random.nextBoolean() ? Side.BID : Side.ASK;
  }

  /**
   * From a few units to some tens of the base currency, small ones as likely as large ones, and
   * half of them round, as people like them.
   */
  private long volume() {
    int scale = Math.max(1, shape.volumeScale());
    long volume = 1 + random.nextLong(100 * power(random.nextInt(scale)));
    if (random.nextBoolean()) {
      return volume;
    }
    long unit = power(random.nextInt(scale));
    return Math.max(unit, volume - volume % unit);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
