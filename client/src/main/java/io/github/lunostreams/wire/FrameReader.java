package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.lunostreams.book.OrderId;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Goes along a frame's bytes once and takes from them what a caller who knows the frame's shape
 * expects next. What is not there, and what needs more care than a quick look (escapes, letters
 * beyond ASCII, very long numbers), is an {@link Unusual} frame: somebody else's.
 *
 * <p>Used by one thread.
 */
final class FrameReader {
  /** More digits could exceed a long. */
  static final int MAX_DIGITS = 18;

  private final Unusual unusual = new Unusual();
  private byte[] utf8 = {};
  private int at;
  private int end;
  private int scale;

  /** Thrown where the frame is not as expected; it stands for no error, and tells nothing. */
  static final class Unusual extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private Unusual() {
      super(null, null, false, false);
    }
  }

  /**
   * Text that is expected as it is, in words of 8 bytes to be compared at once. A constant: then
   * only those comparisons are compiled that its length needs.
   */
  record Literal(int length, long first, long second, long third, long fourth, long last) {
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Text of 8 to 40 ASCII characters. */
    static Literal of(String text) {
      byte[] bytes = text.getBytes(US_ASCII);
      return new Literal(
          bytes.length,
          (long) LONG.get(bytes, 0),
          word(bytes, 1),
          word(bytes, 2),
          word(bytes, 3),
          (long) LONG.get(bytes, bytes.length - Long.BYTES));
    }

    private static long word(byte[] bytes, int index) {
      return bytes.length <= (index + 1) * Long.BYTES
          ? 0
          : (long) LONG.get(bytes, index * Long.BYTES);
    }

    /** The last word overlaps the one before unless the words fill the text. */
    private boolean isAt(byte[] bytes, int at) {
      return (long) LONG.get(bytes, at) == first
          && (length <= 16 || (long) LONG.get(bytes, at + 8) == second)
          && (length <= 24 || (long) LONG.get(bytes, at + 16) == third)
          && (length <= 32 || (long) LONG.get(bytes, at + 24) == fourth)
          && (long) LONG.get(bytes, at + length - Long.BYTES) == last;
    }
  }

  void start(byte[] bytes, int from, int to) {
    utf8 = bytes;
    at = from;
    end = to;
  }

  /** Whether the text stands here; if so goes behind it. */
  boolean skip(Literal text) {
    if (end - at < text.length || !text.isAt(utf8, at)) {
      return false;
    }
    at += text.length;
    return true;
  }

  void expect(Literal text) throws Unusual {
    if (!skip(text)) {
      throw unusual;
    }
  }

  /** Whether the character stands here; if so goes behind it. */
  boolean skip(char character) {
    if (at == end || utf8[at] != character) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char character) throws Unusual {
    if (!skip(character)) {
      throw unusual;
    }
  }

  /** The frame ends here, with this character. */
  void expectLast(char character) throws Unusual {
    if (at != end - 1 || utf8[at] != character) {
      throw unusual;
    }
  }

  /** The digits that stand here, as JSON writes a number: no 0 before others. */
  long number() throws Unusual {
    int from = at;
    long number = digits();
    if (utf8[from] == '0' && at - from > 1) {
      throw unusual;
    }
    return number;
  }

  /** The digits that stand here, at least one. */
  long digits() throws Unusual {
    int from = at;
    int i = from;
    long number = 0;
    if (end - from >= Long.BYTES && Words.isDigits(Words.at(utf8, from))) {
      number = Words.number(Words.at(utf8, from));
      i += Long.BYTES;
    }
    for (; i < end; i++) {
      int digit = utf8[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
    }
    if (i == from || i - from > MAX_DIGITS) {
      throw unusual;
    }
    at = i;
    return number;
  }

  /**
   * The plain decimal that stands here and the quote behind it; its scale is then {@link #scale}.
   *
   * @param maxDecimals how many digits may stand behind the point
   * @return the decimal, unscaled
   */
  long decimalAndQuote(int maxDecimals) throws Unusual {
    int from = at;
    int i = from;
    int point = -1;
    long unscaled = 0;
    for (; i < end; i++) {
      int digit = utf8[i] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
      } else if (utf8[i] == '.' && point < 0) {
        point = i;
      } else {
        break;
      }
    }
    int decimals = point < 0 ? 0 : i - point - 1;
    int digits = i - from - (point < 0 ? 0 : 1);
    if (i == end
        || utf8[i] != '"'
        || digits == 0
        || digits > MAX_DIGITS
        || point == from
        || (point >= 0 && decimals == 0)
        || decimals > maxDecimals) {
      throw unusual;
    }
    scale = decimals;
    at = i + 1;
    return unscaled;
  }

  /** The scale of the last decimal. */
  int scale() {
    return scale;
  }

  /** The id that stands here, and the quote behind it. */
  void idAndQuote(OrderId id) throws Unusual {
    if (end - at <= OrderId.PACKED_CHARS) {
      throw unusual;
    }
    long high = Words.at(utf8, at);
    int highChars = Words.beforeQuote(high);
    long low = 0;
    int lowChars = 0;
    if (highChars == Long.BYTES) {
      low = Words.at(utf8, at + Long.BYTES);
      lowChars = Words.beforeQuote(low);
    }
    int behind = at + highChars + lowChars;
    if (highChars == 0
        || !Words.isPlain(high, highChars)
        || !Words.isPlain(low, lowChars)
        || utf8[behind] != '"') {
      throw unusual;
    }
    id.set(Words.first(high, highChars), Words.first(low, lowChars));
    at = behind + 1;
  }

  /** The text that stands here and the quote behind it: visible ASCII, with nothing escaped. */
  String textAndQuote() throws Unusual {
    for (int i = at; i < end; i++) {
      byte character = utf8[i];
      if (character == '"') {
        String text = new String(utf8, at, i - at, ISO_8859_1);
        at = i + 1;
        return text;
      }
      if (character < ' ' || character > '~' || character == '\\') {
        break;
      }
    }
    throw unusual;
  }
}
