package io.github.lunostreams.book.engine;

import java.io.Serial;

/**
 * What the exchange said does not fit the book: the book can no longer be trusted and only a new
 * snapshot mends it.
 */
public final class BrokenBookException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** What did not fit. */
  public enum Violation {
    /** One or more messages are missing before this one. */
    GAP,
    /** The sequence fell so far back that the exchange must have started again. */
    RESTART,
    /** A trade names a maker that is not in the book. */
    UNKNOWN_MAKER,
    /** A trade takes more than the maker's order had left. */
    OVERFILL,
    /** A new order has the id of one that rests already. */
    DUPLICATE_ORDER,
    /** An order's price is not positive or its volume negative, or a trade's base is. */
    NOT_POSITIVE,
    /** More orders rest than a book may have. */
    TOO_MANY_ORDERS,
    /** The best bid reaches the best ask in an active market. */
    CROSSED
  }

  /** What did not fit. */
  private final Violation violation;

  BrokenBookException(Violation violation, String message) {
    super(message);
    this.violation = violation;
  }

  /**
   * What did not fit.
   *
   * @return the kind of violation; the message has the details
   */
  public Violation violation() {
    return violation;
  }
}
