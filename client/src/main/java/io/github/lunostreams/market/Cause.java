package io.github.lunostreams.market;

/**
 * Why a stream changed its state.
 *
 * @param reason the kind of cause
 * @param detail what was expected, what came, in the exchange's own words where it said any; never
 *     holds the secret
 */
public record Cause(Reason reason, String detail) {
  /** The kinds of cause. */
  public enum Reason {
    /** The owner started the stream. */
    STARTED,
    /** The time to back off is over. */
    RETRY,
    /** The connection was opened. */
    CONNECTED,
    /** The exchange sent the whole book. */
    SNAPSHOT,
    /** Frames come again after a silence. */
    HEARD_AGAIN,
    /** The upstream under suspicion has behaved for ten minutes. */
    TRUSTED_AGAIN,
    /** The connection could not be opened. */
    CONNECT_FAILED,
    /** No snapshot came in time. */
    NO_SNAPSHOT,
    /** The exchange closed the connection. */
    CLOSED_BY_EXCHANGE,
    /** The connection broke. */
    CONNECTION_LOST,
    /** No text frame for so long that the feed may be dead. */
    SILENCE,
    /** One or more messages are missing. */
    GAP,
    /** The sequence fell back: the exchange started again. */
    RESTART,
    /** A frame that is none of those known. */
    BAD_FRAME,
    /** An update or a snapshot that contradicts the book. */
    BROKEN_BOOK,
    /** Frames came faster than hooks took them, until the bound was reached. */
    OVERRUN,
    /** All sessions of the budget are in use. */
    NO_SESSION_FREE,
    /** The exchange sent an error frame. */
    REFUSED,
    /** A number that 64 bits cannot hold exactly. */
    UNREPRESENTABLE_NUMBER,
    /** The owner closed the stream. */
    CLOSED_BY_OWNER
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? reason.toString() : reason + ": " + detail;
  }
}
