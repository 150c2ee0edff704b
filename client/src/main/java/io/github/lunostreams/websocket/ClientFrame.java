package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A frame as a client sends it: final, masked (RFC 6455, 5.2).
 *
 * @param opcode see {@link FrameReader}
 * @param bytes head, mask and masked payload
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the array is the frame.
record ClientFrame(int opcode, byte[] bytes) {
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int MAX_SHORT_LENGTH = 125;
  private static final int LENGTH_OF_TWO_BYTES = 126;
  private static final int LENGTH_OF_EIGHT_BYTES = 127;
  private static final int MAX_CONTROL_BYTES = 125;

  /** Encodes a frame; the mask is its own. */
  static ClientFrame of(int opcode, byte[] payload, int mask) {
    int lengthBytes =
        payload.length <= MAX_SHORT_LENGTH
            ? 0
            : payload.length <= 0xffff ? Short.BYTES : Long.BYTES;
    byte[] frame = new byte[2 + lengthBytes + MASK_BYTES + payload.length];
    frame[0] = (byte) (FINAL | opcode);
    int shortLength =
        lengthBytes == 0
            ? payload.length
            : lengthBytes == Short.BYTES ? LENGTH_OF_TWO_BYTES : LENGTH_OF_EIGHT_BYTES;
    frame[1] = (byte) (MASKED | shortLength);
    int at = 2;
    for (int i = lengthBytes - 1; i >= 0; i--) {
      frame[at++] = (byte) ((long) payload.length >>> (Byte.SIZE * i));
    }
    for (int i = 0; i < MASK_BYTES; i++) {
      frame[at++] = (byte) (mask >>> (Byte.SIZE * i));
    }
    for (int i = 0; i < payload.length; i++) {
      frame[at + i] = (byte) (payload[i] ^ mask >>> (Byte.SIZE * (i % MASK_BYTES)));
    }
    return new ClientFrame(opcode, frame);
  }

  /** What a close frame says; without its reason if that would be too long. */
  static byte[] closePayload(int code, String reason) {
    if (code == FrameReader.Close.NO_STATUS) {
      return new byte[0];
    }
    byte[] words = reason.getBytes(UTF_8);
    byte[] payload =
        Arrays.copyOf(new byte[] {(byte) (code >> Byte.SIZE), (byte) code}, 2 + words.length);
    System.arraycopy(words, 0, payload, 2, words.length);
    return payload.length <= MAX_CONTROL_BYTES ? payload : Arrays.copyOf(payload, 2);
  }
}
