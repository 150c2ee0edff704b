package io.github.lunostreams.book.engine;

import java.math.BigDecimal;

/**
 * An exact decimal as a scaled integer: {@code unscaled × 10^-scale}. Prices and volumes travel in
 * this form from the wire into the book, so that no number ever passes through a float.
 *
 * <p>The scale is the number of decimals as written, except that zeros at the end cost no digits:
 * past the {@value #KEPT_DECIMALS}th decimal they are dropped (Luno's REST interface writes 18
 * decimals), and all of them are if the number would not fit otherwise.
 *
 * @param unscaled the digits
 * @param scale how many of the digits stand behind the point, 0 to 18
 */
public record ScaledDecimal(long unscaled, int scale) {
  /** So many decimals are kept as written, zeros included. */
  public static final int KEPT_DECIMALS = 8;

  /** More decimals could not be told apart from 64 bits of digits. */
  static final int MAX_SCALE = 18;

  private static final long[] POWERS_OF_TEN = new long[MAX_SCALE + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i <= MAX_SCALE; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  /**
   * Reads a plain decimal: an optional minus, digits, and optionally a point and digits. There is
   * no exponent, no plus and no white space on Luno's wire, so none is taken.
   *
   * @param text such as {@code 2765.00}
   * @return the number
   * @throws NumberFormatException if the text is no plain decimal
   * @throws UnrepresentableNumberException if it has more digits than 64 bits or 18 decimals hold
   */
  public static ScaledDecimal parse(CharSequence text) throws UnrepresentableNumberException {
    int length = text.length();
    int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int point = -1;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0 && i > start && i < length - 1) {
        point = i;
      } else if (c < '0' || c > '9') {
        throw notADecimal(text);
      }
    }
    if (length == start) {
      throw notADecimal(text);
    }
    int end = point < 0 ? length : withoutZeros(text, point + KEPT_DECIMALS + 1, length);
    if (point >= 0 && end - point - 1 > MAX_SCALE) {
      throw new UnrepresentableNumberException(
          "expected at most " + MAX_SCALE + " decimals, got " + shown(text));
    }
    long unscaled = digits(text, start, end);
    if (unscaled < 0 && point >= 0) {
      end = withoutZeros(text, point + 1, end);
      unscaled = digits(text, start, end);
    }
    if (unscaled < 0) {
      throw new UnrepresentableNumberException(
          "expected a number of at most 18 digits, got " + shown(text));
    }
    int scale = point < 0 ? 0 : end - point - 1;
    return new ScaledDecimal(start == 1 ? -unscaled : unscaled, scale);
  }

  /** Where a text ends without the zeros at its end, those before a place excepted. */
  private static int withoutZeros(CharSequence text, int from, int end) {
    int shorter = end;
    while (shorter > from && text.charAt(shorter - 1) == '0') {
      shorter--;
    }
    return shorter;
  }

  /** The number that all digits of a part are, a point left out; -1 if it exceeds 64 bits. */
  private static long digits(CharSequence text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0) {
        continue; // The point.
      }
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * This number as a {@link BigDecimal} of the same scale.
   *
   * @return the equal number
   */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(unscaled, scale);
  }

  /**
   * A power of ten.
   *
   * @param exponent 0 to 18
   */
  static long powerOfTen(int exponent) {
    return POWERS_OF_TEN[exponent];
  }

  /** Whether a product that was computed is not the true one. */
  static boolean overflowed(long product, long value, long factor) {
    return Math.multiplyHigh(value, factor) != product >> (Long.SIZE - 1);
  }

  /** How many zeros stand at the end of a number, at most so many; of 0 that many. */
  static int zerosAtEnd(long value, int most) {
    int zeros = 0;
    for (long rest = value; zeros < most && rest % 10 == 0; rest /= 10) {
      zeros++;
    }
    return zeros;
  }

  /** Whether so many zeros can be put behind a number. */
  static boolean hasRoom(long value, int zeros) {
    return Math.abs(value) <= Long.MAX_VALUE / POWERS_OF_TEN[zeros];
  }

  /**
   * A number with zeros put behind it or taken from its end.
   *
   * @param places how many zeros, for which there is {@linkplain #hasRoom room}; below 0 to take
   *     those that {@linkplain #zerosAtEnd are there}
   */
  static long shifted(long value, int places) {
    return places < 0 ? value / POWERS_OF_TEN[-places] : value * POWERS_OF_TEN[places];
  }

  static long add(long a, long b) throws UnrepresentableNumberException {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw new UnrepresentableNumberException(a + " + " + b + " exceeds 64 bits");
    }
    return sum;
  }

  private static NumberFormatException notADecimal(CharSequence text) {
    return new NumberFormatException("expected a plain decimal, got " + shown(text));
  }

  private static String shown(CharSequence text) {
    return text.length() <= 40 ? "'" + text + "'" : "'" + text.subSequence(0, 40) + "…'";
  }

  /** {@link #zerosAtEnd(long, int)} of every one of the first numbers. */
  static int zerosAtEnd(long[] numbers, int count, int most) {
    int zeros = most;
    for (int i = 0; i < count; i++) {
      zeros = zerosAtEnd(numbers[i], zeros);
    }
    return zeros;
  }

  /** Whether every one of the first numbers has room for so many zeros. */
  static boolean haveRoom(long[] numbers, int count, int zeros) {
    for (int i = 0; i < count; i++) {
      if (!hasRoom(numbers[i], zeros)) {
        return false;
      }
    }
    return true;
  }

  /** Shifts the first numbers by so many places. */
  static void shift(long[] numbers, int count, int places) {
    for (int i = 0; i < count; i++) {
      numbers[i] = shifted(numbers[i], places);
    }
  }
}
