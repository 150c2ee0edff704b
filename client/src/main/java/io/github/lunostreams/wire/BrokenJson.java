package io.github.lunostreams.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** What the parser says of a text that is no JSON, in bounded words. */
public final class BrokenJson {
  private static final int MAX_WORDS = 200;

  private BrokenJson() {}

  /**
   * The parser's words.
   *
   * @param malformed what it threw; an exception on the parser's own limits knows no place
   * @return {@code expected JSON, broken at byte 7: Unexpected character …}
   */
  public static String words(JacksonException malformed) {
    String words = String.valueOf(malformed.getOriginalMessage());
    return "expected JSON, broken"
        + place(malformed.getLocation())
        + ": "
        + (words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…");
  }

  private static String place(@Nullable TokenStreamLocation at) {
    if (at == null) {
      return "";
    }
    if (at.getByteOffset() >= 0) {
      return " at byte " + at.getByteOffset();
    }
    return at.getCharOffset() < 0 ? "" : " at character " + at.getCharOffset();
  }
}
