package io.github.lunostreams.book;

import java.util.List;
import java.util.Optional;

/**
 * The live book of one market: every resting order by id, and the price levels they add up to, kept
 * in place update by update.
 *
 * <p>It is to be read on the market's thread, inside a hook. Take a {@link #snapshot(int)} to hand
 * to another thread or to keep. The library implements it; a test of yours may, too.
 *
 * <p>Prices and volumes are longs at one scale each for the whole book. The scales come from the
 * numbers themselves and widen when a longer fraction arrives; zeros at the end give way when a
 * number would not fit otherwise.
 */
public non-sealed interface OrderBook extends BookView {
  /**
   * How many orders rest in the book.
   *
   * @return both sides together
   */
  int orderCount();

  /**
   * A resting order.
   *
   * @param id the exchange's id
   * @return the order, if it rests in this book
   */
  Optional<Order> order(String id);

  /**
   * Every resting order as of now, to hand to another thread or to keep. Quick to take: {@link
   * Order}s are made anew each time they are read.
   *
   * @return an immutable list of both sides, in no order to rely on; see {@link Order#BEST_FIRST}
   */
  List<Order> orders();

  /**
   * The orders of a level, in the order in which they came. The first call goes through all orders
   * of the book; from then on the queues of all levels are kept, which costs each new or leaving
   * order a little, and a call goes through the orders of its level only.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return a new list
   * @throws IndexOutOfBoundsException if there is no such level
   */
  List<Order> ordersAt(Side side, int index);
}
