package io.github.lunostreams.cli.process;

import java.io.IOException;
import java.io.Serial;

/** The arguments are valid, but the command failed: exit code 1. */
public final class FailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String hint;

  /**
   * A failure.
   *
   * @param message what was tried and how it failed; never holds a secret
   * @param hint what to do about it; may be empty
   */
  public FailedException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /**
   * A server cannot listen.
   *
   * @param failure its message says where and why
   * @return to throw
   */
  public static FailedException cannotListen(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return new FailedException(
        message,
        message.contains("in use")
            ? "another program has that port; --port 0 takes any free one"
            : "--address names an address of this machine, 127.0.0.1 or 0.0.0.0 for instance");
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
