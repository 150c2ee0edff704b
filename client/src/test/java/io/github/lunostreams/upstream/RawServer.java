package io.github.lunostreams.upstream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A websocket server of raw bytes on loopback, for what no library lets one do: cut a message into
 * fragments at will, never answer, break in the middle of a frame.
 */
final class RawServer implements AutoCloseable {
  static final int TEXT = 1;
  static final int CONTINUATION = 0;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final ServerSocket server;

  RawServer() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setSoTimeout(TIMEOUT_MILLIS);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  /** Takes the next connection and answers its handshake with 101. */
  Peer accept() throws IOException {
    Peer peer = acceptSilently();
    String key = peer.readRequest();
    peer.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accepted(key)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return peer;
  }

  /** Takes the next connection and says nothing. */
  Peer acceptSilently() throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new Peer(socket);
  }

  private static String accepted(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** One client. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      this.out = socket.getOutputStream();
    }

    String readRequest() throws IOException {
      String key = "";
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
          key = line.substring(18).trim();
        }
      }
      return key;
    }

    private String readLine() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void text(String text) throws IOException {
      write(frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a text in so many fragments, with a ping between some of them. */
    void fragmented(String text, int fragments) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int from = 0;
      for (int i = 0; i < fragments; i++) {
        int to = (int) ((long) bytes.length * (i + 1) / fragments);
        boolean last = i == fragments - 1;
        int opcode = (i == 0 ? TEXT : CONTINUATION) | (last ? FINAL : 0);
        write(frame(opcode, Arrays.copyOfRange(bytes, from, to)));
        if (i % 1_000 == 500) {
          write(frame(FINAL | PING, new byte[] {7}));
        }
        from = to;
      }
    }

    void ping(String payload) throws IOException {
      write(frame(FINAL | PING, payload.getBytes(StandardCharsets.UTF_8)));
    }

    void binary(byte[] bytes) throws IOException {
      write(frame(FINAL | BINARY, bytes));
    }

    private static byte[] frame(int head, byte[] payload) {
      int lengthBytes = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
      byte[] frame = new byte[2 + lengthBytes + payload.length];
      frame[0] = (byte) head;
      frame[1] = (byte) (lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127);
      for (int i = 0; i < lengthBytes; i++) {
        frame[2 + i] = (byte) ((long) payload.length >>> (8 * (lengthBytes - 1 - i)));
      }
      System.arraycopy(payload, 0, frame, 2 + lengthBytes, payload.length);
      return frame;
    }

    /** The payload of the client's next frame of this kind; others are passed over. */
    byte[] read(int opcode) throws IOException {
      while (true) {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
          payload[i] ^= mask[i % 4];
        }
        if ((head & 0xf) == opcode) {
          return payload;
        }
      }
    }

    /** True once the client let go: nothing more comes. */
    boolean readsTheEnd() throws IOException {
      try {
        while (in.read() >= 0) {
          // What it still had to say.
        }
        return true;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (java.net.SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
