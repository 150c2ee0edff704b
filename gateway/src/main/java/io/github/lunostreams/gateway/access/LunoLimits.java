package io.github.lunostreams.gateway.access;

import java.time.Duration;

/**
 * The bounds of the stream that is the exchange's own. The intervals are the exchange's, as far as
 * they are known.
 *
 * @param credentialsTimeout how long a client may take to send its credentials
 * @param pingInterval how often a client is pinged
 * @param silenceTimeout how long a client may send nothing at all, not even a pong; beyond, its
 *     connection is closed
 * @param backlogBytes how much memory the updates may take that a client is behind; beyond, it is
 *     closed with 1013. Bounds also how many updates of a market are kept
 * @param copyInterval how often the book is copied at most for clients who join; they wait
 * @param closeSpread over how long the closing of clients is spread when the exchange was lost
 */
public record LunoLimits(
    Duration credentialsTimeout,
    Duration pingInterval,
    Duration silenceTimeout,
    int backlogBytes,
    Duration copyInterval,
    Duration closeSpread) {
  /** As at the exchange, where its behaviour is known. */
  public static final LunoLimits DEFAULT = builder().build();

  /** Checks that everything is positive. */
  public LunoLimits {
    Bounds.positive("credentialsTimeout", credentialsTimeout);
    Bounds.positive("pingInterval", pingInterval);
    Bounds.positive("silenceTimeout", silenceTimeout);
    Bounds.positive("backlogBytes", backlogBytes);
    Bounds.positive("copyInterval", copyInterval);
    Bounds.positive("closeSpread", closeSpread);
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
    builder.credentialsTimeout = credentialsTimeout;
    builder.pingInterval = pingInterval;
    builder.silenceTimeout = silenceTimeout;
    builder.backlogBytes = backlogBytes;
    builder.copyInterval = copyInterval;
    builder.closeSpread = closeSpread;
    return builder;
  }

  /** Collects what differs from the defaults; each setter is named after its component. */
  public static final class Builder {
    private Duration credentialsTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ofMillis(13_500);
    private Duration silenceTimeout = Duration.ofMinutes(3);
    private int backlogBytes = 4 << 20;
    private Duration copyInterval = Duration.ofMillis(250);
    private Duration closeSpread = Duration.ofSeconds(2);

    private Builder() {}

    /**
     * Sets {@link LunoLimits#credentialsTimeout}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder credentialsTimeout(Duration timeout) {
      credentialsTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link LunoLimits#pingInterval}.
     *
     * @param interval above 0
     * @return this builder
     */
    public Builder pingInterval(Duration interval) {
      pingInterval = interval;
      return this;
    }

    /**
     * Sets {@link LunoLimits#silenceTimeout}.
     *
     * @param timeout above 0
     * @return this builder
     */
    public Builder silenceTimeout(Duration timeout) {
      silenceTimeout = timeout;
      return this;
    }

    /**
     * Sets {@link LunoLimits#backlogBytes}.
     *
     * @param bytes above 0
     * @return this builder
     */
    public Builder backlogBytes(int bytes) {
      backlogBytes = bytes;
      return this;
    }

    /**
     * Sets {@link LunoLimits#copyInterval}.
     *
     * @param interval above 0
     * @return this builder
     */
    public Builder copyInterval(Duration interval) {
      copyInterval = interval;
      return this;
    }

    /**
     * Sets {@link LunoLimits#closeSpread}.
     *
     * @param spread above 0
     * @return this builder
     */
    public Builder closeSpread(Duration spread) {
      closeSpread = spread;
      return this;
    }

    /**
     * Makes the bounds.
     *
     * @return the defaults with what was set
     * @throws IllegalArgumentException if a bound is not positive
     */
    public LunoLimits build() {
      return new LunoLimits(
          credentialsTimeout,
          pingInterval,
          silenceTimeout,
          backlogBytes,
          copyInterval,
          closeSpread);
    }
  }
}
