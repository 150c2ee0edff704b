package io.github.lunostreams.benchmarks.clients;

import java.util.Arrays;

/**
 * Splits what one server sends into websocket frames (RFC 6455, section 5.2), where they lie; only
 * a frame that comes in pieces is copied.
 *
 * <p>Used by one thread. Knows what servers that broadcast send: whole frames, unmasked.
 */
final class FrameSplitter {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int LONGEST = 64 << 20;
  private static final int UNKNOWN = -1;

  /** A close frame may come without a code; RFC 6455 calls that so. */
  private static final int NO_CODE = 1005;

  private static final byte[] EMPTY = {};

  /** Is given the frames; their bytes are its own only during the call. */
  interface Sink {
    /** A text. */
    void text(byte[] bytes, int from, int to);

    /** A ping, to be answered with the same bytes. */
    void ping(byte[] bytes, int from, int to);

    /** The server closes. */
    void close(int code);
  }

  private byte[] piece = EMPTY;
  private int held;

  /** Takes the next bytes of the connection. */
  void take(byte[] bytes, int from, int to, Sink sink) {
    int at = held > 0 ? complete(bytes, from, to, sink) : from;
    while (at < to) {
      int length = length(bytes, at, to);
      if (length == UNKNOWN || length > to - at) {
        hold(bytes, at, to);
        return;
      }
      emit(bytes, at, at + length, sink);
      at += length;
    }
  }

  /** Adds to the frame that began before; returns where the next one begins. */
  private int complete(byte[] bytes, int from, int to, Sink sink) {
    int at = from;
    while (at < to) {
      int length = length(piece, 0, held);
      int wanted = length == UNKNOWN ? 1 : Math.min(length - held, to - at);
      hold(bytes, at, at + wanted);
      at += wanted;
      if (held == length(piece, 0, held)) {
        int whole = held;
        held = 0;
        emit(piece, 0, whole, sink);
        return at;
      }
    }
    return at;
  }

  private void hold(byte[] bytes, int from, int to) {
    int count = to - from;
    if (piece.length < held + count) {
      piece = Arrays.copyOf(piece, Math.max(held + count, piece.length * 2));
    }
    System.arraycopy(bytes, from, piece, held, count);
    held += count;
  }

  /** Of the frame with its header; {@link #UNKNOWN} if not enough of it is there. */
  private static int length(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return UNKNOWN;
    }
    int code = bytes[from + 1] & 0xff;
    if (code > LENGTH_IN_8_BYTES) {
      throw new IllegalStateException("expected a frame without mask, got one with");
    }
    int size = headerSize(code);
    if (to - from < size) {
      return UNKNOWN;
    }
    long payload = code;
    if (code >= LENGTH_IN_2_BYTES) {
      payload = 0;
      for (int i = 2; i < size; i++) {
        payload = (payload << 8) | (bytes[from + i] & 0xff);
      }
    }
    if (payload < 0 || payload > LONGEST) {
      throw new IllegalStateException(
          "expected a frame of %d bytes at the most, got one of %d".formatted(LONGEST, payload));
    }
    return size + (int) payload;
  }

  private static int headerSize(int code) {
    return switch (code) {
      case LENGTH_IN_2_BYTES -> 4;
      case LENGTH_IN_8_BYTES -> 10;
      default -> 2;
    };
  }

  private static void emit(byte[] bytes, int from, int to, Sink sink) {
    int payload = from + headerSize(bytes[from + 1] & 0xff);
    switch (bytes[from] & 0xff) {
      case FINAL | TEXT -> sink.text(bytes, payload, to);
      case FINAL | PING -> sink.ping(bytes, payload, to);
      case FINAL | PONG -> {}
      case FINAL | CLOSE ->
          sink.close(
              to - payload < 2
                  ? NO_CODE
                  : ((bytes[payload] & 0xff) << 8) | (bytes[payload + 1] & 0xff));
      default ->
          throw new IllegalStateException(
              "expected whole text frames, got a frame beginning with 0x%02x"
                  .formatted(bytes[from]));
    }
  }
}
