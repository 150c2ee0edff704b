package io.github.lunostreams.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON straight into bytes: numbers digit by digit from longs, without a String or a
 * BigDecimal between. The array is kept from text to text and grows to the longest.
 *
 * <p>Used by one thread. It does not check that what is written is JSON: the caller says what comes
 * when.
 */
public final class JsonBytes {
  private static final int INITIAL_CAPACITY = 1 << 12;

  private static final byte[] HEX = ascii("0123456789abcdef");

  private final byte[] digits = new byte[DecimalDigits.MAX];
  private static final byte[] NULL = ascii("null");

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int size;

  /** Starts with an empty text. */
  public JsonBytes() {}

  /**
   * The bytes of a text of ASCII characters.
   *
   * @param text ASCII only
   * @return a new array
   */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Forgets what was written and not taken.
   *
   * @return this
   */
  public JsonBytes start() {
    size = 0;
    return this;
  }

  /**
   * Takes what was written, and starts over.
   *
   * @return a new array
   */
  public byte[] take() {
    byte[] text = Arrays.copyOf(bytes, size);
    size = 0;
    return text;
  }

  /** {@return how many bytes were written since the start} */
  public int size() {
    return size;
  }

  /**
   * Writes one ASCII character as it is.
   *
   * @param character ASCII
   * @return this
   */
  public JsonBytes raw(char character) {
    require(1);
    bytes[size++] = (byte) character;
    return this;
  }

  /**
   * Writes bytes as they are.
   *
   * @param text JSON, or a part of it
   * @return this
   */
  public JsonBytes raw(byte[] text) {
    require(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
    return this;
  }

  /**
   * Writes a string with its quotes, escaped where JSON demands it.
   *
   * @param text any characters
   * @return this
   */
  public JsonBytes string(String text) {
    raw('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        raw(c);
      } else if (c >= 0x80) {
        int code = text.codePointAt(i);
        if (Character.isSupplementaryCodePoint(code)) {
          i++;
        }
        // An unpaired surrogate is no character; UTF-8 has a question mark for it.
        raw(Character.toString(code).getBytes(StandardCharsets.UTF_8));
      } else {
        escape(c);
      }
    }
    return raw('"');
  }

  private void escape(char c) {
    raw('\\');
    if (c == '"' || c == '\\') {
      raw(c);
    } else {
      raw('u').raw('0').raw('0');
      raw((char) HEX[c >> 4]).raw((char) HEX[c & 15]);
    }
  }

  /**
   * Writes a whole number.
   *
   * @param value any
   * @return this
   */
  public JsonBytes number(long value) {
    return plain(value, 0);
  }

  /**
   * Writes a time.
   *
   * @param millis since the epoch; 0 if it is not known, which is written as null
   * @return this
   */
  public JsonBytes time(long millis) {
    return millis == 0 ? raw(NULL) : number(millis);
  }

  /**
   * Writes {@code unscaled × 10^-scale} like {@link java.math.BigDecimal#toPlainString}: with all
   * decimals of its scale and never with an exponent.
   *
   * @param unscaled any
   * @param scale any
   * @return this
   */
  public JsonBytes plain(long unscaled, int scale) {
    int first = DecimalDigits.put(unscaled, digits);
    int count = digits.length - first;
    require(2 + Math.max(count, scale) + count + Math.max(0, -scale));
    if (unscaled < 0) {
      bytes[size++] = '-';
    }
    int whole = count - scale;
    if (scale <= 0) {
      copyDigits(first, count);
      if (unscaled != 0) {
        zeros(-scale);
      }
    } else if (whole > 0) {
      copyDigits(first, whole);
      bytes[size++] = '.';
      copyDigits(first + whole, scale);
    } else {
      bytes[size++] = '0';
      bytes[size++] = '.';
      zeros(-whole);
      copyDigits(first, count);
    }
    return this;
  }

  private void copyDigits(int from, int count) {
    byte[] source = digits;
    byte[] target = bytes;
    int at = size;
    // A few bytes: a loop beats the call of arraycopy.
    for (int i = 0; i < count; i++) {
      target[at + i] = source[from + i];
    }
    size = at + count;
  }

  private void zeros(int count) {
    Arrays.fill(bytes, size, size + count, (byte) '0');
    size += count;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
