package io.github.lunostreams.rest;

import java.io.IOException;
import java.io.Serial;

/** A REST call that brought no result. Which of the three it is decides what may help. */
public abstract sealed class RestException extends IOException
    permits RestRefusedException, RestUnreachableException, RestUnreadableException {
  @Serial private static final long serialVersionUID = 1;

  RestException(String message) {
    super(message);
  }

  RestException(String message, Throwable cause) {
    super(message, cause);
  }
}
