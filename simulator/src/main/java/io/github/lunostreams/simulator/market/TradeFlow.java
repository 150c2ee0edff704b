package io.github.lunostreams.simulator.market;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The trades of the random flow; null where the book has too little for one. */
final class TradeFlow {
  /** A level this crowded is not swept as a whole: messages stay of a size seen live. */
  private static final int MAX_SWEEP = 12;

  /** Fills in a message which takes several makers. */
  private static final int MAX_MAKERS = 5;

  private final SplittableRandom random;
  private final Draws draws;
  private final OrderIds ids;

  TradeFlow(SplittableRandom random, Draws draws, OrderIds ids) {
    this.random = random;
    this.draws = draws;
    this.ids = ids;
  }

  /** Takes from the best of one side: a part of an order, one, several, or one in two fills. */
  @Nullable Change marketOrder(Book book) {
    Side side = draws.side();
    int spare = book.slots(side).size() - draws.floor(side);
    List<Book.Order> makers = front(book, side, MAX_MAKERS);
    if (spare < MAX_MAKERS || makers.size() < 2) {
      return partOfBest(makers);
    }
    int roll = random.nextInt(20);
    Book.Order best = makers.getFirst();
    if (roll < 8) {
      return partOfBest(makers);
    }
    if (roll < 12) {
      return Change.of(List.of(new Change.Fill(best.id(), best.volume())));
    }
    if (roll < 17) {
      List<Change.Fill> fills = new ArrayList<>();
      int count = random.nextInt(2, makers.size() + 1);
      for (Book.Order maker : makers.subList(0, count - 1)) {
        fills.add(new Change.Fill(maker.id(), maker.volume()));
      }
      Book.Order last = makers.get(count - 1);
      fills.add(new Change.Fill(last.id(), random.nextLong(last.volume()) + 1));
      return Change.of(fills);
    }
    if (best.volume() < 2) {
      return null;
    }
    long first = random.nextLong(1, best.volume());
    long second = random.nextLong(best.volume() - first) + 1;
    return Change.of(
        List.of(new Change.Fill(best.id(), first), new Change.Fill(best.id(), second)));
  }

  private @Nullable Change partOfBest(List<Book.Order> makers) {
    if (makers.isEmpty() || makers.getFirst().volume() < 2) {
      return null;
    }
    Book.Order best = makers.getFirst();
    return Change.of(List.of(new Change.Fill(best.id(), random.nextLong(1, best.volume()))));
  }

  /** A limit order at the price of the best level takes all of it and rests with what remains. */
  @Nullable Change partialTaker(Book book) {
    Side makerSide = draws.side();
    Book.Level level = book.best(makerSide);
    if (level == null) {
      return null;
    }
    int count = level.orders().size();
    if (count > MAX_SWEEP || book.slots(makerSide).size() - count < draws.floor(makerSide)) {
      return null;
    }
    List<Change.Fill> fills = new ArrayList<>(count);
    for (Book.Order maker : level.orders()) {
      fills.add(new Change.Fill(maker.id(), maker.volume()));
    }
    Change.NewOrder rest =
        new Change.NewOrder(ids.next(), makerSide.opposite(), level.price(), draws.volume());
    return Change.of(fills, rest);
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
}
