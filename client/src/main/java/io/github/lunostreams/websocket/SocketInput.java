package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a server sends, through a buffer. Memory grows with the bytes that have come, never with a
 * length that was only announced.
 *
 * <p>Owned by the connection's thread.
 */
final class SocketInput {
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int FIRST_ALLOCATION_BYTES = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** The bytes of the buffer that were not used yet. */
  private int from;

  private int to;

  SocketInput(InputStream in) {
    this.in = in;
  }

  /**
   * The next byte.
   *
   * @param where the connection ends if there is none, in words
   */
  int next(String where) throws IOException {
    fill(where);
    return buffer[from++] & 0xff;
  }

  /** What has come and was not read, as text of at most so many bytes. Does not wait. */
  String peek(int maxBytes) {
    return new String(buffer, from, Math.min(to - from, maxBytes), UTF_8);
  }

  /** Reads and drops until the connection ends. */
  void drain() throws IOException {
    int read;
    do {
      read = in.read(buffer, 0, buffer.length);
    } while (read >= 0);
  }

  /**
   * Reads bytes into an array from an index on.
   *
   * @param maxLength what the array may grow to
   * @param where the connection ends if it ends before, in words
   * @return the array, or a larger copy
   */
  byte[] read(byte[] array, int index, int length, int maxLength, String where) throws IOException {
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
        filled += ended(in.read(target, filled, room), where);
      } else {
        fill(where);
      }
    }
    return target;
  }

  private static byte[] grown(byte[] full, int maxLength) {
    int doubled = Math.max(FIRST_ALLOCATION_BYTES, 2 * full.length);
    return Arrays.copyOf(full, Math.min(doubled, maxLength));
  }

  /** Waits until the buffer holds a byte. */
  private void fill(String where) throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
      to = ended(in.read(buffer, 0, buffer.length), where);
    }
  }

  private static int ended(int read, String where) throws EOFException {
    if (read < 0) {
      throw new EOFException("the server ended the connection " + where);
    }
    return read;
  }
}
