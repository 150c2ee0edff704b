package io.github.lunostreams.market;

import io.github.lunostreams.book.engine.BookMessage;
import java.time.Duration;
import java.util.Optional;

/** Remembers when a stream last heard what. Written by the market's thread, read by any. */
final class FreshnessGauge {
  private static final long NEVER = Long.MIN_VALUE;

  /** When a text frame last came on this connection, in the event loop's nanoseconds. */
  private volatile long textNanos = NEVER;

  /** When the book last moved on. */
  private volatile long updateNanos = NEVER;

  /**
   * From the exchange's timestamp to the arrival, of the newest message; NEVER if that has no time.
   */
  private volatile long delayMillis = NEVER;

  void connected() {
    textNanos = NEVER;
  }

  void heard(long nowNanos) {
    textNanos = nowNanos;
  }

  void updated(long nowNanos, long arrivedMillis, long sentMillis) {
    updateNanos = nowNanos;
    delayMillis = sentMillis == BookMessage.UNKNOWN_TIME ? NEVER : arrivedMillis - sentMillis;
  }

  Freshness read(long nowNanos) {
    long delay = delayMillis;
    return new Freshness(
        since(textNanos, nowNanos),
        since(updateNanos, nowNanos),
        delay == NEVER ? Optional.empty() : Optional.of(Duration.ofMillis(delay)));
  }

  private static Optional<Duration> since(long thenNanos, long nowNanos) {
    return thenNanos == NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nowNanos - thenNanos));
  }
}
