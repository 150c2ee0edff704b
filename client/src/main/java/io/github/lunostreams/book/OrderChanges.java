package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.util.List;

/**
 * What one message of the exchange did to single orders, in the order in which it was applied:
 * fills, then the new order, then the order that left.
 *
 * <p>A view that the market uses again for its next update: to be read on the market's thread,
 * inside the hook. Take {@link #toList} of what is to be kept. Reading by index makes no garbage
 * but the ids' text. Numbers are unscaled, at {@link BookView#priceScale} and {@link
 * BookView#volumeScale} of the book after the update.
 */
public interface OrderChanges {
  /** What happened to an order. */
  enum Kind {
    /** The order is new. */
    ADDED,
    /** The order was filled, in part or to the end. With nothing remaining it has left the book. */
    FILLED,
    /** The order left the book without being filled to the end. */
    REMOVED
  }

  /**
   * One change, to keep.
   *
   * @param kind what happened
   * @param orderId the exchange's id of the order
   * @param side whether the order buys or sells
   * @param price the order's limit price, in the counter currency
   * @param volume the base volume that came, was filled, or left with the order
   * @param remaining the order's base volume after the change; 0 if it has left the book
   */
  record OrderChange(
      Kind kind,
      String orderId,
      Side side,
      BigDecimal price,
      BigDecimal volume,
      BigDecimal remaining) {}

  /**
   * How many changes there are.
   *
   * @return 0 if the message changed no order
   */
  int size();

  /**
   * What happened.
   *
   * @param index of the change, from 0
   * @return the kind of change
   */
  Kind kind(int index);

  /**
   * The exchange's id of the order; a new text at each call.
   *
   * @param index of the change, from 0
   * @return the id
   */
  String orderId(int index);

  /**
   * Whether the order buys or sells.
   *
   * @param index of the change, from 0
   * @return the side
   */
  Side side(int index);

  /**
   * The order's limit price.
   *
   * @param index of the change, from 0
   * @return unscaled
   */
  long unscaledPrice(int index);

  /**
   * The volume that came, was filled, or left with the order.
   *
   * @param index of the change, from 0
   * @return unscaled
   */
  long unscaledVolume(int index);

  /**
   * The order's volume after the change.
   *
   * @param index of the change, from 0
   * @return unscaled; 0 if the order has left the book
   */
  long unscaledRemaining(int index);

  /**
   * The changes as a list to keep.
   *
   * @return an immutable copy, in the same order
   */
  List<OrderChange> toList();
}
