package io.github.lunostreams.gateway.fanout;

/**
 * One client's place in what is published.
 *
 * <p>Owned by the channel's event loop: all methods are to be called there.
 */
public interface Subscriber {
  /** Who is responsible for the client's connection. */
  @FunctionalInterface
  interface Owner {
    /**
     * The client is too slow. It is sent nothing any more; the owner is to close it, with code
     * 1013.
     *
     * @param reason in words for the close frame
     */
    void tooSlow(String reason);
  }

  /** The socket takes more: goes on sending. */
  void writable();

  /** Ends it: nothing is sent any more. Leaving again does nothing. */
  void leave();

  /**
   * Ends it because the client is too slow.
   *
   * @param reason in words for the close frame
   */
  void tooSlow(String reason);

  /**
   * How many updates are kept alive for this client.
   *
   * @return 0 if it has all there are
   */
  long behind();

  /**
   * What is kept for this client alone, besides what is in its channel. Any thread may ask.
   *
   * @return bytes
   */
  long heldBytes();

  /**
   * When it was last sent a frame.
   *
   * @return nanoseconds of the event loop's ticker; meaningless as long as {@link #greeted} is
   *     false
   */
  long lastSentNanos();

  /**
   * Whether it has been sent anything.
   *
   * @return true from its first frame on
   */
  boolean greeted();
}
