package io.github.lunostreams.wire;

import io.github.lunostreams.book.engine.BookMessage;

/** A text frame of the market stream, decoded. */
public sealed interface StreamMessage {
  /** The two quote characters that Luno sends every 20 s on a quiet market, or an empty text. */
  record KeepAlive() implements StreamMessage {}

  /**
   * An error frame: the exchange refuses, and closes.
   *
   * @param code the exchange's error code, {@code invalid_market} for instance; may be empty
   * @param message the exchange's words, or their beginning; may be empty, but not both
   */
  record Refusal(String code, String message) implements StreamMessage {}

  /**
   * A snapshot or an update.
   *
   * @param message what it says of the book
   */
  record Book(BookMessage message) implements StreamMessage {}
}
