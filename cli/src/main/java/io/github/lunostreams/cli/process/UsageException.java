package io.github.lunostreams.cli.process;

import java.io.Serial;

/** The arguments are invalid: exit code 2. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String hint;

  /**
   * A usage error.
   *
   * @param message what was expected and what came; never holds a secret
   * @param hint what to do about it; may be empty
   */
  public UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /**
   * What to do about it.
   *
   * @return may be empty
   */
  public String hint() {
    return hint;
  }
}
