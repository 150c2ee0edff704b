package io.github.lunostreams.upstream;

/**
 * A way to talk to the exchange, opened by a {@link Connector}. Live over a websocket, or played by
 * a recording, a simulation or a test. Any thread may call its methods; none of them blocks or
 * throws: a failure reaches the {@link Listener}.
 */
public interface Connection {
  /**
   * Sends a text frame.
   *
   * @param text the whole message
   */
  void sendText(String text);

  /** Sends a protocol ping; the answer reaches {@link Listener#onPong}. */
  void sendPing();

  /**
   * Says goodbye (close code 1000) and lets go of the connection soon after, whatever the other
   * side does. Closing again does nothing.
   */
  void close();

  /** Lets go of the connection at once. Doing so again does nothing. */
  void abort();

  /**
   * Receives the events of a connection: {@code onOpen} first, then texts and pongs, and in the end
   * once {@code onClosed} or {@code onFailed} (which may also come instead of {@code onOpen}). The
   * calls come one after the other, from a thread of the transport, which is to be held up as
   * little as possible: it also answers the exchange's pings.
   */
  interface Listener {
    /**
     * The connection can be used.
     *
     * @param connection to send with
     */
    void onOpen(Connection connection);

    /**
     * A whole text message.
     *
     * @param utf8 as sent by the exchange, in UTF-8; the listener's from now on, to keep and to
     *     pass on, and never changed again by anyone
     */
    void onText(byte[] utf8);

    /** The exchange answered a ping. */
    void onPong();

    /**
     * The exchange closed the connection.
     *
     * @param code the close code; 1006 if there was none
     * @param reason the exchange's words, often empty
     */
    void onClosed(int code, String reason);

    /**
     * The connection could not be opened, or broke.
     *
     * @param failure why
     */
    void onFailed(Throwable failure);
  }
}
