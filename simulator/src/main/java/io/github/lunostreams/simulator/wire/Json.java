package io.github.lunostreams.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text frame of JSON under construction, in bytes. It checks nothing and adds nothing: key order
 * and number shapes matter on this wire, so the caller spells them out.
 */
final class Json {
  /** Room kept free in front of the text for the header of a WebSocket frame. */
  private static final int HEADER = 10;

  private static final int TEXT_FRAME = 0x81; // final fragment, opcode 1
  private byte[] bytes;
  private int end = HEADER;

  Json(int expectedSize) {
    bytes = new byte[HEADER + expectedSize];
  }

  /** Unescaped ASCII: punctuation, keys, ids. */
  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is exact for ASCII and fast
  Json raw(String ascii) {
    int length = ascii.length();
    reserve(length);
    ascii.getBytes(0, length, bytes, end);
    end += length;
    return this;
  }

  Json number(long value) {
    return raw(Long.toString(value));
  }

  /** A string of any characters, quoted and escaped. */
  Json string(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return utf8(escaped.append('"').toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Text that is encoded already. */
  Json utf8(byte[] utf8) {
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, end, utf8.length);
    end += utf8.length;
    return this;
  }

  /**
   * A quoted plain decimal, never with an exponent.
   *
   * @param units the value in units of 10^-scale
   * @param scale decimals of the unit
   * @param minimum trailing zeros are left out until this many decimals remain; more than {@code
   *     scale} adds zeros
   */
  Json decimal(long units, int scale, int minimum) {
    int decimals = scale;
    while (decimals > minimum && units % 10 == 0) {
      units /= 10;
      decimals--;
    }
    String digits = Long.toUnsignedString(Math.abs(units));
    raw(units < 0 ? "\"-" : "\"");
    int whole = digits.length() - decimals;
    if (whole <= 0) {
      raw("0");
    } else {
      raw(digits.substring(0, whole));
    }
    if (decimals > 0 || minimum > decimals) {
      raw(".");
    }
    for (int zeros = -whole; zeros > 0; zeros--) {
      raw("0");
    }
    if (decimals > 0) {
      raw(digits.substring(Math.max(whole, 0)));
    }
    for (int zeros = minimum - decimals; zeros > 0; zeros--) {
      raw("0");
    }
    return raw("\"");
  }

  /** The text alone. */
  byte[] toBytes() {
    return Arrays.copyOfRange(bytes, HEADER, end);
  }

  /** The text as one unfragmented, unmasked WebSocket text frame, header included. */
  byte[] toFrame() {
    int length = end - HEADER;
    int start;
    if (length < 126) {
      start = HEADER - 2;
      bytes[start + 1] = (byte) length;
    } else if (length < 1 << 16) {
      start = HEADER - 4;
      bytes[start + 1] = 126;
      bytes[start + 2] = (byte) (length >>> 8);
      bytes[start + 3] = (byte) length;
    } else {
      start = 0;
      bytes[1] = 127;
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[2 + i] = (byte) ((long) length >>> (8 * (7 - i)));
      }
    }
    bytes[start] = (byte) TEXT_FRAME;
    return Arrays.copyOfRange(bytes, start, end);
  }

  private void reserve(int more) {
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, 2 * bytes.length));
    }
  }
}
