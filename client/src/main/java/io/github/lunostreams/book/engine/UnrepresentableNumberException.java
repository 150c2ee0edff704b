package io.github.lunostreams.book.engine;

import java.io.Serial;

/**
 * A price or volume that 64 bits cannot hold exactly, also without the zeros at its end. A new
 * snapshot has it too for as long as its order rests, so the market asks for one seldom.
 */
public final class UnrepresentableNumberException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  UnrepresentableNumberException(String message) {
    super(message);
  }
}
