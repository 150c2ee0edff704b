package io.github.lunostreams.book;

/** What the taker of a trade did; the maker, whose order was resting, did the opposite. */
public enum TradeType {
  /** The taker bought: the maker's order was an ask. */
  BUY,
  /** The taker sold: the maker's order was a bid. */
  SELL
}
