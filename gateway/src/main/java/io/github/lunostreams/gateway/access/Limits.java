package io.github.lunostreams.gateway.access;

import java.time.Duration;

/**
 * Every bound of the gateway for its clients, in one place.
 *
 * {@snippet :
 * Limits limits = Limits.builder().maxConnections(500).backlog(16).build();
 * }
 *
 * @param slowClients for a client that is slower than its market
 * @param buffers for the memory between a client and its socket
 * @param timeouts for a connection
 * @param global for all clients of all markets
 * @param luno for the stream that is the exchange's own
 */
public record Limits(
    SlowClients slowClients,
    Buffers buffers,
    Timeouts timeouts,
    GlobalLimits global,
    LunoLimits luno) {
  /** After how many intervals of silence a client is taken for dead. */
  public static final int MAX_UNANSWERED_PINGS = 3;

  /** Suits a machine that serves thousands of clients. */
  public static final Limits DEFAULT = builder().build();

  /**
   * The bounds for a client that is slower than its market.
   *
   * @param backlog how many updates it may be behind; beyond, it is conflated: its next frame has
   *     the newest book and all trades since its last. Bounds also how many updates of a market are
   *     kept
   * @param pendingTrades how many trades are kept for a conflated client; beyond, it is closed with
   *     1013
   * @param pendingTradeBytes how many bytes of trades are kept for a conflated client; beyond, it
   *     is closed with 1013
   * @param stallTimeout how long {@link Buffers#writeBytes} may stay full without draining; beyond,
   *     the client is closed with 1013
   */
  public record SlowClients(
      int backlog, int pendingTrades, int pendingTradeBytes, Duration stallTimeout) {
    /** Checks that everything is positive. */
    public SlowClients {
      Bounds.positive("backlog", backlog);
      Bounds.positive("pendingTrades", pendingTrades);
      Bounds.positive("pendingTradeBytes", pendingTradeBytes);
      Bounds.positive("stallTimeout", stallTimeout);
    }
  }

  /**
   * How large the buffers of one client are.
   *
   * @param writeBytes how many bytes may wait in the gateway for one client's socket, up to one
   *     frame more
   * @param socketSendBytes the size of the system's send buffer of one client, as asked for
   *     (systems have limits of their own). What lies there cannot be conflated any more: a larger
   *     one serves distant clients better and slow ones older books
   * @param messageBytes how long a client's websocket message may be; beyond, it is closed with
   *     1009
   */
  public record Buffers(int writeBytes, int socketSendBytes, int messageBytes) {
    /** Checks that everything is positive. */
    public Buffers {
      Bounds.positive("writeBytes", writeBytes);
      Bounds.positive("socketSendBytes", socketSendBytes);
      Bounds.positive("messageBytes", messageBytes);
    }
  }

  /**
   * How long a connection is waited for.
   *
   * @param request until the first request of a new one is complete
   * @param idle between two HTTP requests
   * @param ping how long a websocket client may be silent until it is sent a ping; silent for
   *     {@value Limits#MAX_UNANSWERED_PINGS} times that long, it is taken for dead and closed
   * @param close until a client that is being closed has answered the close frame
   */
  public record Timeouts(Duration request, Duration idle, Duration ping, Duration close) {
    /** Checks that everything is positive. */
    public Timeouts {
      Bounds.positive("request", request);
      Bounds.positive("idle", idle);
      Bounds.positive("ping", ping);
      Bounds.positive("close", close);
    }
  }

  /**
   * The bounds for all clients of all markets.
   *
   * @param connections how many there may be at a time; those beyond are closed at once
   * @param waitingBytes how many bytes of frames and trades may wait for all of them; beyond, those
   *     with the most are closed with 1013 until it is less. Checked twice a second
   */
  public record GlobalLimits(int connections, long waitingBytes) {
    /** Checks that everything is positive. */
    public GlobalLimits {
      Bounds.positive("connections", connections);
      Bounds.positive("waitingBytes", waitingBytes);
    }
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from these bounds.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.backlog = slowClients.backlog;
    builder.pendingTrades = slowClients.pendingTrades;
    builder.pendingTradeBytes = slowClients.pendingTradeBytes;
    builder.stallTimeout = slowClients.stallTimeout;
    builder.writeBytes = buffers.writeBytes;
    builder.socketSendBytes = buffers.socketSendBytes;
    builder.messageBytes = buffers.messageBytes;
    builder.requestTimeout = timeouts.request;
    builder.idleTimeout = timeouts.idle;
    builder.pingInterval = timeouts.ping;
    builder.closeTimeout = timeouts.close;
    builder.maxConnections = global.connections;
    builder.maxWaitingBytes = global.waitingBytes;
    builder.luno = luno;
    return builder;
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private int backlog = 128;
    private int pendingTrades = 10_000;
    private int pendingTradeBytes = 4 << 20;
    private Duration stallTimeout = Duration.ofSeconds(30);
    private int writeBytes = 64 << 10;
    private int socketSendBytes = 256 << 10;
    private int messageBytes = 64 << 10;
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration closeTimeout = Duration.ofSeconds(2);
    private int maxConnections = 10_000;
    private long maxWaitingBytes = 512L << 20;
    private LunoLimits luno = LunoLimits.DEFAULT;

    private Builder() {}

    /**
     * Sets {@link SlowClients#backlog}.
     *
     * @param updates above 0
     * @return this builder
     */
    public Builder backlog(int updates) {
      backlog = updates;
      return this;
    }

    /**
     * Sets {@link SlowClients#pendingTrades}.
     *
     * @param trades above 0
     * @return this builder
     */
    public Builder pendingTrades(int trades) {
      pendingTrades = trades;
      return this;
    }

    /**
     * Sets {@link SlowClients#pendingTradeBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder pendingTradeBytes(int bytes) {
      pendingTradeBytes = bytes;
      return this;
    }

    /**
     * Sets {@link SlowClients#stallTimeout}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder stallTimeout(Duration timeout) {
      stallTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link Buffers#writeBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder writeBytes(int bytes) {
      writeBytes = bytes;
      return this;
    }

    /**
     * Sets {@link Buffers#socketSendBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder socketSendBytes(int bytes) {
      socketSendBytes = bytes;
      return this;
    }

    /**
     * Sets {@link Buffers#messageBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder messageBytes(int bytes) {
      messageBytes = bytes;
      return this;
    }

    /**
     * Sets {@link Timeouts#request}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder requestTimeout(Duration timeout) {
      requestTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link Timeouts#idle}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link Timeouts#ping}.
     *
     * @param interval above 0
     * @return this builder
     */
    public Builder pingInterval(Duration interval) {
      pingInterval = interval;
      return this;
    }

    /**
     * Sets {@link Timeouts#close}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link GlobalLimits#connections}.
     *
     * @param connections above 0
     * @return this builder
     */
    public Builder maxConnections(int connections) {
      maxConnections = connections;
      return this;
    }

    /**
     * Sets {@link GlobalLimits#waitingBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder maxWaitingBytes(long bytes) {
      maxWaitingBytes = bytes;
      return this;
    }

    /**
     * Sets the bounds of the exchange's own stream.
     *
     * @param limits see {@link Limits#luno}
     * @return this builder
     */
    public Builder luno(LunoLimits limits) {
      luno = limits;
      return this;
    }

    /**
     * Makes the bounds.
     *
     * @return the defaults with what was set
     * @throws IllegalArgumentException if a bound is not positive
     */
    public Limits build() {
      return new Limits(
          new SlowClients(backlog, pendingTrades, pendingTradeBytes, stallTimeout),
          new Buffers(writeBytes, socketSendBytes, messageBytes),
          new Timeouts(requestTimeout, idleTimeout, pingInterval, closeTimeout),
          new GlobalLimits(maxConnections, maxWaitingBytes),
          luno);
    }
  }
}
