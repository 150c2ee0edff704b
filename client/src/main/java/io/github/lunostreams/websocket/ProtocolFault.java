package io.github.lunostreams.websocket;

import java.io.IOException;
import java.io.Serial;

/** The server sent what RFC 6455 forbids, or what this client does not take. */
final class ProtocolFault extends IOException {
  static final int PROTOCOL_ERROR = 1002;
  static final int UNSUPPORTED = 1003;
  static final int BAD_TEXT = 1007;
  static final int TOO_BIG = 1009;

  @Serial private static final long serialVersionUID = 1;

  private final int closeCode;

  ProtocolFault(int closeCode, String message) {
    super(message);
    this.closeCode = closeCode;
  }

  /** What the server is closed with. */
  int closeCode() {
    return closeCode;
  }
}
