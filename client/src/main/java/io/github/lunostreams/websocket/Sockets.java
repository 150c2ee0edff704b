package io.github.lunostreams.websocket;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what nobody wants to hear of any more. */
final class Sockets {
  private static final Logger log = LoggerFactory.getLogger(Sockets.class);

  private Sockets() {}

  static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      log.debug("closing a socket: {}", e.toString());
    }
  }
}
