package io.github.lunostreams.cli.check;

import io.github.lunostreams.cli.check.Finding.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The findings about the time from the exchange's clock to ours. */
final class DelayReport {
  /** A larger offset of the clock, in milliseconds, is a warning. */
  private static final long MAX_CLOCK_OFFSET = 1_000;

  private static final String NO_DELAY = "no update with a time came";

  private final List<Long> delaysMillis;
  private final long shortestRoundTripNanos;

  /**
   * A report.
   *
   * @param delaysMillis of the updates, sorted
   * @param shortestRoundTripNanos of pings to the exchange; below 0 if not known
   */
  DelayReport(List<Long> delaysMillis, long shortestRoundTripNanos) {
    this.delaysMillis = delaysMillis;
    this.shortestRoundTripNanos = shortestRoundTripNanos;
  }

  /** The percentiles of the delays. */
  Finding delay() {
    if (delaysMillis.isEmpty()) {
      return Finding.of("delay", Outcome.UNKNOWN, NO_DELAY);
    }
    long p50 = Figures.percentile(delaysMillis, 50);
    long p90 = Figures.percentile(delaysMillis, 90);
    long p99 = Figures.percentile(delaysMillis, 99);
    return Finding.of(
            "delay",
            Outcome.OK,
            "from the exchange's clock to ours: p50 %d ms, p90 %d ms, p99 %d ms"
                .formatted(p50, p90, p99))
        .with("p50_millis", p50)
        .with("p90_millis", p90)
        .with("p99_millis", p99);
  }

  /** The least delay is the time from the exchange to here plus the difference of the clocks. */
  Finding clockOffset() {
    if (delaysMillis.isEmpty()) {
      return Finding.of("clock", Outcome.UNKNOWN, NO_DELAY);
    }
    long least = delaysMillis.getFirst();
    long oneWay = TimeUnit.NANOSECONDS.toMillis(Math.max(0, shortestRoundTripNanos)) / 2;
    long offset = least - oneWay;
    Finding finding;
    if (least < 0) {
      finding =
          Finding.of(
              "clock",
              Outcome.WARNING,
              "this machine's clock is behind the exchange's by about %d ms".formatted(-offset));
    } else if (offset > MAX_CLOCK_OFFSET) {
      finding =
          Finding.of(
              "clock",
              Outcome.WARNING,
              "this machine's clock is ahead of the exchange's, or updates are late, by about %d ms"
                  .formatted(offset));
    } else {
      finding = Finding.of("clock", Outcome.OK, "at most %d ms apart".formatted(Math.abs(offset)));
    }
    return finding.with("offset_millis", offset);
  }
}
