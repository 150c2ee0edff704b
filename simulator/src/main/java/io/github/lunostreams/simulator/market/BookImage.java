package io.github.lunostreams.simulator.market;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a market's book at one sequence, to compare a client's book with.
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

  /** A copy of a live book; the market's lock is held. */
  static BookImage of(MarketShape shape, Book book, long sequence, String status, long timestamp) {
    List<Order> orders = new ArrayList<>();
    List<Level> bids = levels(shape, book, Side.BID, orders);
    List<Level> asks = levels(shape, book, Side.ASK, orders);
    return new BookImage(shape.pair(), sequence, status, timestamp, bids, asks, orders);
  }

  private static List<Level> levels(MarketShape shape, Book book, Side side, List<Order> orders) {
    List<Level> levels = new ArrayList<>();
    for (Book.Level level : book.levels(side)) {
      BigDecimal price = shape.price(level.price());
      levels.add(new Level(price, shape.volume(level.volume())));
      for (Book.Order order : level.orders()) {
        orders.add(new Order(order.id(), side, price, shape.volume(order.volume())));
      }
    }
    return levels;
  }
}
