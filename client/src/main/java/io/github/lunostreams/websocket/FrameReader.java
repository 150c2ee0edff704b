package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a server's frames: whole text messages, pings, pongs, and in the end a close. Memory grows
 * with the bytes that have come, never with a length that was only announced.
 *
 * <p>Owned by the connection's thread.
 */
final class FrameReader {
  /** Receives what came, in order, on the thread that reads. */
  interface Handler {
    /** A whole text message, valid UTF-8; the handler's from now on. */
    void text(byte[] utf8);

    /** To be answered with the same payload. */
    void ping(byte[] payload);

    void pong();
  }

  /** A close frame: its code, {@link #NO_STATUS} if it had none, and its reason. */
  record Close(int code, String reason) {
    static final int NO_STATUS = 1005;
  }

  /**
   * The longest message. The snapshot of the largest market has 1.1 MB: beyond this the server is
   * not what it should be.
   */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_OF_TWO_BYTES = 126;
  private static final int LENGTH_OF_EIGHT_BYTES = 127;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int FIRST_ALLOCATION_BYTES = 64 << 10;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** The bytes of the buffer that were not used yet. */
  private int from;

  private int to;

  /** The fragments of a message that has not ended; its first {@link #fragmentBytes} count. */
  private byte[] fragments = NOTHING;

  private int fragmentBytes;
  private boolean inMessage;

  FrameReader(InputStream in) {
    this.in = in;
  }

  /** One byte; for the lines of the handshake, which come before the frames. */
  int readByte() throws IOException {
    require(1, "in the middle of its answer to the handshake");
    return buffer[from++] & 0xff;
  }

  /** What has come and was not read, as text of at most so many bytes. Does not wait. */
  String peek(int maxBytes) {
    return new String(buffer, from, Math.min(to - from, maxBytes), UTF_8);
  }

  /**
   * Reads frames until the server closes.
   *
   * @return the close frame
   * @throws EOFException if the connection ends without one
   * @throws ProtocolFault if a frame is not what it should be
   */
  Close readUntilClose(Handler handler) throws IOException {
    while (true) {
      require(2, from == to ? "without a close frame" : "in the middle of a frame");
      int head = buffer[from] & 0xff;
      int second = buffer[from + 1] & 0xff;
      from += 2;
      if ((head & RESERVED) != 0) {
        throw fault("expected a frame without extensions, got reserved bits");
      }
      if ((second & MASKED) != 0) {
        throw fault("expected an unmasked frame of a server, got a masked one");
      }
      long length = length(second & LENGTH);
      boolean last = (head & FINAL) != 0;
      int opcode = head & OPCODE;
      switch (opcode) {
        case TEXT, CONTINUATION -> data(opcode, last, length, handler);
        case BINARY ->
            throw new ProtocolFault(
                ProtocolFault.UNSUPPORTED, "expected text frames, got a binary one");
        case CLOSE -> {
          return close(control(last, length));
        }
        case PING -> handler.ping(control(last, length));
        case PONG -> {
          control(last, length);
          handler.pong();
        }
        default -> throw fault("expected a known kind of frame, got opcode " + opcode);
      }
    }
  }

  /** Reads and drops until the connection ends. */
  void drain() throws IOException {
    int read;
    do {
      read = in.read(buffer, 0, buffer.length);
    } while (read >= 0);
  }

  private void data(int opcode, boolean last, long length, Handler handler) throws IOException {
    if ((opcode == TEXT) == inMessage) {
      throw fault(
          inMessage
              ? "expected the rest of a message, got a new one"
              : "expected a new message, got the rest of one");
    }
    if (length < 0 || length > MAX_MESSAGE_BYTES - fragmentBytes) {
      throw new ProtocolFault(
          ProtocolFault.TOO_BIG,
          "expected a message of at most " + MAX_MESSAGE_BYTES + " bytes, got a longer one");
    }
    if (last && !inMessage) {
      handler.text(valid(read(NOTHING, 0, (int) length, (int) length)));
      return;
    }
    fragments = read(fragments, fragmentBytes, (int) length, MAX_MESSAGE_BYTES);
    fragmentBytes += (int) length;
    inMessage = !last;
    if (last) {
      byte[] message = valid(Arrays.copyOf(fragments, fragmentBytes));
      fragments = NOTHING;
      fragmentBytes = 0;
      handler.text(message);
    }
  }

  private static byte[] valid(byte[] message) throws ProtocolFault {
    if (!Utf8.isValid(message)) {
      throw new ProtocolFault(ProtocolFault.BAD_TEXT, "expected UTF-8, got other bytes");
    }
    return message;
  }

  private byte[] control(boolean last, long length) throws IOException {
    if (!last || length > MAX_CONTROL_BYTES) {
      throw fault("expected a control frame of one piece and at most 125 bytes, got another");
    }
    return read(NOTHING, 0, (int) length, (int) length);
  }

  private static Close close(byte[] payload) throws ProtocolFault {
    if (payload.length == 0) {
      return new Close(Close.NO_STATUS, "");
    }
    if (payload.length == 1) {
      throw fault("expected a close code of two bytes, got one byte");
    }
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (!mayBeSent(code)) {
      throw fault("expected a close code that may be sent, got " + code);
    }
    byte[] reason = valid(Arrays.copyOfRange(payload, 2, payload.length));
    return new Close(code, new String(reason, UTF_8));
  }

  /** RFC 6455, 7.4, and the codes registered since. */
  private static boolean mayBeSent(int code) {
    boolean standard = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    return standard || (code >= 3000 && code <= 4999);
  }

  private long length(int small) throws IOException {
    int bytes =
        small == LENGTH_OF_TWO_BYTES
            ? Short.BYTES
            : small == LENGTH_OF_EIGHT_BYTES ? Long.BYTES : 0;
    if (bytes == 0) {
      return small;
    }
    require(bytes, "in the middle of a frame");
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << Byte.SIZE) | (buffer[from++] & 0xff);
    }
    return length;
  }

  /**
   * Reads bytes into an array from an index on.
   *
   * @param maxLength what the array may grow to
   * @return the array, or a larger copy
   */
  private byte[] read(byte[] array, int index, int length, int maxLength) throws IOException {
    int end = index + length;
    byte[] target = array;
    int filled = index;
    while (filled < end) {
      if (filled == target.length) {
        target = grown(target, maxLength);
      }
      int room = Math.min(target.length, end) - filled;
      int buffered = Math.min(room, to - from);
      if (buffered > 0) {
        System.arraycopy(buffer, from, target, filled, buffered);
        from += buffered;
        filled += buffered;
      } else if (room >= BUFFER_BYTES) {
        filled += ended(in.read(target, filled, room), "in the middle of a frame");
      } else {
        require(1, "in the middle of a frame");
      }
    }
    return target;
  }

  private static byte[] grown(byte[] full, int maxLength) {
    int doubled = Math.max(FIRST_ALLOCATION_BYTES, 2 * full.length);
    return Arrays.copyOf(full, Math.min(doubled, maxLength));
  }

  /** Waits until the buffer holds so many bytes. */
  private void require(int bytes, String where) throws IOException {
    if (to - from >= bytes) {
      return;
    }
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    while (to < bytes) {
      to += ended(in.read(buffer, to, buffer.length - to), where);
    }
  }

  private static int ended(int read, String where) throws EOFException {
    if (read < 0) {
      throw new EOFException("the server ended the connection " + where);
    }
    return read;
  }

  private static ProtocolFault fault(String message) {
    return new ProtocolFault(ProtocolFault.PROTOCOL_ERROR, message);
  }
}
