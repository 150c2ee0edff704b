package io.github.lunostreams.benchmarks.clients;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What clients connect to, on this machine.
 *
 * @param port of the server
 * @param path of the stream
 */
record Target(int port, String path) {
  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Asks for a websocket. The key is the RFC's example: nobody looks at the answer to it. */
  String request() {
    return """
    GET %s HTTP/1.1\r
    Host: localhost:%d\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    \r
    """
        .formatted(path, port);
  }
}
