package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One fill of a resting order.
 *
 * @param type what the taker did
 * @param price the maker's limit price, in the counter currency for one unit of the base currency
 * @param base the traded volume, in the base currency
 * @param counter what was paid for it, in the counter currency
 * @param makerOrderId the resting order's id
 * @param takerOrderId the incoming order's id; empty if the exchange did not say
 * @param sequence the trade's own number in its market, one up from trade to trade; 0 if the
 *     exchange did not say
 * @param bookSequence the sequence of the book's update that brought it
 * @param timestamp the exchange's time of that update, to the millisecond; empty if that update has
 *     no time that can be read
 */
public record Trade(
    TradeType type,
    BigDecimal price,
    BigDecimal base,
    BigDecimal counter,
    String makerOrderId,
    String takerOrderId,
    long sequence,
    long bookSequence,
    Optional<Instant> timestamp) {
  /**
   * Whether the counter is what the base costs at the maker's price, give or take the last decimal
   * of either: the exchange's rounding is not documented.
   *
   * @return false if the difference cannot be rounding
   */
  public boolean counterFitsPrice() {
    BigDecimal difference = counter.subtract(price.multiply(base)).abs();
    BigDecimal rounding = counter.ulp().add(price.multiply(base.ulp()));
    return difference.compareTo(rounding) <= 0;
  }
}
