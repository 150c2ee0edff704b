package io.github.lunostreams.book;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A market of the exchange, named by the currencies that are traded in it: {@code XBTZAR} is
 * bitcoin for rand.
 *
 * <p>The code is in upper case, as the exchange writes it; {@link #of} takes any case.
 *
 * @param code 2 to 20 capital letters and digits
 */
public record Pair(String code) implements Comparable<Pair> {
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{2,20}");
  private static final int MAX_SHOWN = 30;

  /**
   * Checks the code.
   *
   * @throws IllegalArgumentException if that cannot be a market's code
   */
  public Pair {
    check(code, code);
  }

  /**
   * The pair of a code in any case.
   *
   * @param text {@code xbtzar} for instance
   * @return the pair
   * @throws IllegalArgumentException if that cannot be a market's code
   */
  public static Pair of(String text) {
    String code = text.toUpperCase(Locale.ROOT);
    check(code, text);
    return new Pair(code);
  }

  private static void check(String code, String given) {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "expected a pair such as XBTZAR, got '%s'"
              .formatted(given.length() > MAX_SHOWN ? given.substring(0, MAX_SHOWN) + "…" : given));
    }
  }

  @Override
  public int compareTo(Pair other) {
    return code.compareTo(other.code);
  }

  /** The code. */
  @Override
  public String toString() {
    return code;
  }
}
