package io.github.lunostreams.gateway.fanout;

import java.time.Duration;

/**
 * The bounds of the stream that is the exchange's own; the times are the exchange's too.
 *
 * @param credentialsTimeout how long a client may take until it has shown a key
 * @param pingInterval how often a client is pinged
 * @param keepaliveInterval after how long without a frame a client is sent an empty text
 * @param silenceTimeout how long nothing at all may come from a client, not even an answer to a
 *     ping, until it is taken for dead and let go
 * @param backlogBytes how much memory the updates may take that a client is behind; beyond, it is
 *     closed with 1013. Bounds also how many updates of a market are kept at all
 * @param copyInterval how long the book is not copied again for clients who come; they wait
 * @param closeSpread over how long the closing of clients is spread when the exchange was lost
 */
public record RelayLimits(
    Duration credentialsTimeout,
    Duration pingInterval,
    Duration keepaliveInterval,
    Duration silenceTimeout,
    int backlogBytes,
    Duration copyInterval,
    Duration closeSpread) {
  /** As at the exchange, where it is known what that does. */
  public static final RelayLimits DEFAULT =
      new RelayLimits(
          Duration.ofSeconds(10),
          Duration.ofMillis(13_500),
          Duration.ofSeconds(20),
          Duration.ofMinutes(3),
          4 << 20,
          Duration.ofMillis(250),
          Duration.ofSeconds(2));

  /** Checks that everything is positive. */
  public RelayLimits {
    Bound.positive("credentialsTimeout", credentialsTimeout);
    Bound.positive("pingInterval", pingInterval);
    Bound.positive("keepaliveInterval", keepaliveInterval);
    Bound.positive("silenceTimeout", silenceTimeout);
    Bound.positive("backlogBytes", backlogBytes);
    Bound.positive("copyInterval", copyInterval);
    Bound.positive("closeSpread", closeSpread);
  }

  /**
   * The same with another patience for clients that are slower than their market.
   *
   * @param bytes see {@link #backlogBytes}
   * @return a changed copy
   */
  public RelayLimits withBacklog(int bytes) {
    return new RelayLimits(
        credentialsTimeout,
        pingInterval,
        keepaliveInterval,
        silenceTimeout,
        bytes,
        copyInterval,
        closeSpread);
  }

  /**
   * The same with another time to show a key.
   *
   * @param timeout see {@link #credentialsTimeout}
   * @return a changed copy
   */
  public RelayLimits withCredentialsTimeout(Duration timeout) {
    return new RelayLimits(
        timeout,
        pingInterval,
        keepaliveInterval,
        silenceTimeout,
        backlogBytes,
        copyInterval,
        closeSpread);
  }

  /**
   * The same with another time for all clients to be closed in.
   *
   * @param spread see {@link #closeSpread}
   * @return a changed copy
   */
  public RelayLimits withCloseSpread(Duration spread) {
    return new RelayLimits(
        credentialsTimeout,
        pingInterval,
        keepaliveInterval,
        silenceTimeout,
        backlogBytes,
        copyInterval,
        spread);
  }
}
