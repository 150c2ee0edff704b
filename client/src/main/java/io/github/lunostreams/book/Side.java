package io.github.lunostreams.book;

/** The side of the book an order rests on. */
public enum Side {
  /** Wants to buy the base currency. */
  BID,
  /** Wants to sell the base currency. */
  ASK
}
