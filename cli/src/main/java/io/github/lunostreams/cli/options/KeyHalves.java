package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.upstream.Credentials;

/** Makes a key of the two halves that a user gave, wherever they stood. */
public final class KeyHalves {
  private KeyHalves() {}

  /**
   * Makes a key.
   *
   * @param keyId its id
   * @param secret its secret
   * @return the key
   * @throws UsageException if these can be no key; it does not show them
   */
  public static Credentials key(String keyId, String secret) {
    try {
      return new Credentials(keyId, secret);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), CredentialOptions.HINT);
    }
  }
}
