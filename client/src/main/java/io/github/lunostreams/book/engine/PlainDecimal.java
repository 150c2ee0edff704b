package io.github.lunostreams.book.engine;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads decimals that are passed on and are no part of a book, so that they need not fit into 64
 * bits. Their length is bounded all the same: a {@link BigDecimal} of a few characters
 * (1e999999999) may take all memory to be written.
 */
public final class PlainDecimal {
  /** So many digits may stand on each side of the point. */
  private static final int MAX_DIGITS = 40;

  private static final Pattern PATTERN = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private PlainDecimal() {}

  /**
   * Reads a decimal: an optional minus, digits, and optionally a point and digits. Zeros at its end
   * past the 18th decimal are dropped when it would be too long with them.
   *
   * @param text such as {@code 2765.00}
   * @return the number with its decimals as written; empty if the text is something else, or has
   *     more than 40 digits on one side of the point
   */
  public static Optional<BigDecimal> parse(String text) {
    String digits = withoutZeros(text);
    return PATTERN.matcher(digits).matches()
        ? Optional.of(new BigDecimal(digits))
        : Optional.empty();
  }

  private static String withoutZeros(String text) {
    int point = text.indexOf('.');
    int end = text.length();
    if (point < 0 || end - point - 1 <= MAX_DIGITS) {
      return text;
    }
    while (end > point + 1 + ScaledDecimal.MAX_SCALE && text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }
}
