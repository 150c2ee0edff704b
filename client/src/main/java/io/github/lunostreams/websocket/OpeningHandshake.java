package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.lunostreams.net.RetryAfter;
import io.github.lunostreams.upstream.HandshakeException;
import io.github.lunostreams.upstream.ServerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Asks a server to speak websocket (RFC 6455, 4.1) and verifies its answer. */
final class OpeningHandshake {
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_BODY_SHOWN = 200;

  private OpeningHandshake() {}

  /**
   * Sends the request and reads the answer.
   *
   * @param in where the frames come from after it
   * @throws HandshakeException if the server answers with another status than 101
   * @throws IOException if the answer is none of a websocket server
   */
  static void perform(
      URI address, ServerAddress server, OutputStream out, SocketInput in, RandomGenerator random)
      throws IOException {
    byte[] nonce = new byte[KEY_BYTES];
    random.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    out.write(request(address, server, key).getBytes(ISO_8859_1));
    out.flush();
    ResponseHead head =
        ResponseHead.read(() -> in.next("in the middle of its answer to the handshake"));
    if (head.status() != SWITCHING_PROTOCOLS) {
      throw new HandshakeException(
          head.status(),
          words(head, in),
          RetryAfter.parse(head.value("retry-after"), head.value("date")));
    }
    verify(head, key);
  }

  private static String request(URI address, ServerAddress server, String key) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return """
    GET %s%s HTTP/1.1
    Host: %s
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: %s
    Sec-WebSocket-Version: 13
    User-Agent: luno-streams

    """
        .formatted(path, query, server.authority(), key)
        .replace("\n", "\r\n");
  }

  /** The server's reason, and the start of its page if that came along. */
  private static String words(ResponseHead head, SocketInput in) {
    String location = head.value("location");
    String body = in.peek(MAX_BODY_SHOWN).strip();
    return head.reason()
        + (location.isEmpty() ? "" : " to " + location)
        + (body.isEmpty() ? "" : ": " + body);
  }

  private static void verify(ResponseHead head, String key) throws IOException {
    if (!head.lists("upgrade", "websocket")) {
      throw wrong("Upgrade: websocket", "upgrade", head);
    }
    if (!head.lists("connection", "upgrade")) {
      throw wrong("Connection: Upgrade", "connection", head);
    }
    if (!head.value("sec-websocket-accept").equals(accepted(key))) {
      throw wrong("the hash of our key in Sec-WebSocket-Accept", "sec-websocket-accept", head);
    }
    for (String unasked : new String[] {"sec-websocket-extensions", "sec-websocket-protocol"}) {
      if (!head.value(unasked).isEmpty()) {
        throw wrong("no " + unasked, unasked, head);
      }
    }
  }

  private static IOException wrong(String expected, String name, ResponseHead head) {
    String value = head.value(name);
    return new IOException(
        "expected HTTP 101 with %s, got %s"
            .formatted(expected, value.isEmpty() ? "no such field" : value));
  }

  private static String accepted(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every Java platform to have SHA-1", e);
    }
  }
}
