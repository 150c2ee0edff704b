package io.github.lunostreams.upstream;

import java.util.BitSet;
import java.util.Map;

/**
 * An API key of Luno: its id and its secret. Shown to the exchange in the first frame of every
 * stream and to nobody else; {@link #toString} shows neither.
 */
public final class Credentials {
  private static final String HIDDEN = "«hidden»";

  /** So many characters of a key in a row are no coincidence. */
  private static final int TELLING = 8;

  /** Shorter ones are no keys of the exchange, and hiding them would blank out ordinary words. */
  private static final int SHORTEST = 6;

  private final String keyId;
  private final String secret;

  /**
   * A key. White space and control characters around its halves are cut off: a line break at the
   * end is what files and environments like to add.
   *
   * @param keyId the key's id
   * @param secret the key's secret
   * @throws IllegalArgumentException if one of them is blank, or has white space or control
   *     characters inside; the message does not show it
   */
  public Credentials(String keyId, String secret) {
    this.keyId = trimmed(keyId, "id");
    this.secret = trimmed(secret, "secret");
  }

  private static String trimmed(String half, String name) {
    int from = 0;
    int to = half.length();
    while (from < to && isNoPartOfKey(half.charAt(from))) {
      from++;
    }
    while (to > from && isNoPartOfKey(half.charAt(to - 1))) {
      to--;
    }
    if (from == to) {
      throw new IllegalArgumentException("expected a key id and a secret, got a blank " + name);
    }
    String trimmed = half.substring(from, to);
    if (trimmed.chars().anyMatch(character -> isNoPartOfKey((char) character))) {
      throw new IllegalArgumentException(
          "expected a key without white space and control characters inside, its "
              + name
              + " has some");
    }
    return trimmed;
  }

  /** White space of any kind, control characters, and invisible ones such as a byte order mark. */
  private static boolean isNoPartOfKey(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  /**
   * The key named by the environment variables {@code LUNO_API_KEY_ID} and {@code
   * LUNO_API_KEY_SECRET}.
   *
   * @return the key
   * @throws IllegalArgumentException if one of them is missing or blank, or can be no key
   */
  public static Credentials fromEnvironment() {
    Map<String, String> environment = System.getenv();
    return new Credentials(
        require(environment, "LUNO_API_KEY_ID"), require(environment, "LUNO_API_KEY_SECRET"));
  }

  private static String require(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "expected the environment variable " + name + " to be set");
    }
    return value;
  }

  /**
   * The key's id.
   *
   * @return as given, but for white space around it
   */
  public String keyId() {
    return keyId;
  }

  /**
   * The key's secret. Keep it out of logs and messages.
   *
   * @return as given, but for white space around it
   */
  public String secret() {
    return secret;
  }

  /**
   * Hides this key in a text that came from elsewhere and is about to be shown, and each part of it
   * of {@value #TELLING} characters or more. A half of less than {@value #SHORTEST} characters is
   * no key of the exchange and is not hidden.
   *
   * @param text the exchange's words, say
   * @return the text without the id and the secret
   */
  public String redact(String text) {
    BitSet hidden = new BitSet();
    mark(text, secret, hidden);
    mark(text, keyId, hidden);
    if (hidden.isEmpty()) {
      return text;
    }
    StringBuilder redacted = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int from = hidden.nextSetBit(at);
      if (from < 0) {
        return redacted.append(text, at, text.length()).toString();
      }
      redacted.append(text, at, from).append(HIDDEN);
      at = hidden.nextClearBit(from);
    }
    return redacted.toString();
  }

  /** Marks the characters of a text that repeat a half of the key, or a telling part of it. */
  private static void mark(String text, String half, BitSet marked) {
    int window = window(half);
    for (int from = 0; window > 0 && from + window <= half.length(); from++) {
      String part = half.substring(from, from + window);
      for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
        marked.set(at, at + window);
      }
    }
  }

  /** So many characters of a half are searched for; 0 if it is too short to be a key. */
  private static int window(String half) {
    return half.length() < SHORTEST ? 0 : Math.min(TELLING, half.length());
  }

  /**
   * Whether a text repeats this key, be it in part: a text that was cut short, or is about to be,
   * cannot be redacted and is to be withheld.
   *
   * @param text the exchange's words, whole
   * @return true if {@link #redact} would hide something
   */
  public boolean isIn(String text) {
    return isIn(text, secret) || isIn(text, keyId);
  }

  private static boolean isIn(String text, String half) {
    int window = window(half);
    for (int from = 0; window > 0 && from + window <= half.length(); from++) {
      if (text.contains(half.substring(from, from + window))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Credentials[" + HIDDEN + "]";
  }
}
