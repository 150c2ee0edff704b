package io.github.lunostreams.rest;

import java.io.Serial;

/** The exchange could not be reached, or did not answer in time. */
public final class RestUnreachableException extends RestException {
  @Serial private static final long serialVersionUID = 1;

  RestUnreachableException(String message) {
    super(message);
  }

  RestUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
