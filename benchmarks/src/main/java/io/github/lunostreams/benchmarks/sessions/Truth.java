package io.github.lunostreams.benchmarks.sessions;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.simulator.market.BookImage;
import java.math.BigDecimal;

/**
 * What a book is, in a form in which books of any make can be compared.
 *
 * @param sequence of the last message applied
 * @param orders resting, both sides together
 * @param levels a line a price, bids first and the best first: side, price and volume without
 *     trailing zeros
 */
public record Truth(long sequence, int orders, String levels) {
  /**
   * What the exchange says.
   *
   * @param book its own
   * @return that book
   */
  static Truth of(BookImage book) {
    Lines lines = new Lines();
    book.bids().forEach(level -> lines.add("bid", level.price(), level.volume()));
    book.asks().forEach(level -> lines.add("ask", level.price(), level.volume()));
    return new Truth(book.sequence(), book.orders().size(), lines.toString());
  }

  /**
   * What the client has.
   *
   * @param book its own
   * @return that book
   */
  public static Truth of(OrderBook book) {
    return new Truth(book.sequence(), book.orderCount(), levels(book));
  }

  private static String levels(BookView book) {
    Lines lines = new Lines();
    for (PriceLevel level : book.bids()) {
      lines.add("bid", level.price(), level.volume());
    }
    for (PriceLevel level : book.asks()) {
      lines.add("ask", level.price(), level.volume());
    }
    return lines.toString();
  }

  /** Collects levels. */
  public static final class Lines {
    private final StringBuilder text = new StringBuilder();

    /** None yet. */
    public Lines() {}

    /**
     * One level more.
     *
     * @param side {@code bid} or {@code ask}
     * @param price of the level
     * @param volume of all its orders
     */
    public void add(String side, BigDecimal price, BigDecimal volume) {
      text.append(side)
          .append(' ')
          .append(price.stripTrailingZeros().toPlainString())
          .append(' ')
          .append(volume.stripTrailingZeros().toPlainString())
          .append('\n');
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
