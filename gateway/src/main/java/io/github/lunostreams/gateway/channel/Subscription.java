package io.github.lunostreams.gateway.channel;

import java.time.Duration;

/**
 * One client's interest in one channel. A client may have any number, all writing to its one {@link
 * ClientOutput}.
 *
 * <p>Owned by the client's event loop: its methods are called there, except where they say
 * otherwise.
 */
public interface Subscription {
  /** Receives the reason why a subscription ended by itself. Called on the client's event loop. */
  @FunctionalInterface
  interface Listener {
    /**
     * The client is too slow. It is sent nothing any more; its connection is to be closed with code
     * 1013.
     *
     * @param reason for the close frame
     */
    void tooSlow(String reason);

    /**
     * The market failed for good before it had a book, so that a conflating client was sent
     * nothing, and will be sent nothing. Its connection is to be closed with code 1008.
     */
    default void failedWithoutBook() {}

    /**
     * The exchange was lost, and what follows will not continue what a lossless client has. It is
     * sent nothing any more; its connection is to be closed with code 1012. A conflating
     * subscription goes on instead.
     *
     * @param after how long to wait with that, so that not all clients come back at once
     */
    default void interrupted(Duration after) {}

    /**
     * The market of a lossless subscription has ended. The client has to be notified, and its
     * connection closed. A conflating subscription says so in a frame instead.
     *
     * @param frame the text to send
     */
    default void ended(String frame) {}
  }

  /** Ends it: nothing is sent any more. Leaving again does nothing. */
  void leave();

  /**
   * Ends it because the client is too slow.
   *
   * @param reason for the close frame
   */
  void tooSlow(String reason);

  /**
   * Writes the next frames without flushing them. For {@link ClientOutput}, which sees that the
   * socket has room.
   *
   * @return false if there are none
   */
  boolean writeNext();

  /**
   * How many updates are kept alive for this client.
   *
   * @return 0 if it has all there are
   */
  long behind();

  /**
   * How much is kept for this client alone, besides what waits for its socket. Any thread may ask.
   *
   * @return bytes
   */
  long heldBytes();
}
