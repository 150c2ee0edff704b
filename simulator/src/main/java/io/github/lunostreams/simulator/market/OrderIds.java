package io.github.lunostreams.simulator.market;

/**
 * Order ids as the exchange spells them: {@code BX} and 13 capitals and digits. All ids of one
 * source differ; two sources of one market differ when their lanes do.
 */
final class OrderIds {
  private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LENGTH = 15;

  private final long seed;
  private final int lane;
  private long count;

  /**
   * A source of ids.
   *
   * @param seed decides how the ids look
   * @param lane 0 to 3; sources of equal seed and different lane never make the same id
   */
  OrderIds(long seed, int lane) {
    this.seed = seed;
    this.lane = lane;
  }

  String next() {
    // Both steps are bijections of 64 bits, and 36^13 > 2^64: no id can repeat.
    long bits = mix(((count++ << 2) | lane) + seed);
    char[] id = new char[LENGTH];
    id[0] = 'B';
    id[1] = 'X';
    for (int i = 2; i < LENGTH; i++) {
      id[i] = DIGITS.charAt((int) Long.remainderUnsigned(bits, DIGITS.length()));
      bits = Long.divideUnsigned(bits, DIGITS.length());
    }
    return new String(id);
  }

  /** Stafford's variant 13 of the 64 bit finalizer: a bijection. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
