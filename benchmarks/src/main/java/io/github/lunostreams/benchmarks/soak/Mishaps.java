package io.github.lunostreams.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When the exchange does what wrong in a soak: each kind once in five minutes, or once at all in a
 * shorter one. Two kinds are frames that can't be read, and more than five of those in ten minutes,
 * and the gateway would rightly suspect its book.
 */
final class Mishaps {
  private static final List<String> KINDS =
      List.of("drop", "duplicate", "gap", "close:1012", "garbage", "stale:5", "truncate");
  private static final Duration PERIOD = Duration.ofMinutes(5);

  /** In a shorter period only the first kinds happen: the gateway has to be live most of it. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final int FEW = 3;

  /** In the first and last part of a period nothing happens: to warm up, and to end well. */
  private static final int QUIET = 2;

  private Mishaps() {}

  /** In the simulator's words, from its start on. */
  static List<String> in(Duration time) {
    long periods = Math.max(1, time.toMillis() / PERIOD.toMillis());
    long period = time.toMillis() / periods;
    int kinds = period < LONG.toMillis() ? FEW : KINDS.size();
    long step = period / (kinds + QUIET);
    List<String> mishaps = new ArrayList<>();
    for (long i = 0; i < periods; i++) {
      for (int kind = 0; kind < kinds; kind++) {
        mishaps.add(KINDS.get(kind) + "@" + (i * period + (kind + 1) * step) + "ms");
      }
    }
    return mishaps;
  }
}
