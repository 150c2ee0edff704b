package io.github.lunostreams.benchmarks.clients;

/**
 * Splits the bytes of one server into websocket frames (RFC 6455, section 5.2) in place. Supports
 * unfragmented and unmasked frames, as servers that broadcast send them.
 */
final class FrameSplitter {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int MAX_BYTES = 64 << 20;

  /** The code of a close frame without one, by RFC 6455. */
  private static final int NO_CODE = 1005;

  private FrameSplitter() {}

  /** Receives the frames. The bytes are valid during the call. */
  interface Sink {
    /** A text. */
    void text(byte[] bytes, int from, int to);

    /** A ping, to answer with the same bytes. */
    void ping(byte[] bytes, int from, int to);

    /** A close frame. */
    void close(int code);
  }

  /** Splits what is there; returns where the first incomplete frame begins. */
  static int split(byte[] bytes, int from, int to, Sink sink) {
    int at = from;
    while (to - at >= 2) {
      int code = bytes[at + 1] & 0xff;
      if (code > LENGTH_IN_8_BYTES) {
        throw new IllegalStateException("expected a frame without a mask, got one with a mask");
      }
      int header = code == LENGTH_IN_8_BYTES ? 10 : code == LENGTH_IN_2_BYTES ? 4 : 2;
      if (to - at < header) {
        return at;
      }
      long length = code;
      if (code >= LENGTH_IN_2_BYTES) {
        length = 0;
        for (int i = 2; i < header; i++) {
          length = (length << 8) | (bytes[at + i] & 0xff);
        }
      }
      if (length < 0 || length > MAX_BYTES) {
        throw new IllegalStateException(
            "expected a frame of at most %d bytes, got %d".formatted(MAX_BYTES, length));
      }
      int payload = at + header;
      if (to - payload < length) {
        return at;
      }
      emit(bytes[at], bytes, payload, payload + (int) length, sink);
      at = payload + (int) length;
    }
    return at;
  }

  private static void emit(byte kind, byte[] bytes, int from, int to, Sink sink) {
    switch (kind & 0xff) {
      case FINAL | TEXT -> sink.text(bytes, from, to);
      case FINAL | PING -> sink.ping(bytes, from, to);
      case FINAL | PONG -> {}
      case FINAL | CLOSE ->
          sink.close(
              to - from < 2 ? NO_CODE : ((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff));
      default ->
          throw new IllegalStateException(
              "expected whole text frames, got a frame beginning with 0x%02x".formatted(kind));
    }
  }
}
