package io.github.lunostreams.simulator.market;

import java.util.SplittableRandom;

/** Random choices that all parts of the order flow make alike. */
final class Draws {
  private final MarketShape shape;
  private final SplittableRandom random;

  Draws(MarketShape shape, SplittableRandom random) {
    this.shape = shape;
    this.random = random;
  }

  /** Deletes and trades leave a side at least this many orders. */
  int floor(Side side) {
    return Math.max(1, shape.size(side).orders() * 3 / 4);
  }

  Side side() {
    return random.nextBoolean() ? Side.BID : Side.ASK;
  }

  /**
   * From a few units to some tens of the base currency, small ones as likely as large ones; half of
   * them are round numbers, as on the exchange.
   */
  long volume() {
    int scale = Math.max(1, shape.volumeScale());
    long volume = 1 + random.nextLong(100 * power(random.nextInt(scale)));
    if (random.nextBoolean()) {
      return volume;
    }
    long unit = power(random.nextInt(scale));
    return Math.max(unit, volume - volume % unit);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
