package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
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
  private static final String MIDDLE = "in the middle of a frame";
  private static final byte[] NOTHING = {};

  private final SocketInput in;

  /** The fragments of a message that has not ended; its first {@link #fragmentBytes} count. */
  private byte[] fragments = NOTHING;

  private int fragmentBytes;
  private boolean inMessage;

  FrameReader(SocketInput in) {
    this.in = in;
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
      int head = in.next("without a close frame");
      int second = in.next(MIDDLE);
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
      handler.text(valid(in.read(NOTHING, 0, (int) length, (int) length, MIDDLE)));
      return;
    }
    fragments = in.read(fragments, fragmentBytes, (int) length, MAX_MESSAGE_BYTES, MIDDLE);
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
    return in.read(NOTHING, 0, (int) length, (int) length, MIDDLE);
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
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << Byte.SIZE) | in.next(MIDDLE);
    }
    return length;
  }

  private static ProtocolFault fault(String message) {
    return new ProtocolFault(ProtocolFault.PROTOCOL_ERROR, message);
  }
}
