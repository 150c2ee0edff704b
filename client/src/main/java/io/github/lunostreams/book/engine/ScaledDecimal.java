package io.github.lunostreams.book.engine;

import java.math.BigDecimal;

/**
 * An exact decimal as a scaled integer: {@code unscaled × 10^-scale}. Prices and volumes travel in
 * this form from the wire into the book, so that no number ever passes through a float.
 *
 * <p>The scale is the number of decimals as written, except that zeros at the end past the {@value
 * #KEPT_DECIMALS}th decimal are dropped: Luno's REST interface writes 18 decimals.
 *
 * @param unscaled the digits
 * @param scale how many of the digits stand behind the point, 0 to 18
 */
public record ScaledDecimal(long unscaled, int scale) {
  /** So many decimals are kept as written, zeros included. */
  public static final int KEPT_DECIMALS = 8;

  private static final int MAX_SCALE = 18;
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
    int end = length;
    if (point >= 0) {
      while (end - point - 1 > KEPT_DECIMALS && text.charAt(end - 1) == '0') {
        end--;
      }
    }
    int scale = point < 0 ? 0 : end - point - 1;
    if (scale > MAX_SCALE) {
      throw new UnrepresentableNumberException(
          "expected at most " + MAX_SCALE + " decimals, got " + shown(text));
    }
    long unscaled = 0;
    try {
      for (int i = start; i < end; i++) {
        if (i != point) {
          unscaled = Math.addExact(Math.multiplyExact(unscaled, 10), text.charAt(i) - '0');
        }
      }
    } catch (ArithmeticException overflow) {
      throw new UnrepresentableNumberException(
          "expected a number of at most 18 digits, got " + shown(text));
    }
    return new ScaledDecimal(start == 1 ? -unscaled : unscaled, scale);
  }

  /**
   * The digits at another, larger scale.
   *
   * @param newScale at least this number's scale
   * @return {@code unscaled × 10^(newScale - scale)}
   * @throws UnrepresentableNumberException if that exceeds 64 bits
   */
  public long unscaledAt(int newScale) throws UnrepresentableNumberException {
    if (newScale == scale) {
      return unscaled;
    }
    return multiply(unscaled, powerOfTen(newScale - scale));
  }

  /**
   * This number as a {@link BigDecimal} of the same scale.
   *
   * @return the equal number
   */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(unscaled, scale);
  }

  static long powerOfTen(int exponent) throws UnrepresentableNumberException {
    if (exponent < 0 || exponent > MAX_SCALE) {
      throw new UnrepresentableNumberException("10^" + exponent + " exceeds 64 bits");
    }
    return POWERS_OF_TEN[exponent];
  }

  static long multiply(long value, long factor) throws UnrepresentableNumberException {
    try {
      return Math.multiplyExact(value, factor);
    } catch (ArithmeticException overflow) {
      throw new UnrepresentableNumberException(value + " × " + factor + " exceeds 64 bits");
    }
  }

  static long add(long a, long b) throws UnrepresentableNumberException {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException overflow) {
      throw new UnrepresentableNumberException(a + " + " + b + " exceeds 64 bits");
    }
  }

  private static NumberFormatException notADecimal(CharSequence text) {
    return new NumberFormatException("expected a plain decimal, got " + shown(text));
  }

  private static String shown(CharSequence text) {
    return text.length() <= 40 ? "'" + text + "'" : "'" + text.subSequence(0, 40) + "…'";
  }
}
