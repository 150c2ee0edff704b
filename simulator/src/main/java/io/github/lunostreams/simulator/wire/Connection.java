package io.github.lunostreams.simulator.wire;

/**
 * The sending side of one client's connection: frames are queued up to a bound in bytes, beyond
 * which the connection is dropped. Any thread may call any method; none waits for the client.
 */
public interface Connection {
  /** The close code of an orderly end. */
  int NORMAL_CLOSURE = 1000;

  /** The close code of a server that ends. */
  int GOING_AWAY = 1001;

  /** The close code of a server that starts again. */
  int SERVICE_RESTART = 1012;

  /**
   * Queues a frame.
   *
   * @param frame whole and encoded, header included; shared, never to be changed
   * @return false if the connection has ended or ends now because too much waits
   */
  boolean offer(byte[] frame);

  /**
   * Ends the connection with a close frame behind everything queued; ends a stall.
   *
   * @param code of the close frame
   * @param reason of the close frame; may be empty
   */
  void close(int code, String reason);

  /**
   * Ends the connection at once with a close frame; what is queued is lost.
   *
   * @param code of the close frame
   * @param reason of the close frame; may be empty
   */
  void closeNow(int code, String reason);

  /**
   * Ends the connection at once, without a close frame; what is queued is lost.
   *
   * @param reset by a TCP reset, else by an orderly end of the stream
   */
  void drop(boolean reset);

  /**
   * Holds back all text behind what is queued now.
   *
   * @param pongs whether pings and pongs go on; without, nothing is read either
   */
  void stall(boolean pongs);

  /** Ends all stalls, also those still in the queue. */
  void endStall();
}
