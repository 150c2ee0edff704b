package io.github.lunostreams.rest;

import java.io.Serial;

/** The answer was not what the exchange's documents say: something else may have answered. */
public final class RestUnreadableException extends RestException {
  @Serial private static final long serialVersionUID = 1;

  RestUnreadableException(String message) {
    super(message);
  }

  RestUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
