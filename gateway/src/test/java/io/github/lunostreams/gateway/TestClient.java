package io.github.lunostreams.gateway;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A websocket client that reads only when it is told to, byte for byte from its socket: nothing is
 * taken ahead, so a test decides what the gateway sees of it.
 */
final class TestClient implements AutoCloseable {
  /** What the gateway sent. */
  sealed interface Frame {}

  record Text(String text) implements Frame {}

  record Close(int code, String reason) implements Frame {}

  record Ping() implements Frame {}

  record Pong(String text) implements Frame {}

  /** The connection ended without a close frame. */
  record Gone() implements Frame {}

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  /** For a test that collects what it read. */
  final List<String> frames = new ArrayList<>();

  private TestClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 12));
  }

  static TestClient connect(int port, String path) throws IOException {
    return connect(port, path, 0);
  }

  /** With a small receive buffer a client that does not read is noticed soon. */
  static TestClient connect(int port, String path, int receiveBytes) throws IOException {
    TestClient client = open(port, receiveBytes);
    client.raw(
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            .formatted(path));
    String head = client.head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("expected 101, got " + head);
    }
    if (!head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
      throw new AssertionError("wrong Sec-WebSocket-Accept: " + head);
    }
    return client;
  }

  static TestClient open(int port, int receiveBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new TestClient(socket);
  }

  void raw(String text) throws IOException {
    raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void raw(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** The status line and headers of an answer. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** An HTTP answer with its body. */
  String answer() throws IOException {
    String head = head();
    int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** The next frame, waited for. */
  Frame next() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((second & 0x80) != 0) {
        throw new AssertionError("a server's frame is masked");
      }
      long length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = in.readNBytes(Math.toIntExact(length));
      String text = new String(payload, StandardCharsets.UTF_8);
      return switch (first) {
        case 0x81 -> new Text(text);
        case 0x88 ->
            payload.length == 0
                ? new Close(1005, "")
                : new Close(
                    ((payload[0] & 0xff) << 8) | (payload[1] & 0xff),
                    new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
        case 0x89 -> new Ping();
        case 0x8a -> new Pong(text);
        default -> throw new AssertionError("unexpected first byte " + Integer.toHexString(first));
      };
    } catch (EOFException | java.net.SocketException end) {
      return new Gone();
    }
  }

  /** Waits until the gateway has let it in: no frame says so before the first book. */
  TestClient joined() throws IOException {
    send(0x89, new byte[0]);
    Frame answer = next();
    if (!(answer instanceof Pong)) {
      throw new AssertionError("expected a pong, got " + answer);
    }
    return this;
  }

  String nextText() throws IOException {
    return switch (next()) {
      case Text(String text) -> text;
      case Frame other -> throw new AssertionError("expected a text frame, got " + other);
    };
  }

  List<String> nextTexts(int count) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(nextText());
    }
    return texts;
  }

  /** Sends a frame as a client does, masked. */
  void send(int firstByte, byte[] payload) throws IOException {
    byte[] frame = new byte[payload.length + 14];
    int at = 0;
    frame[at++] = (byte) firstByte;
    if (payload.length < 126) {
      frame[at++] = (byte) (0x80 | payload.length);
    } else if (payload.length < 1 << 16) {
      frame[at++] = (byte) (0x80 | 126);
      frame[at++] = (byte) (payload.length >> 8);
      frame[at++] = (byte) payload.length;
    } else {
      frame[at++] = (byte) (0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame[at++] = (byte) ((long) payload.length >> shift);
      }
    }
    byte[] mask = {1, 2, 3, 4};
    for (byte part : mask) {
      frame[at++] = part;
    }
    for (int i = 0; i < payload.length; i++) {
      frame[at++] = (byte) (payload[i] ^ mask[i & 3]);
    }
    raw(java.util.Arrays.copyOf(frame, at));
  }

  void sendText(String text) throws IOException {
    send(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void sendClose(int code) throws IOException {
    send(0x88, new byte[] {(byte) (code >> 8), (byte) code});
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
