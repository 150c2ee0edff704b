package io.github.lunostreams.cli;

import java.io.Serial;

/** What was asked for makes no sense: exit code 2. */
final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String hint;

  /**
   * A wrong wish.
   *
   * @param message what was expected and what came; never holds a secret
   * @param hint what to do about it; may be empty
   */
  UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
