package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.MarketStatus;
import java.math.BigDecimal;
import java.util.List;

/** What the exchange says about one market's book, decoded and not yet believed. */
public sealed interface BookMessage permits BookMessage.Snapshot, BookUpdate {
  /** In place of a time that the exchange did not say, or not so that it can be read. */
  long UNKNOWN_TIME = 0;

  /**
   * The number of the book's state after this message.
   *
   * @return the sequence, one up from message to message
   */
  long sequence();

  /**
   * The exchange's time of this message.
   *
   * @return milliseconds since the epoch, or {@link #UNKNOWN_TIME}
   */
  long timestampMillis();

  /**
   * The whole book: every resting order.
   *
   * @param sequence the book's sequence
   * @param bids the orders to buy, in no order to rely on
   * @param asks the orders to sell, in no order to rely on
   * @param status what traders may do
   * @param timestampMillis the exchange's time, or {@link #UNKNOWN_TIME}
   */
  record Snapshot(
      long sequence,
      RestingOrders bids,
      RestingOrders asks,
      MarketStatus status,
      long timestampMillis)
      implements BookMessage {
    /**
     * The whole book, from any lists.
     *
     * @param sequence the book's sequence
     * @param bids the orders to buy, in no order to rely on
     * @param asks the orders to sell, in no order to rely on
     * @param status what traders may do
     * @param timestampMillis the exchange's time, or {@link #UNKNOWN_TIME}
     */
    public Snapshot(
        long sequence,
        List<RestingOrder> bids,
        List<RestingOrder> asks,
        MarketStatus status,
        long timestampMillis) {
      this(
          sequence,
          RestingOrders.copyOf(bids),
          RestingOrders.copyOf(asks),
          status,
          timestampMillis);
    }
  }

  /**
   * A fill of a resting order.
   *
   * @param sequence the trade's own number, 0 if not sent
   * @param base the traded volume, in the base currency
   * @param counter what was paid, in the counter currency; never part of the book, so of any length
   * @param makerOrderId the resting order
   * @param takerOrderId the incoming order, empty if not sent
   */
  record Fill(
      long sequence,
      ScaledDecimal base,
      BigDecimal counter,
      String makerOrderId,
      String takerOrderId) {}
}
