package io.github.lunostreams.book;

/** The side of the book an order rests on. */
public enum Side {
  /** Wants to buy the base currency. */
  BID,
  /** Wants to sell the base currency. */
  ASK;

  /** A price as a number that is lower the better the price is; its sign tells the side. */
  long rank(long unscaledPrice) {
    return this == BID ? -unscaledPrice : unscaledPrice;
  }

  /** The side of a rank. */
  static Side ofRank(long rank) {
    return rank < 0 ? BID : ASK;
  }
}
