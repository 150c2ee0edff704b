package io.github.lunostreams.rest;

import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The best price levels of a market, at most 100 a side, as REST returns them: possibly from up to
 * a second ago.
 *
 * @param pair the market
 * @param timestamp when the book changed last, to the millisecond
 * @param bids the highest price first
 * @param asks the lowest price first
 */
public record OrderBookTop(Pair pair, Instant timestamp, List<Level> bids, List<Level> asks) {
  /** Copies the lists. */
  public OrderBookTop {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * All orders at one price, added up.
   *
   * @param price in the counter currency for one unit of the base currency
   * @param volume in the base currency
   */
  public record Level(BigDecimal price, BigDecimal volume) {}
}
