package io.github.lunostreams.book.engine;

import java.io.Serial;

/**
 * A price or volume that 64 bits cannot hold exactly. No new snapshot mends that, so the market
 * fails with this message instead of resyncing for ever.
 */
public final class UnrepresentableNumberException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  UnrepresentableNumberException(String message) {
    super(message);
  }
}
