package io.github.lunostreams.simulator.market;

/** The side of the book an order rests on, spelled as the wire's {@code type}. */
public enum Side {
  /** Wants to buy; the highest price is the best. */
  BID,
  /** Wants to sell; the lowest price is the best. */
  ASK;

  /** {@return the side an order of this side trades with} */
  public Side opposite() {
    return this == BID ? ASK : BID;
  }

  /**
   * Whether a limit order at one price would trade with an order resting at another.
   *
   * @param limit the price of the order on this side
   * @param resting the price of an order on the opposite side, in the same units
   * @return whether they would trade
   */
  public boolean reaches(long limit, long resting) {
    return this == BID ? limit >= resting : limit <= resting;
  }
}
