package io.github.lunostreams.market;

import java.time.Duration;
import java.util.Optional;

/** Remembers when a stream last heard what. Written by the market's thread, read by any. */
final class FreshnessGauge {
  /** What was heard and when, in the event loop's nanoseconds; replaced as a whole. */
  private record Heard(
      Optional<Long> textNanos, Optional<Long> updateNanos, Optional<Duration> delay) {}

  private volatile Heard heard = new Heard(Optional.empty(), Optional.empty(), Optional.empty());

  void connected() {
    heard = new Heard(Optional.empty(), heard.updateNanos, heard.delay);
  }

  void heard(long nowNanos) {
    heard = new Heard(Optional.of(nowNanos), heard.updateNanos, heard.delay);
  }

  void updated(long nowNanos, long delayMillis) {
    heard =
        new Heard(
            heard.textNanos, Optional.of(nowNanos), Optional.of(Duration.ofMillis(delayMillis)));
  }

  Freshness read(long nowNanos) {
    Heard now = heard;
    return new Freshness(
        now.textNanos.map(then -> Duration.ofNanos(nowNanos - then)),
        now.updateNanos.map(then -> Duration.ofNanos(nowNanos - then)),
        now.delay);
  }
}
