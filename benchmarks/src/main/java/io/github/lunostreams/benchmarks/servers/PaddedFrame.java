package io.github.lunostreams.benchmarks.servers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes websocket frames of one size. The text ends as the gateway's does, {@code
 * …,"sequence":4530030191,"timestamp":0,"status":"ACTIVE","feed":"LIVE"}}; the rest is padding.
 */
final class PaddedFrame {
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int MIN_BYTES = 128;
  private static final int MAX_BYTES = 65_535;
  private static final String START = "{\"filling\":\"";
  private static final String KEY = "\",\"sequence\":";
  private static final String END = ",\"timestamp\":0,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}";

  private final int size;

  PaddedFrame(int size) {
    if (size < MIN_BYTES || size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "expected a size of %d to %d bytes, got %d".formatted(MIN_BYTES, MAX_BYTES, size));
    }
    this.size = size;
  }

  /** The whole frame, header included. */
  byte[] of(long sequence) {
    byte[] end = (KEY + sequence + END).getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[4 + size];
    Arrays.fill(frame, (byte) '.');
    ByteBuffer.wrap(frame)
        .put((byte) FINAL_TEXT)
        .put((byte) LENGTH_IN_2_BYTES)
        .putShort((short) size)
        .put(START.getBytes(StandardCharsets.US_ASCII));
    System.arraycopy(end, 0, frame, frame.length - end.length, end.length);
    return frame;
  }
}
