package io.github.lunostreams.gateway.fanout;

import java.time.Duration;

/**
 * Every bound of the gateway, in one place: what it keeps for a client, how long it waits for one.
 *
 * @param slowClients for a client that is slower than its market
 * @param buffers for the memory between a client and its socket
 * @param patience for a connection
 * @param together for all clients of all markets together
 * @param relay for the stream that is the exchange's own
 */
public record Limits(
    SlowClients slowClients,
    Buffers buffers,
    Patience patience,
    Together together,
    RelayLimits relay) {
  /** After how many intervals of silence a client is taken for dead. */
  public static final int UNANSWERED_PINGS = 3;

  /** Suits a machine that serves thousands of clients. */
  public static final Limits DEFAULT =
      new Limits(
          new SlowClients(128, 10_000, 4 << 20, Duration.ofSeconds(30)),
          new Buffers(64 << 10, 256 << 10, 64 << 10),
          new Patience(
              Duration.ofSeconds(10),
              Duration.ofSeconds(60),
              Duration.ofSeconds(30),
              Duration.ofSeconds(2)),
          new Together(10_000, 512L << 20),
          RelayLimits.DEFAULT);

  /**
   * The bounds for a client that is slower than its market.
   *
   * @param backlog how many updates it may be behind; one further behind is conflated: its next
   *     frame has the newest book and all trades since its last. Bounds also how many updates of a
   *     market are kept at all
   * @param heldTrades how many trades are kept for a conflated client; beyond, it is closed with
   *     1013
   * @param heldTradeBytes how many bytes of trades are kept for a conflated client; beyond, it is
   *     closed with 1013
   * @param stallTimeout how long what waits for it may fill {@link Buffers#writeBytes} without
   *     getting less; beyond, it is closed with 1013
   */
  public record SlowClients(
      int backlog, int heldTrades, int heldTradeBytes, Duration stallTimeout) {
    /** Checks that everything is positive. */
    public SlowClients {
      Bound.positive("backlog", backlog);
      Bound.positive("heldTrades", heldTrades);
      Bound.positive("heldTradeBytes", heldTradeBytes);
      Bound.positive("stallTimeout", stallTimeout);
    }
  }

  /**
   * How large the buffers of one client are.
   *
   * @param writeBytes how many bytes may wait in the gateway for one client's socket, up to one
   *     frame more
   * @param socketSendBytes the size of the system's send buffer of one client, as asked for
   *     (systems have limits of their own). What lies there can't be conflated any more: a larger
   *     one serves distant clients better and slow ones older books
   * @param messageBytes how long a client's websocket message may be; beyond, it is closed with
   *     1009
   */
  public record Buffers(int writeBytes, int socketSendBytes, int messageBytes) {
    /** Checks that everything is positive. */
    public Buffers {
      Bound.positive("writeBytes", writeBytes);
      Bound.positive("socketSendBytes", socketSendBytes);
      Bound.positive("messageBytes", messageBytes);
    }
  }

  /**
   * How long a connection is waited for.
   *
   * @param request how long a new one may take until its first request is complete
   * @param idle how long one may wait between two HTTP requests
   * @param ping how long a websocket client may be silent until it is sent a ping; silent for
   *     {@value Limits#UNANSWERED_PINGS} times that long, it is taken for dead and let go
   * @param close how long a client that is being closed may take to answer the close frame
   */
  public record Patience(Duration request, Duration idle, Duration ping, Duration close) {
    /** Checks that everything is positive. */
    public Patience {
      Bound.positive("request", request);
      Bound.positive("idle", idle);
      Bound.positive("ping", ping);
      Bound.positive("close", close);
    }
  }

  /**
   * The bounds for all clients of all markets together.
   *
   * @param connections how many there may be at a time; those beyond are closed at once
   * @param waitingBytes how many bytes of frames and trades may wait for all of them; beyond, those
   *     for whom most waits are closed with 1013 until it is less. It is looked at twice a second
   */
  public record Together(int connections, long waitingBytes) {
    /** Checks that everything is positive. */
    public Together {
      Bound.positive("connections", connections);
      Bound.positive("waitingBytes", waitingBytes);
    }
  }

  /**
   * The same with other bounds for a client that is slower than its market.
   *
   * @param updates see {@link SlowClients#backlog}
   * @param trades see {@link SlowClients#heldTrades}
   * @param tradeBytes see {@link SlowClients#heldTradeBytes}
   * @param stall see {@link SlowClients#stallTimeout}
   * @return a changed copy
   */
  public Limits withSlowClients(int updates, int trades, int tradeBytes, Duration stall) {
    SlowClients slow = new SlowClients(updates, trades, tradeBytes, stall);
    return new Limits(slow, buffers, patience, together, relay);
  }

  /**
   * The same with other buffers.
   *
   * @param write see {@link Buffers#writeBytes}
   * @param socketSend see {@link Buffers#socketSendBytes}
   * @return a changed copy
   */
  public Limits withBuffers(int write, int socketSend) {
    Buffers others = new Buffers(write, socketSend, buffers.messageBytes());
    return new Limits(slowClients, others, patience, together, relay);
  }

  /**
   * The same with another patience for connections.
   *
   * @param request see {@link Patience#request}
   * @param idle see {@link Patience#idle}
   * @param ping see {@link Patience#ping}
   * @param close see {@link Patience#close}
   * @return a changed copy
   */
  public Limits withPatience(Duration request, Duration idle, Duration ping, Duration close) {
    Patience other = new Patience(request, idle, ping, close);
    return new Limits(slowClients, buffers, other, together, relay);
  }

  /**
   * The same with another bound for connections.
   *
   * @param most see {@link Together#connections}
   * @return a changed copy
   */
  public Limits withMaxConnections(int most) {
    Together all = new Together(most, together.waitingBytes());
    return new Limits(slowClients, buffers, patience, all, relay);
  }

  /**
   * The same with another bound for what waits for all clients together.
   *
   * @param bytes see {@link Together#waitingBytes}
   * @return a changed copy
   */
  public Limits withTotalWaiting(long bytes) {
    Together all = new Together(together.connections(), bytes);
    return new Limits(slowClients, buffers, patience, all, relay);
  }

  /**
   * The same with other bounds for the exchange's own stream.
   *
   * @param bounds see {@link #relay}
   * @return a changed copy
   */
  public Limits withRelay(RelayLimits bounds) {
    return new Limits(slowClients, buffers, patience, together, bounds);
  }
}
