package io.github.lunostreams.upstream;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered the websocket handshake with another HTTP status than 101. */
public final class HandshakeException extends IOException {
  @Serial private static final long serialVersionUID = 2;

  /** The HTTP status. */
  private final int status;

  /** How long to stay away; null if the server did not say. */
  private final @Nullable Duration retryAfter;

  /**
   * A refusal without a reason.
   *
   * @param status the HTTP status it answered with
   */
  public HandshakeException(int status) {
    this(status, "", Optional.empty());
  }

  /**
   * The server's refusal.
   *
   * @param status the HTTP status it answered with
   * @param words the server's reason, or empty
   * @param retryAfter how long it asks to stay away
   */
  public HandshakeException(int status, String words, Optional<Duration> retryAfter) {
    super(
        "expected HTTP 101 (switching protocols), got HTTP "
            + status
            + (words.isEmpty() ? "" : " " + words));
    this.status = status;
    this.retryAfter = retryAfter.orElse(null);
  }

  /**
   * What the server answered.
   *
   * @return the HTTP status
   */
  public int status() {
    return status;
  }

  /**
   * How long the server asks to stay away.
   *
   * @return its Retry-After, at most an hour; empty if it did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
