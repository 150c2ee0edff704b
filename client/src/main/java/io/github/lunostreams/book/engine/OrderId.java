package io.github.lunostreams.book.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * An order's id in a form that costs no garbage: up to 16 ASCII characters, none of them a control
 * character, packed into two longs, the first character highest, zeros behind the last. Luno's ids
 * have 14 or 15. No two such ids pack alike. Any other id is kept as text.
 *
 * <p>Mutable, to be used again; equal to another if they are the same id. One thread at a time.
 */
public final class OrderId {
  /** How many characters fit. */
  public static final int PACKED_CHARS = 2 * Long.BYTES;

  private long high;
  private long low;

  /** The id if it does not fit, else null. */
  private @Nullable String text;

  /** No id yet: the empty one. */
  public OrderId() {
    text = "";
  }

  /**
   * An id.
   *
   * @param id in the exchange's words
   * @return a new object
   */
  public static OrderId of(String id) {
    OrderId made = new OrderId();
    made.set(id);
    return made;
  }

  /**
   * Becomes an id that is packed already.
   *
   * @param newHigh the first 8 characters; not 0
   * @param newLow the others
   */
  public void set(long newHigh, long newLow) {
    high = newHigh;
    low = newLow;
    if (text != null) {
      text = null;
    }
  }

  /**
   * Becomes another id.
   *
   * @param id in the exchange's words
   */
  public void set(String id) {
    if (fits(id)) {
      set(pack(id, 0), pack(id, Long.BYTES));
    } else {
      high = 0;
      low = 0;
      text = id;
    }
  }

  /**
   * Becomes the same as another.
   *
   * @param other is not changed
   */
  public void set(OrderId other) {
    high = other.high;
    low = other.low;
    text = other.text;
  }

  /**
   * The first 8 characters, packed.
   *
   * @return 0 if the id {@linkplain #unpacked does not fit}
   */
  public long high() {
    return high;
  }

  /**
   * The characters behind the 8th, packed.
   *
   * @return 0 if there are none, or the id {@linkplain #unpacked does not fit}
   */
  public long low() {
    return low;
  }

  /**
   * The id if it does not fit into two longs.
   *
   * @return null if it does
   */
  @Nullable String unpacked() {
    return text;
  }

  private static boolean fits(String id) {
    if (id.isEmpty() || id.length() > PACKED_CHARS) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < ' ' || id.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static long pack(String id, int from) {
    long packed = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      packed = (packed << Byte.SIZE) | (i < id.length() ? id.charAt(i) : 0);
    }
    return packed;
  }

  /** The text of a packed id. */
  static String unpack(long high, long low) {
    byte[] bytes = new byte[PACKED_CHARS];
    int length = 0;
    for (int i = 0; i < PACKED_CHARS; i++) {
      long word = i < Long.BYTES ? high : low;
      bytes[i] = (byte) (word >>> (Long.SIZE - Byte.SIZE * (i % Long.BYTES + 1)));
      length += bytes[i] == 0 ? 0 : 1;
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OrderId id
        && id.high == high
        && id.low == low
        && (text == null ? id.text == null : text.equals(id.text));
  }

  @Override
  public int hashCode() {
    return text == null ? Long.hashCode(high * 31 + low) : text.hashCode();
  }

  /** The id in the exchange's words. */
  @Override
  public String toString() {
    return text == null ? unpack(high, low) : text;
  }
}
