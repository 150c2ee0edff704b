package io.github.lunostreams.gateway.access;

import java.time.Duration;

/** Checks that bounds are positive, with messages for whoever configured them. */
final class Bounds {
  private Bounds() {}

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
