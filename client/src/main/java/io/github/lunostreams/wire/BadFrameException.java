package io.github.lunostreams.wire;

import java.io.Serial;

/** A text frame that is none of those the exchange is known to send. Costs a resync, no more. */
public final class BadFrameException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BadFrameException(String message) {
    super(message);
  }
}
