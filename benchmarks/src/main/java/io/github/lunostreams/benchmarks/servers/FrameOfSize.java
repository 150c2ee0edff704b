package io.github.lunostreams.benchmarks.servers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Websocket frames of one size whose text ends as the gateway's does, {@code
 * …,"sequence":4530030191,"timestamp":0,"status":"ACTIVE","feed":"LIVE"}}, and is nothing but
 * filling before.
 */
final class FrameOfSize {
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LEAST = 128;
  private static final int MOST = 65_535;
  private static final String START = "{\"filling\":\"";
  private static final String KEY = "\",\"sequence\":";
  private static final String END = ",\"timestamp\":0,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}";

  private final int size;

  /** Texts of so many bytes. */
  FrameOfSize(int size) {
    if (size < LEAST || size > MOST) {
      throw new IllegalArgumentException(
          "expected a size of %d to %d bytes, got %d".formatted(LEAST, MOST, size));
    }
    this.size = size;
  }

  /** The whole frame, with its header. */
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
