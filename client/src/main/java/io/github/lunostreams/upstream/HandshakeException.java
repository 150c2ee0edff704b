package io.github.lunostreams.upstream;

import java.io.IOException;
import java.io.Serial;

/** The server answered the websocket handshake with another HTTP status than 101. */
public final class HandshakeException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /** The HTTP status. */
  private final int status;

  /**
   * The server's refusal.
   *
   * @param status the HTTP status it answered with
   */
  public HandshakeException(int status) {
    super("expected HTTP 101 (switching protocols), got HTTP " + status);
    this.status = status;
  }

  /**
   * What the server answered.
   *
   * @return the HTTP status
   */
  public int status() {
    return status;
  }
}
