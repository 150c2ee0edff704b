package io.github.lunostreams.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight characters at once: reads 8 bytes as one long, the first byte highest, and answers in a few
 * instructions without jumps what would take a loop eight rounds.
 */
final class Swar {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x7f * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long ZEROS = '0' * ONES;

  private Swar() {}

  static long at(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  /** How many characters stand before the first quote; 8 if there is none. */
  static int beforeQuote(long word) {
    return bytesBefore(zeroBytes(word ^ QUOTES));
  }

  /** The first characters, and zeros in place of the others. */
  static long first(long word, int characters) {
    return characters == 0 ? 0 : word & (-1L << (Long.SIZE - Byte.SIZE * characters));
  }

  /** Whether the first characters are ASCII from the space on, and none a backslash. */
  static boolean isPlain(long word, int characters) {
    long rest = characters == Long.BYTES ? 0 : ZEROS >>> (Byte.SIZE * characters);
    long text = first(word, characters) | rest;
    long controls = ~(text + 0x60 * ONES) & HIGH_BITS;
    return ((text & HIGH_BITS) | controls | zeroBytes(text ^ BACKSLASHES)) == 0;
  }

  /**
   * Whether every character of two words is a digit or a capital letter, or one of {@code :;<=>?@}
   * between them.
   */
  static boolean areDigitsOrCapitals(long one, long other) {
    // Added to, a byte gets its high bit from '0' on, and behind 'Z'.
    long from0 = (one + 0x50 * ONES) & (other + 0x50 * ONES);
    long behindZ = (one + 0x25 * ONES) | (other + 0x25 * ONES) | one | other;
    return (from0 & ~behindZ & HIGH_BITS) == HIGH_BITS;
  }

  /** Whether every character is a digit. */
  static boolean isDigits(long word) {
    long ones = word ^ ZEROS;
    return ((ones | (ones + 0x06 * ONES)) & 0xf0f0f0f0f0f0f0f0L) == 0;
  }

  /** How many digits stand before the first other character; 8 if there is none. */
  static int digitsAhead(long word) {
    long values = word ^ ZEROS;
    return bytesBefore((((values & LOW_BITS) + 0x76 * ONES) | values) & HIGH_BITS);
  }

  /** The last characters, one at least, and zeros as digits in place of the others. */
  static long last(long word, int characters) {
    return ((word ^ ZEROS) & (-1L >>> (Long.SIZE - Byte.SIZE * characters))) ^ ZEROS;
  }

  /** The number that 8 digits are. */
  static long number(long digits) {
    long ones = digits ^ ZEROS;
    long tens = 10 * ((ones >>> 8) & 0x00ff00ff00ff00ffL) + (ones & 0x00ff00ff00ff00ffL);
    long hundreds = 100 * ((tens >>> 16) & 0x0000ffff0000ffffL) + (tens & 0x0000ffff0000ffffL);
    return 10_000 * (hundreds >>> 32) + (hundreds & 0xffffffffL);
  }

  /** How many bytes stand before the first whose high bit is set; 8 if there is none. */
  private static int bytesBefore(long highBits) {
    // Not a division, of which the compiler does not know that its number is never negative.
    return Long.numberOfLeadingZeros(highBits) >>> 3;
  }

  /** The high bit of each byte that is zero, and no other bit. */
  private static long zeroBytes(long word) {
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
  }
}
