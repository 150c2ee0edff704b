package io.github.lunostreams.cli.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Numbers as text for people. */
final class Figures {
  private static final long SHOWN_WITH_DECIMALS_BELOW = 10_000;

  private Figures() {}

  /** A duration in milliseconds, with a decimal if it is short. */
  static String millis(long micros) {
    int decimals = Math.abs(micros) < SHOWN_WITH_DECIMALS_BELOW ? 1 : 0;
    return BigDecimal.valueOf(micros, 3).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        + " ms";
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String perSecond(long count, long nanos) {
    return BigDecimal.valueOf(count * 1e9 / Math.max(1, nanos))
            .setScale(1, RoundingMode.HALF_UP)
            .toPlainString()
        + "/s";
  }

  /**
   * A percentile by nearest rank: so many percent of the values are at most this. The list is
   * sorted.
   */
  static long percentile(List<Long> sorted, int percent) {
    int rank = (int) Math.ceilDiv((long) sorted.size() * percent, 100L);
    return sorted.get(Math.max(0, rank - 1));
  }
}
