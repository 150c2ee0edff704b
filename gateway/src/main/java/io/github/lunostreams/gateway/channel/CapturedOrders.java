package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import java.util.List;

/**
 * Every order of a book at one sequence, copied on the market's thread as quickly as possible, to
 * be sorted and written elsewhere. Immutable.
 *
 * @param sequence the book's
 * @param timestampMillis the exchange's time of that sequence, milliseconds since the epoch
 * @param status what traders may do, in the exchange's word
 * @param orders of both sides, as the book showed them
 * @param priceDecimals with how many decimals the exchange writes this market's prices, or more if
 *     a price needs them
 */
public record CapturedOrders(
    long sequence, long timestampMillis, String status, List<Order> orders, int priceDecimals) {
  /** Copies a live book; on the market's thread. */
  static CapturedOrders of(OrderBook book, int priceDecimals) {
    return new CapturedOrders(
        book.sequence(),
        book.timestampMillis(),
        book.status().name(),
        book.orders(),
        Math.max(priceDecimals, book.priceScale()));
  }
}
