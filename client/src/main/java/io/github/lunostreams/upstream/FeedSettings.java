package io.github.lunostreams.upstream;

import java.time.Duration;

/**
 * The timeouts and bounds of a connection that is kept open.
 *
 * {@snippet :
 * FeedSettings settings = FeedSettings.builder().silenceTimeout(Duration.ofSeconds(30)).build();
 * }
 *
 * @param connectTimeout for the connection to open
 * @param snapshotTimeout for the whole book, once connected
 * @param pingInterval between two pings of ours, which keep the connection alive
 * @param staleAfter without a text frame, until the exchange is asked with a ping; after a quarter
 *     of the time then left until {@code silenceTimeout} the state is STALE. Luno sends a text at
 *     least about every 20 s
 * @param silenceTimeout without a text frame, until the connection is given up, pongs or not
 * @param lagBound how long a frame may wait for the event loop; beyond, the state is LAGGING until
 *     it is less than half of that
 * @param backoffBase the first wait before connecting again, before jitter; doubles from failure to
 *     failure
 * @param backoffCap the longest wait, before jitter
 * @param slowBackoff the shortest wait, before jitter, after a refusal that time may mend
 * @param backoffResetAfter how long a connection must have been in step for the waits to start from
 *     the base again
 * @param maxQueuedBytes how many bytes of frames may wait for the event loop; beyond, the
 *     connection starts over ({@link Cause.Reason#OVERRUN})
 */
public record FeedSettings(
    Duration connectTimeout,
    Duration snapshotTimeout,
    Duration pingInterval,
    Duration staleAfter,
    Duration silenceTimeout,
    Duration lagBound,
    Duration backoffBase,
    Duration backoffCap,
    Duration slowBackoff,
    Duration backoffResetAfter,
    long maxQueuedBytes) {
  /** What suits the live service. */
  public static final FeedSettings DEFAULT = builder().build();

  /** Checks that every timeout and bound is positive. */
  public FeedSettings {
    positive("connectTimeout", connectTimeout);
    positive("snapshotTimeout", snapshotTimeout);
    positive("pingInterval", pingInterval);
    positive("staleAfter", staleAfter);
    positive("silenceTimeout", silenceTimeout);
    positive("lagBound", lagBound);
    positive("backoffBase", backoffBase);
    positive("backoffCap", backoffCap);
    positive("slowBackoff", slowBackoff);
    positive("backoffResetAfter", backoffResetAfter);
    if (staleAfter.compareTo(silenceTimeout) >= 0) {
      throw new IllegalArgumentException(
          "expected staleAfter below silenceTimeout, got " + staleAfter + ", " + silenceTimeout);
    }
    if (backoffBase.compareTo(backoffCap) > 0) {
      throw new IllegalArgumentException(
          "expected backoffBase up to backoffCap, got " + backoffBase + ", " + backoffCap);
    }
    if (maxQueuedBytes < 1) {
      throw new IllegalArgumentException("expected maxQueuedBytes above 0, got " + maxQueuedBytes);
    }
  }

  private static void positive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("expected " + name + " above 0, got " + duration);
    }
  }

  /**
   * Starts from what suits the live service.
   *
   * @return to change what does not fit, then {@link Builder#build}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from these settings.
   *
   * @return to change what does not fit, then {@link Builder#build}
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.connectTimeout = connectTimeout;
    builder.snapshotTimeout = snapshotTimeout;
    builder.pingInterval = pingInterval;
    builder.staleAfter = staleAfter;
    builder.silenceTimeout = silenceTimeout;
    builder.lagBound = lagBound;
    builder.backoffBase = backoffBase;
    builder.backoffCap = backoffCap;
    builder.slowBackoff = slowBackoff;
    builder.backoffResetAfter = backoffResetAfter;
    builder.maxQueuedBytes = maxQueuedBytes;
    return builder;
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration snapshotTimeout = Duration.ofSeconds(30);
    private Duration pingInterval = Duration.ofSeconds(20);
    private Duration staleAfter = Duration.ofSeconds(20);
    private Duration silenceTimeout = Duration.ofSeconds(45);
    private Duration lagBound = Duration.ofSeconds(2);
    private Duration backoffBase = Duration.ofSeconds(1);
    private Duration backoffCap = Duration.ofSeconds(60);
    private Duration slowBackoff = Duration.ofSeconds(15);
    private Duration backoffResetAfter = Duration.ofSeconds(30);
    private long maxQueuedBytes = 64L << 20;

    private Builder() {}

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#connectTimeout}
     * @return this builder
     */
    public Builder connectTimeout(Duration duration) {
      this.connectTimeout = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#snapshotTimeout}
     * @return this builder
     */
    public Builder snapshotTimeout(Duration duration) {
      this.snapshotTimeout = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#pingInterval}
     * @return this builder
     */
    public Builder pingInterval(Duration duration) {
      this.pingInterval = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#staleAfter}
     * @return this builder
     */
    public Builder staleAfter(Duration duration) {
      this.staleAfter = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#silenceTimeout}
     * @return this builder
     */
    public Builder silenceTimeout(Duration duration) {
      this.silenceTimeout = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#lagBound}
     * @return this builder
     */
    public Builder lagBound(Duration duration) {
      this.lagBound = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#backoffBase}
     * @return this builder
     */
    public Builder backoffBase(Duration duration) {
      this.backoffBase = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#backoffCap}
     * @return this builder
     */
    public Builder backoffCap(Duration duration) {
      this.backoffCap = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#slowBackoff}
     * @return this builder
     */
    public Builder slowBackoff(Duration duration) {
      this.slowBackoff = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param duration see {@link FeedSettings#backoffResetAfter}
     * @return this builder
     */
    public Builder backoffResetAfter(Duration duration) {
      this.backoffResetAfter = duration;
      return this;
    }

    /**
     * Changes one setting.
     *
     * @param bytes see {@link FeedSettings#maxQueuedBytes}
     * @return this builder
     */
    public Builder maxQueuedBytes(long bytes) {
      this.maxQueuedBytes = bytes;
      return this;
    }

    /**
     * Makes the settings.
     *
     * @return what was given, and defaults for the rest
     * @throws IllegalArgumentException if a value is out of its range
     */
    public FeedSettings build() {
      return new FeedSettings(
          connectTimeout,
          snapshotTimeout,
          pingInterval,
          staleAfter,
          silenceTimeout,
          lagBound,
          backoffBase,
          backoffCap,
          slowBackoff,
          backoffResetAfter,
          maxQueuedBytes);
    }
  }
}
