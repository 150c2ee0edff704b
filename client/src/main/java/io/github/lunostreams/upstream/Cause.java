package io.github.lunostreams.upstream;

/**
 * Why a connection or a market changed its state.
 *
 * @param reason the kind of cause; what a program decides by
 * @param errorCode the exchange's error code, {@code invalid_market} for instance; empty unless the
 *     exchange sent one
 * @param detail what was expected and what came, for people, in the exchange's own words where it
 *     sent any; never holds the secret
 */
public record Cause(Reason reason, String errorCode, String detail) {
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
    /** An upstream that was not trusted has behaved for ten minutes. */
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
    /** A frame that is not one of those known. */
    BAD_FRAME,
    /** An update or a snapshot that contradicts the book. */
    BROKEN_BOOK,
    /** More bytes of frames wait for the market's thread than the bound allows. */
    OVERRUN,
    /** All sessions of the budget are in use. */
    NO_SESSION_FREE,
    /** The exchange sent an error frame. */
    REFUSED,
    /** A number that 64 bits cannot hold exactly; tried again, seldom, since its order may go. */
    UNREPRESENTABLE_NUMBER,
    /** Frames wait for the market's thread for longer than the bound. */
    BEHIND,
    /** The market's thread has caught up with the frames that came. */
    CAUGHT_UP,
    /** The owner closed the stream. */
    CLOSED_BY_OWNER
  }

  /**
   * A cause without an error code of the exchange.
   *
   * @param reason the kind of cause
   * @param detail for people
   */
  public Cause(Reason reason, String detail) {
    this(reason, "", detail);
  }

  /**
   * Whether the exchange refused with this error code.
   *
   * @param code {@code invalid_credentials} for instance
   * @return false also if the exchange did not refuse at all
   */
  public boolean isRefusal(String code) {
    return reason == Reason.REFUSED && errorCode.equals(code);
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? reason.toString() : reason + ": " + detail;
  }
}
