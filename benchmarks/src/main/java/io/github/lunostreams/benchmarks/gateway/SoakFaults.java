package io.github.lunostreams.benchmarks.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The exchange's faults in a soak: each kind once in five minutes, or once in all in a shorter one.
 * More would be wrong: after more than five unreadable frames in ten minutes the gateway suspects
 * its book, as it should, and two kinds are unreadable.
 */
final class SoakFaults {
  private static final List<String> KINDS =
      List.of("drop", "duplicate", "gap", "close:1012", "garbage", "stale:5", "truncate");
  private static final Duration PERIOD = Duration.ofMinutes(5);

  /** In a shorter period there are only the first kinds: the gateway must be live most of it. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final int FEW = 3;

  /** Steps without a fault in each period: one to warm up, one to recover. */
  private static final int QUIET = 2;

  private SoakFaults() {}

  /** In the simulator's syntax, from its start on. */
  static List<String> in(Duration time) {
    long periods = Math.max(1, time.toMillis() / PERIOD.toMillis());
    long period = time.toMillis() / periods;
    int kinds = period < LONG.toMillis() ? FEW : KINDS.size();
    long step = period / (kinds + QUIET);
    List<String> faults = new ArrayList<>();
    for (long i = 0; i < periods; i++) {
      for (int kind = 0; kind < kinds; kind++) {
        faults.add(KINDS.get(kind) + "@" + (i * period + (kind + 1) * step) + "ms");
      }
    }
    return faults;
  }
}
