package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.lunostreams.book.engine.OrderId;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Goes along a frame's bytes once and takes from them what a caller who knows the frame's shape
 * expects next. What is not there, and what needs more care than a fast look (escapes, letters
 * beyond ASCII, very long numbers), is an {@link SlowPath} frame: somebody else's.
 *
 * <p>Used by one thread.
 */
final class ByteScanner {
  /** More digits could exceed a long. */
  static final int MAX_DIGITS = 18;

  /** The longest run of digits that is looked at, as two words. */
  private static final int RUN = 2 * Long.BYTES;

  /** So far a decimal is looked ahead: two runs of digits and a character behind each. */
  private static final int LOOK_AHEAD = 2 * (RUN + 1);

  private static final long[] POWERS_OF_TEN = new long[RUN + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  private final SlowPath slowPath = new SlowPath();
  private byte[] utf8 = {};
  private int at;
  private int end;
  private int scale;

  /** Thrown where the frame is not as expected; it stands for no error, and has no message. */
  static final class SlowPath extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private SlowPath() {
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

    /**
     * The last word overlaps the one before unless the words fill the text. There is one jump for
     * all words, since they are all right as a rule.
     */
    private boolean isAt(byte[] bytes, int at) {
      long other =
          ((long) LONG.get(bytes, at) ^ first)
              | ((long) LONG.get(bytes, at + length - Long.BYTES) ^ last);
      if (length > 16) {
        other |= (long) LONG.get(bytes, at + 8) ^ second;
      }
      if (length > 24) {
        other |= (long) LONG.get(bytes, at + 16) ^ third;
      }
      if (length > 32) {
        other |= (long) LONG.get(bytes, at + 24) ^ fourth;
      }
      return other == 0;
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

  void expect(Literal text) throws SlowPath {
    if (!skip(text)) {
      throw slowPath;
    }
  }

  /** What does not hold is somebody else's to judge. */
  void expect(boolean holds) throws SlowPath {
    if (!holds) {
      throw slowPath;
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

  void expect(char character) throws SlowPath {
    if (!skip(character)) {
      throw slowPath;
    }
  }

  /** The digits that stand here, as JSON writes a number: no 0 before others. */
  long number() throws SlowPath {
    int from = at;
    long number = digits();
    if (utf8[from] == '0' && at - from > 1) {
      throw slowPath;
    }
    return number;
  }

  /** The digits that stand here, at least one. */
  long digits() throws SlowPath {
    int from = at;
    int i = from;
    long number = 0;
    if (end - from >= Long.BYTES && Swar.isDigits(Swar.at(utf8, from))) {
      number = Swar.number(Swar.at(utf8, from));
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
      throw slowPath;
    }
    at = i;
    return number;
  }

  /** The time that stands here, and the character behind it, with which the frame ends. */
  long timeAndLast(char last) throws SlowPath {
    int to = end - 1;
    int digits = to - at;
    if (digits < 1
        || digits > FieldReader.MAX_TIME_DIGITS
        || utf8[to] != last
        || (utf8[at] == '0' && digits > 1)) {
      throw slowPath;
    }
    // Nothing stands behind the number to look ahead into.
    boolean areDigits =
        digits <= Long.BYTES
            ? Swar.isDigits(Swar.last(Swar.at(utf8, to - Long.BYTES), digits))
            : Swar.isDigits(Swar.at(utf8, at)) && Swar.isDigits(Swar.at(utf8, to - Long.BYTES));
    if (!areDigits) {
      throw slowPath;
    }
    at = end;
    return digitsBefore(to, digits);
  }

  /**
   * The plain decimal that stands here and the quote behind it; its scale is then {@link #scale}.
   *
   * @param maxDecimals how many digits may stand behind the point
   * @return the decimal, unscaled
   */
  long decimalAndQuote(int maxDecimals) throws SlowPath {
    int from = at;
    if (from < Long.BYTES || end - from < LOOK_AHEAD) {
      throw slowPath;
    }
    int point = behindDigits(from);
    int whole = point - from;
    if (whole == 0) {
      throw slowPath;
    }
    long unscaled = digitsBefore(point, whole);
    int quote = point;
    int decimals = 0;
    if (utf8[point] == '.') {
      quote = behindDigits(point + 1);
      decimals = quote - point - 1;
      if (decimals == 0 || decimals > maxDecimals || whole + decimals > MAX_DIGITS) {
        throw slowPath;
      }
      unscaled = unscaled * POWERS_OF_TEN[decimals] + digitsBefore(quote, decimals);
    }
    if (utf8[quote] != '"') {
      throw slowPath;
    }
    scale = decimals;
    at = quote + 1;
    return unscaled;
  }

  /** Where the digits end that start here; no further than a run goes. */
  private int behindDigits(int from) {
    int digits = Swar.digitsAhead(Swar.at(utf8, from));
    if (digits == Long.BYTES) {
      digits += Swar.digitsAhead(Swar.at(utf8, from + Long.BYTES));
    }
    return from + digits;
  }

  /** The number that 1 to 16 digits are which end here, read from the words that end with them. */
  private long digitsBefore(int to, int digits) {
    if (digits <= Long.BYTES) {
      return Swar.number(Swar.last(Swar.at(utf8, to - Long.BYTES), digits));
    }
    long high = Swar.last(Swar.at(utf8, to - RUN), digits - Long.BYTES);
    long low = Swar.at(utf8, to - Long.BYTES);
    return Swar.number(high) * POWERS_OF_TEN[Long.BYTES] + Swar.number(low);
  }

  /** The scale of the last decimal. */
  int scale() {
    return scale;
  }

  /** The id that stands here, and the quote behind it. */
  void idAndQuote(OrderId id) throws SlowPath {
    if (end - at <= OrderId.PACKED_CHARS) {
      throw slowPath;
    }
    long high = Swar.at(utf8, at);
    long lowAndQuote = Swar.at(utf8, at + Long.BYTES);
    // Nearly every id: 15 digits and capitals, and the quote.
    if ((lowAndQuote & 0xff) == '"' && Swar.areDigitsOrCapitals(high, lowAndQuote ^ '"' ^ '0')) {
      id.set(high, lowAndQuote ^ '"');
      at += OrderId.PACKED_CHARS;
      return;
    }
    int highChars = Swar.beforeQuote(high);
    long low = 0;
    int lowChars = 0;
    if (highChars == Long.BYTES) {
      low = lowAndQuote;
      lowChars = Swar.beforeQuote(low);
    }
    int behind = at + highChars + lowChars;
    if (highChars == 0
        || !Swar.isPlain(high, highChars)
        || !Swar.isPlain(low, lowChars)
        || utf8[behind] != '"') {
      throw slowPath;
    }
    id.set(Swar.first(high, highChars), Swar.first(low, lowChars));
    at = behind + 1;
  }

  /**
   * The text that stands here and the quote behind it: visible ASCII, with nothing escaped.
   *
   * @param maxChars longer ones are for somebody else
   */
  String textAndQuote(int maxChars) throws SlowPath {
    int last = Math.min(end - 1, at + maxChars);
    for (int i = at; i <= last; i++) {
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
    throw slowPath;
  }
}
