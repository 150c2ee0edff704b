package io.github.lunostreams.gateway.fanout;

import java.time.Duration;

/** Checks of bounds, with words for who set a wrong one. */
final class Bound {
  private Bound() {}

  static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("expected " + name + " of 1 or more, got " + value);
    }
  }

  static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("expected " + name + " above 0, got " + value);
    }
  }
}
