package io.github.lunostreams.gateway.json;

/** A long's digits in ASCII, two with each division. */
final class DecimalDigits {
  /** As many as the digits of {@link Long#MIN_VALUE}. */
  static final int MAX = 19;

  private static final byte[] TENS = new byte[100];
  private static final byte[] ONES = new byte[100];

  static {
    for (int i = 0; i < 100; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

  private DecimalDigits() {}

  /**
   * Puts a number's digits, without its sign, at the end of an array.
   *
   * @param value any
   * @param target has room for {@link #MAX}
   * @return where they start
   */
  static int put(long value, byte[] target) {
    // Below zero, where there is room for Long.MIN_VALUE.
    long rest = value > 0 ? -value : value;
    int at = target.length;
    while (rest <= -100) {
      long shorter = rest / 100;
      int pair = (int) (shorter * 100 - rest);
      target[--at] = ONES[pair];
      target[--at] = TENS[pair];
      rest = shorter;
    }
    int pair = (int) -rest;
    target[--at] = ONES[pair];
    if (pair >= 10) {
      target[--at] = TENS[pair];
    }
    return at;
  }
}
