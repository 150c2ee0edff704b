package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * An order resting in the book.
 *
 * @param id the exchange's id
 * @param side whether it buys or sells
 * @param price its limit price, in the counter currency for one unit of the base currency
 * @param volume what remains of it, in the base currency
 * @param arrival when it came, as a number of no other meaning: of two orders of a side the one of
 *     the lower number came before. Orders of the exchange's snapshot are numbered as they stand
 *     there; that those of a price stand in time priority is not documented
 */
public record Order(String id, Side side, BigDecimal price, BigDecimal volume, long arrival) {
  /**
   * The order in which the exchange would fill them, as far as is known: bids, then asks; the best
   * price first; those of a price as they came.
   */
  public static final Comparator<Order> BEST_FIRST =
      Comparator.comparing(Order::side)
          .thenComparing(Order::better)
          .thenComparingLong(Order::arrival);

  private static int better(Order one, Order other) {
    int rising = one.price.compareTo(other.price);
    return one.side == Side.BID ? -rising : rising;
  }
}
