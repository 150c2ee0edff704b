package io.github.lunostreams.cli;

import java.io.Serial;

/** What was asked for makes sense but could not be done: exit code 1. */
final class FailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String hint;

  /**
   * A failure.
   *
   * @param message what was tried and what came of it; never holds a secret
   * @param hint what to do about it; may be empty
   */
  FailedException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
