package io.github.lunostreams.gateway.fanout;

import java.time.Duration;

/**
 * Every bound of the gateway, in one place: what it keeps for a client, how long it waits for one.
 *
 * @param backlog how many updates a client may be behind; one further behind is conflated: its next
 *     frame has the newest book and all trades since its last. Bounds also how many updates of a
 *     market are kept at all
 * @param heldTrades how many trades are kept for a conflated client; beyond, it is closed with 1013
 * @param heldTradeBytes how many bytes of trades are kept for a conflated client; beyond, it is
 *     closed with 1013
 * @param stallTimeout how long what waits for a client may fill {@code writeBufferBytes} without
 *     getting less; beyond, it is closed with 1013
 * @param writeBufferBytes how many bytes may wait in the gateway for one client's socket, up to one
 *     frame more
 * @param socketSendBytes the size of the system's send buffer of one client, as asked for (systems
 *     have limits of their own). What lies there can't be conflated any more: a larger one serves
 *     distant clients better and slow ones older books
 * @param requestTimeout how long a new connection may take until its first request is complete
 * @param idleTimeout how long a connection may wait between two HTTP requests
 * @param maxMessageBytes how long a client's websocket message may be; beyond, it is closed with
 *     1009
 * @param pingInterval how long a websocket client may be silent until it is sent a ping; silent for
 *     {@value #UNANSWERED_PINGS} times that long, it is taken for dead and let go
 * @param closeTimeout how long a client that is being closed may take to answer the close frame
 * @param maxConnections how many connections there may be at a time; those beyond are closed at
 *     once
 * @param totalWaitingBytes how many bytes of frames and trades may wait for all clients of all
 *     markets together; beyond, those for whom most waits are closed with 1013 until it is less. It
 *     is looked at twice a second
 * @param relay the bounds of the stream that is the exchange's own
 */
public record Limits(
    int backlog,
    int heldTrades,
    int heldTradeBytes,
    Duration stallTimeout,
    int writeBufferBytes,
    int socketSendBytes,
    Duration requestTimeout,
    Duration idleTimeout,
    int maxMessageBytes,
    Duration pingInterval,
    Duration closeTimeout,
    int maxConnections,
    long totalWaitingBytes,
    RelayLimits relay) {
  /** After how many intervals of silence a client is taken for dead. */
  public static final int UNANSWERED_PINGS = 3;

  /** Suits a machine that serves thousands of clients. */
  public static final Limits DEFAULT =
      new Limits(
          128,
          10_000,
          4 << 20,
          Duration.ofSeconds(30),
          64 << 10,
          256 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          64 << 10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          10_000,
          512L << 20,
          RelayLimits.DEFAULT);

  /** Checks that everything is positive. */
  public Limits {
    Bound.positive("backlog", backlog);
    Bound.positive("heldTrades", heldTrades);
    Bound.positive("heldTradeBytes", heldTradeBytes);
    Bound.positive("stallTimeout", stallTimeout);
    Bound.positive("writeBufferBytes", writeBufferBytes);
    Bound.positive("socketSendBytes", socketSendBytes);
    Bound.positive("requestTimeout", requestTimeout);
    Bound.positive("idleTimeout", idleTimeout);
    Bound.positive("maxMessageBytes", maxMessageBytes);
    Bound.positive("pingInterval", pingInterval);
    Bound.positive("closeTimeout", closeTimeout);
    Bound.positive("maxConnections", maxConnections);
    Bound.positive("totalWaitingBytes", totalWaitingBytes);
  }

  /**
   * The same with other bounds for a client that is slower than its market.
   *
   * @param updates see {@link #backlog}
   * @param trades see {@link #heldTrades}
   * @param tradeBytes see {@link #heldTradeBytes}
   * @param stall see {@link #stallTimeout}
   * @return a changed copy
   */
  public Limits withSlowClients(int updates, int trades, int tradeBytes, Duration stall) {
    return new Limits(
        updates,
        trades,
        tradeBytes,
        stall,
        writeBufferBytes,
        socketSendBytes,
        requestTimeout,
        idleTimeout,
        maxMessageBytes,
        pingInterval,
        closeTimeout,
        maxConnections,
        totalWaitingBytes,
        relay);
  }

  /**
   * The same with other buffers.
   *
   * @param write see {@link #writeBufferBytes}
   * @param socketSend see {@link #socketSendBytes}
   * @return a changed copy
   */
  public Limits withBuffers(int write, int socketSend) {
    return new Limits(
        backlog,
        heldTrades,
        heldTradeBytes,
        stallTimeout,
        write,
        socketSend,
        requestTimeout,
        idleTimeout,
        maxMessageBytes,
        pingInterval,
        closeTimeout,
        maxConnections,
        totalWaitingBytes,
        relay);
  }

  /**
   * The same with another patience for connections.
   *
   * @param request see {@link #requestTimeout}
   * @param idle see {@link #idleTimeout}
   * @param ping see {@link #pingInterval}
   * @param close see {@link #closeTimeout}
   * @return a changed copy
   */
  public Limits withPatience(Duration request, Duration idle, Duration ping, Duration close) {
    return new Limits(
        backlog,
        heldTrades,
        heldTradeBytes,
        stallTimeout,
        writeBufferBytes,
        socketSendBytes,
        request,
        idle,
        maxMessageBytes,
        ping,
        close,
        maxConnections,
        totalWaitingBytes,
        relay);
  }

  /**
   * The same with another bound for connections.
   *
   * @param connections see {@link #maxConnections}
   * @return a changed copy
   */
  public Limits withMaxConnections(int connections) {
    return new Limits(
        backlog,
        heldTrades,
        heldTradeBytes,
        stallTimeout,
        writeBufferBytes,
        socketSendBytes,
        requestTimeout,
        idleTimeout,
        maxMessageBytes,
        pingInterval,
        closeTimeout,
        connections,
        totalWaitingBytes,
        relay);
  }

  /**
   * The same with another bound for all clients together.
   *
   * @param bytes see {@link #totalWaitingBytes}
   * @return a changed copy
   */
  public Limits withTotalWaiting(long bytes) {
    return new Limits(
        backlog,
        heldTrades,
        heldTradeBytes,
        stallTimeout,
        writeBufferBytes,
        socketSendBytes,
        requestTimeout,
        idleTimeout,
        maxMessageBytes,
        pingInterval,
        closeTimeout,
        maxConnections,
        bytes,
        relay);
  }

  /**
   * The same with other bounds for the exchange's own stream.
   *
   * @param bounds see {@link #relay}
   * @return a changed copy
   */
  public Limits withRelay(RelayLimits bounds) {
    return new Limits(
        backlog,
        heldTrades,
        heldTradeBytes,
        stallTimeout,
        writeBufferBytes,
        socketSendBytes,
        requestTimeout,
        idleTimeout,
        maxMessageBytes,
        pingInterval,
        closeTimeout,
        maxConnections,
        totalWaitingBytes,
        bounds);
  }
}
