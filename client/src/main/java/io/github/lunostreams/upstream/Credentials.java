package io.github.lunostreams.upstream;

import java.util.Map;

/**
 * An API key of Luno: its id and its secret. Shown to the exchange in the first frame of every
 * stream and to nobody else; {@link #toString} shows neither.
 */
public final class Credentials {
  private static final String HIDDEN = "«hidden»";

  /** So many characters of a secret in a row are no coincidence. */
  private static final int TELLING = 8;

  private final String keyId;
  private final String secret;

  /**
   * A key.
   *
   * @param keyId the key's id
   * @param secret the key's secret
   * @throws IllegalArgumentException if one of them is blank
   */
  public Credentials(String keyId, String secret) {
    if (keyId.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException(
          "expected a key id and a secret, got a blank " + (keyId.isBlank() ? "id" : "secret"));
    }
    this.keyId = keyId;
    this.secret = secret;
  }

  /**
   * The key named by the environment variables {@code LUNO_API_KEY_ID} and {@code
   * LUNO_API_KEY_SECRET}.
   *
   * @return the key
   * @throws IllegalArgumentException if one of them is missing or blank
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
   * @return as given
   */
  public String keyId() {
    return keyId;
  }

  /**
   * The key's secret. Keep it out of logs and messages.
   *
   * @return as given
   */
  public String secret() {
    return secret;
  }

  /**
   * Hides this key in a text that came from elsewhere and is about to be shown.
   *
   * @param text the exchange's words, say
   * @return the text without the id and the secret
   */
  public String redact(String text) {
    return text.replace(secret, HIDDEN).replace(keyId, HIDDEN);
  }

  /**
   * Whether a text repeats this key, be it in part: a text that was cut short, or is about to be,
   * cannot be redacted and is to be withheld.
   *
   * @param text the exchange's words, whole
   * @return true if it holds the id, or {@value #TELLING} characters of the secret in a row
   */
  public boolean isIn(String text) {
    if (text.contains(keyId)) {
      return true;
    }
    int window = Math.min(TELLING, secret.length());
    for (int from = 0; from + window <= secret.length(); from++) {
      if (text.contains(secret.substring(from, from + window))) {
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
