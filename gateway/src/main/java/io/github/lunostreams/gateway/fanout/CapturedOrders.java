package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * Every order of a book at one sequence, copied on the market's thread as quickly as may be, to be
 * written elsewhere: the best price first, and the orders of a price as they came. Immutable.
 *
 * @param sequence the book's
 * @param timestampMillis the exchange's time of that sequence, milliseconds since the epoch
 * @param status what traders may do, in the exchange's word
 * @param bids the orders to buy
 * @param asks the orders to sell
 * @param priceDecimals with how many decimals the exchange writes this market's prices, or more if
 *     a price needs them
 */
public record CapturedOrders(
    long sequence,
    long timestampMillis,
    String status,
    List<Order> bids,
    List<Order> asks,
    int priceDecimals) {
  /** Copies a live book; on the market's thread. */
  static CapturedOrders of(OrderBook book, int priceDecimals) {
    return new CapturedOrders(
        book.sequence(),
        book.timestampMillis(),
        book.status().name(),
        orders(book, Side.BID),
        orders(book, Side.ASK),
        Math.max(priceDecimals, book.priceScale()));
  }

  private static List<Order> orders(OrderBook book, Side side) {
    List<Order> orders = new ArrayList<>(book.orderCount());
    book.forEachOrder(side, orders::add);
    return orders;
  }
}
