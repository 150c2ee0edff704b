package io.github.lunostreams.simulator.market;

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
  /**
   * The probability, in sixteenths, that a pick goes on to the next level; it starts at the best.
   */
  private static final int NEAR_DECAY = 14;

  /** Attempts to find a price without a level. */
  private static final int MAX_DRAWS = 8;

  /** Messages between a halt and its end, on average. */
  private static final int HALT_LENGTH = 50;

  private final MarketShape shape;
  private final SplittableRandom random;
  private final OrderIds ids;
  private final Draws draws;
  private final TradeFlow trades;
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
    draws = new Draws(shape, random);
    trades = new TradeFlow(random, draws, ids);
    start = shape.priceUnits(shape.startPrice());
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
        book.create(ids.next(), side, prices[level], draws.volume());
      }
    }
  }

  /** Half of the orders that are not the first of their level rest on a tenth of the levels. */
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
      return or(trading ? trades.marketOrder(book) : null, book);
    }
    if ((roll -= mix.partialTakers()) < 0) {
      return or(trading ? trades.partialTaker(book) : null, book);
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

  /** The fair price moves at random and reverts to its start. */
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
    Side side = draws.side();
    int target = shape.size(side).orders();
    if (target == 0) {
      side = side.opposite();
      target = shape.size(side).orders();
    }
    int size = book.slots(side).size();
    if (size == 0 || random.nextInt(100) < leaning(target, size)) {
      return create(book, side);
    }
    return size > draws.floor(side) ? Change.delete(pick(book, side).id()) : create(book, side);
  }

  /**
   * The probability of growth, in percent: near 0 or 100 when the size is a tenth off the target.
   */
  private static int leaning(int target, int size) {
    return Math.clamp(50 + 500L * (target - size) / target, 5, 95);
  }

  private Change create(Book book, Side side) {
    int levels = book.levels(side).size();
    boolean join = levels > 0 && random.nextInt(100) >= leaning(shape.size(side).levels(), levels);
    long price = join ? pick(book, side).price() : freePrice(book, side);
    if (price <= 0) {
      return Change.EMPTY;
    }
    return Change.of(new Change.NewOrder(ids.next(), side, price, draws.volume()));
  }

  /**
   * A price, preferably one without a level yet, at some distance from the fair price or, should
   * that be nearer, from the best opposite order: so it cannot cross.
   */
  private long freePrice(Book book, Side side) {
    Book.Level opposite = book.best(side.opposite());
    long from = fair;
    if (opposite != null && side.reaches(fair, opposite.price())) {
      from = opposite.price();
    }
    long price = from;
    for (int draw = 0; draw < MAX_DRAWS; draw++) {
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
}
