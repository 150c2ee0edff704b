package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.Side;

/**
 * A price and its side as one number: the unscaled price of an ask, the negated one of a bid. Of
 * two keys of a side the lower is the better price, and the sign is the side.
 */
final class PriceKey {
  private PriceKey() {}

  static long of(Side side, long unscaledPrice) {
    return side == Side.BID ? -unscaledPrice : unscaledPrice;
  }

  static Side side(long priceKey) {
    return priceKey < 0 ? Side.BID : Side.ASK;
  }

  static long unscaledPrice(long priceKey) {
    return Math.abs(priceKey);
  }
}
