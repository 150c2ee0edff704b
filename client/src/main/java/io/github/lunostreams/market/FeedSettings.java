package io.github.lunostreams.market;

import java.time.Duration;

/**
 * The patience of a stream: how long it waits for what.
 *
 * @param connectTimeout for the connection to open
 * @param snapshotTimeout for the whole book, once connected
 * @param pingInterval between two pings of ours, which keep the connection alive
 * @param staleAfter without a text frame, until the exchange is asked with a ping; a quarter of the
 *     time then left until {@code silenceTimeout} later the stream says {@link FeedState#STALE}.
 *     Luno sends a text at least about every 20 s
 * @param silenceTimeout without a text frame, until the connection is given up, pongs or not
 * @param backoffBase the first wait before connecting again, before jitter; doubles from failure to
 *     failure
 * @param backoffCap the longest wait, before jitter
 * @param slowBackoff the shortest wait, before jitter, after a refusal that time may mend
 * @param calmAfter how long a stream must have been LIVE for its waits to start from the base again
 * @param maxQueuedBytes how many bytes of frames may wait for the market's thread; beyond, the
 *     stream starts over ({@link Cause.Reason#OVERRUN})
 */
public record FeedSettings(
    Duration connectTimeout,
    Duration snapshotTimeout,
    Duration pingInterval,
    Duration staleAfter,
    Duration silenceTimeout,
    Duration backoffBase,
    Duration backoffCap,
    Duration slowBackoff,
    Duration calmAfter,
    long maxQueuedBytes) {
  /** What suits the live service. */
  public static final FeedSettings DEFAULT =
      new FeedSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(45),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          64L << 20);

  /** Checks that every wait is positive. */
  public FeedSettings {
    positive("connectTimeout", connectTimeout);
    positive("snapshotTimeout", snapshotTimeout);
    positive("pingInterval", pingInterval);
    positive("staleAfter", staleAfter);
    positive("silenceTimeout", silenceTimeout);
    positive("backoffBase", backoffBase);
    positive("backoffCap", backoffCap);
    positive("slowBackoff", slowBackoff);
    positive("calmAfter", calmAfter);
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
   * The same with another patience for opening a connection.
   *
   * @param timeout see {@link #connectTimeout}
   * @return a changed copy
   */
  public FeedSettings withConnectTimeout(Duration timeout) {
    return new FeedSettings(
        timeout,
        snapshotTimeout,
        pingInterval,
        staleAfter,
        silenceTimeout,
        backoffBase,
        backoffCap,
        slowBackoff,
        calmAfter,
        maxQueuedBytes);
  }

  /**
   * The same with another patience for the snapshot.
   *
   * @param timeout see {@link #snapshotTimeout}
   * @return a changed copy
   */
  public FeedSettings withSnapshotTimeout(Duration timeout) {
    return new FeedSettings(
        connectTimeout,
        timeout,
        pingInterval,
        staleAfter,
        silenceTimeout,
        backoffBase,
        backoffCap,
        slowBackoff,
        calmAfter,
        maxQueuedBytes);
  }

  /**
   * The same with another interval of pings.
   *
   * @param interval see {@link #pingInterval}
   * @return a changed copy
   */
  public FeedSettings withPingInterval(Duration interval) {
    return new FeedSettings(
        connectTimeout,
        snapshotTimeout,
        interval,
        staleAfter,
        silenceTimeout,
        backoffBase,
        backoffCap,
        slowBackoff,
        calmAfter,
        maxQueuedBytes);
  }

  /**
   * The same with another patience for silence.
   *
   * @param stale see {@link #staleAfter}
   * @param giveUp see {@link #silenceTimeout}
   * @return a changed copy
   */
  public FeedSettings withSilence(Duration stale, Duration giveUp) {
    return new FeedSettings(
        connectTimeout,
        snapshotTimeout,
        pingInterval,
        stale,
        giveUp,
        backoffBase,
        backoffCap,
        slowBackoff,
        calmAfter,
        maxQueuedBytes);
  }

  /**
   * The same with other waits between attempts.
   *
   * @param base see {@link #backoffBase}
   * @param cap see {@link #backoffCap}
   * @param slow see {@link #slowBackoff}
   * @param calm see {@link #calmAfter}
   * @return a changed copy
   */
  public FeedSettings withBackoff(Duration base, Duration cap, Duration slow, Duration calm) {
    return new FeedSettings(
        connectTimeout,
        snapshotTimeout,
        pingInterval,
        staleAfter,
        silenceTimeout,
        base,
        cap,
        slow,
        calm,
        maxQueuedBytes);
  }

  /**
   * The same with another bound for frames that wait.
   *
   * @param bytes see {@link #maxQueuedBytes}
   * @return a changed copy
   */
  public FeedSettings withMaxQueuedBytes(long bytes) {
    return new FeedSettings(
        connectTimeout,
        snapshotTimeout,
        pingInterval,
        staleAfter,
        silenceTimeout,
        backoffBase,
        backoffCap,
        slowBackoff,
        calmAfter,
        bytes);
  }
}
