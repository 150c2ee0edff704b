package io.github.lunostreams.upstream;

/**
 * Makes texts of other programs (the exchange, its REST, clients) fit to be shown: in a log, on a
 * terminal, in an answer. No character of it can end a line, move a cursor, colour a screen or turn
 * the direction of what follows.
 */
public final class ForeignText {
  /** Long enough for every error message that helps. */
  public static final int MAX_LENGTH = 1_000;

  private ForeignText() {}

  /**
   * Makes a text fit for one line.
   *
   * @param text of any origin
   * @return the text in which control and format characters, line separators and halves of
   *     characters stand as {@code \}{@code u001b}; at most {@link #MAX_LENGTH} characters of it
   *     are looked at
   */
  public static String line(String text) {
    return line(text, MAX_LENGTH);
  }

  /**
   * Makes a text fit for one line.
   *
   * @param text of any origin
   * @param maxLength how many of its characters are looked at; an ellipsis stands for others
   * @return see {@link #line(String)}
   */
  public static String line(String text, int maxLength) {
    int end = Math.min(text.length(), maxLength);
    int clean = cleanPrefix(text, end);
    if (clean == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(end + 16).append(text, 0, clean);
    int i = clean;
    while (i < end) {
      int character = i + 1 < end ? text.codePointAt(i) : text.charAt(i);
      if (isPlain(character)) {
        line.appendCodePoint(character);
      } else {
        String hex = Integer.toHexString(character);
        line.append("\\u").append("0".repeat(Math.max(0, 4 - hex.length()))).append(hex);
      }
      i += Character.charCount(character);
    }
    return text.length() > maxLength ? line.append('…').toString() : line.toString();
  }

  private static int cleanPrefix(String text, int end) {
    int i = 0;
    while (i < end) {
      char character = text.charAt(i);
      if (Character.isSurrogate(character) || !isPlain(character)) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
