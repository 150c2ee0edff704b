package io.github.lunostreams.simulator.market;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the book: what an order would do to it, and which changes it allows. It changes
 * nothing. Not thread-safe: the market's lock guards the book.
 */
public final class Matching {
  private final MarketShape shape;
  private final Book book;

  Matching(MarketShape shape, Book book) {
    this.shape = shape;
    this.book = book;
  }

  /**
   * The trades of a market order: the best orders of the other side, oldest first within a price.
   *
   * @param takerSide BID buys from the asks, ASK sells to the bids
   * @param base how much
   * @return the change to apply
   * @throws IllegalArgumentException if the other side has less than that
   */
  public Change marketOrder(Side takerSide, BigDecimal base) {
    long wanted = shape.volumeUnits(base);
    List<Change.Fill> fills = new ArrayList<>();
    long left = take(takerSide, null, wanted, fills);
    if (left > 0) {
      throw new IllegalArgumentException(
          shape.pair() + ": " + base + " wanted, " + shape.volume(wanted - left) + " in the book");
    }
    return Change.of(fills);
  }

  /**
   * The trades of a limit order with what its price reaches, and a create with what remains.
   *
   * @param order the whole order
   * @return the change to apply
   */
  public Change limitOrder(Change.NewOrder order) {
    List<Change.Fill> fills = new ArrayList<>();
    long left = take(order.side(), order.price(), order.volume(), fills);
    Change.NewOrder rest =
        left == 0 ? null : new Change.NewOrder(order.id(), order.side(), order.price(), left);
    return new Change(fills, order.id(), rest, null, null);
  }

  private long take(Side takerSide, @Nullable Long limit, long wanted, List<Change.Fill> fills) {
    long left = wanted;
    for (Book.Level level : book.levels(takerSide.opposite())) {
      if (left == 0 || (limit != null && !takerSide.reaches(limit, level.price()))) {
        break;
      }
      for (Book.Order maker : level.orders()) {
        if (left == 0) {
          break;
        }
        long base = Math.min(left, maker.volume());
        fills.add(new Change.Fill(maker.id(), base));
        left -= base;
      }
    }
    return left;
  }

  /**
   * Checks a change against the book.
   *
   * @param change not yet applied
   * @param sequence of the market, for the message of the error
   * @throws IllegalArgumentException if the book does not allow it
   */
  public void check(Change change, long sequence) {
    Map<String, Long> left = new HashMap<>();
    for (Change.Fill fill : change.fills()) {
      Book.Order maker = book.order(fill.maker());
      if (maker == null) {
        throw refused(sequence, "no order " + fill.maker() + " to fill");
      }
      long rest = left.getOrDefault(maker.id(), maker.volume());
      if (fill.base() <= 0 || fill.base() > rest) {
        throw refused(
            sequence,
            "fill of " + shape.volume(fill.base()) + ", " + shape.volume(rest) + " is left");
      }
      left.put(maker.id(), rest - fill.base());
    }
    Change.NewOrder create = change.create();
    if (create != null) {
      check(create, left, sequence);
    }
  }

  /** What is left of the makers which the same message fills does not count as crossed. */
  private void check(Change.NewOrder create, Map<String, Long> left, long sequence) {
    if (create.price() <= 0 || create.volume() <= 0) {
      throw refused(sequence, "create of price or volume 0 or less");
    }
    if (Math.multiplyHigh(create.price(), create.volume()) != 0
        || create.price() * create.volume() < 0) {
      throw refused(sequence, "create of a value beyond 64 bits");
    }
    for (Book.Level level : book.levels(create.side().opposite())) {
      if (!create.side().reaches(create.price(), level.price())) {
        break;
      }
      for (Book.Order order : level.orders()) {
        if (left.getOrDefault(order.id(), order.volume()) > 0) {
          throw refused(
              sequence,
              create.side()
                  + " at "
                  + shape.price(create.price())
                  + " crosses "
                  + shape.price(level.price()));
        }
      }
    }
  }

  private IllegalArgumentException refused(long sequence, String why) {
    return new IllegalArgumentException(shape.pair() + " at sequence " + sequence + ": " + why);
  }
}
