package io.github.lunostreams.websocket;

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

  static final int FINAL = 0x80;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final ServerSocket server;

  RawServer() throws IOException {
    this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
  }

  /** With TLS, say. */
  RawServer(ServerSocket server) throws IOException {
    this.server = server;
    server.setSoTimeout(TIMEOUT_MILLIS);
  }

  int port() {
    return server.getLocalPort();
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  /** Takes the next connection and answers its handshake with 101. */
  Peer accept() throws IOException {
    return accept("Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: KEY\n");
  }

  /** Takes the next connection and answers its handshake with 101 and these header fields. */
  Peer accept(String fields) throws IOException {
    Peer peer = acceptSilently();
    String key = peer.readRequest();
    peer.answer("HTTP/1.1 101 Switching Protocols\n" + fields.replace("KEY", accepted(key)) + "\n");
    return peer;
  }

  /** Takes the next connection and says nothing. */
  Peer acceptSilently() throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new Peer(socket);
  }

  /** Whether no connection waits to be accepted. */
  boolean isIdle() throws IOException {
    server.setSoTimeout(1);
    try {
      server.accept().close();
      return false;
    } catch (java.net.SocketTimeoutException none) {
      return true;
    } finally {
      server.setSoTimeout(TIMEOUT_MILLIS);
    }
  }

  static String accepted(String key) {
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

  static byte[] frame(int head, byte[] payload) {
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

  static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** One client. */
  static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final StringBuilder request = new StringBuilder();

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      this.out = socket.getOutputStream();
    }

    String readRequest() throws IOException {
      String key = "";
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        request.append(line).append('\n');
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
          key = line.substring(18).trim();
        }
      }
      return key;
    }

    /** The lines of the request that was read. */
    String request() {
      return request.toString();
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

    /** Sends lines of HTTP. */
    void answer(String lines) throws IOException {
      write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Ends what the server sends, and goes on reading. */
    void shutDownOutput() throws IOException {
      socket.shutdownOutput();
    }

    void close(int code, String reason) throws IOException {
      byte[] words = reason.getBytes(StandardCharsets.UTF_8);
      byte[] payload =
          Arrays.copyOf(new byte[] {(byte) (code >> 8), (byte) code}, 2 + words.length);
      System.arraycopy(words, 0, payload, 2, words.length);
      write(frame(FINAL | CLOSE, payload));
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
