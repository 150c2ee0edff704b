package io.github.lunostreams.simulator;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a market's book is at one sequence: the truth to compare a client's book with.
 *
 * <p>Immutable. Prices have the market's price scale and volumes its volume scale, trailing zeros
 * included: compare by {@code compareTo} or strip both sides.
 *
 * @param pair the market
 * @param sequence of the last message applied
 * @param status of the market, such as {@code ACTIVE}
 * @param timestamp of the last message applied, milliseconds since the epoch
 * @param bids consolidated levels, highest price first
 * @param asks consolidated levels, lowest price first
 * @param orders every resting order: bids then asks, best price first, oldest first within a price
 */
public record BookImage(
    String pair,
    long sequence,
    String status,
    long timestamp,
    List<Level> bids,
    List<Level> asks,
    List<Order> orders) {
  /** Copies the lists. */
  public BookImage {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
    orders = List.copyOf(orders);
  }

  /**
   * All orders at one price.
   *
   * @param price of the level
   * @param volume the sum of its orders
   */
  public record Level(BigDecimal price, BigDecimal volume) {}

  /**
   * A resting order.
   *
   * @param id as on the wire
   * @param side it rests on
   * @param price its limit
   * @param volume what is left of it
   */
  public record Order(String id, Side side, BigDecimal price, BigDecimal volume) {}

  /**
   * The levels of one side, best first.
   *
   * @param side which
   * @return the bids or the asks
   */
  public List<Level> levels(Side side) {
    return side == Side.BID ? bids : asks;
  }
}
