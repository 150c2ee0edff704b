package io.github.lunostreams.benchmarks.clients;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the little of a frame that is of interest, from its end: {@code
 * …],"trades":[…],"sequence":4530030191,"timestamp":1790127208094,"status":"ACTIVE","feed":"LIVE"}}.
 */
final class Payload {
  static final long NO_SEQUENCE = -1;

  private static final byte[] SEQUENCE = ascii("\"sequence\":");
  private static final byte[] NO_TRADES = ascii("],\"trades\":[]");
  private static final byte[] TRADES = ascii("],\"trades\":[");
  private static final byte[] LIVE = ascii("\"feed\":\"LIVE\"}");

  /** The text after a sequence is shorter. */
  private static final int LONGEST_END = 200;

  private Payload() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The number after the last {@code "sequence":}; {@link #NO_SEQUENCE} if there is none. */
  static long sequence(byte[] bytes, int from, int to) {
    int at = sequenceKey(bytes, from, to);
    if (at < 0) {
      return NO_SEQUENCE;
    }
    long sequence = NO_SEQUENCE;
    for (int i = at + SEQUENCE.length; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      sequence = Math.max(sequence, 0) * 10 + bytes[i] - '0';
    }
    return sequence;
  }

  private static int sequenceKey(byte[] bytes, int from, int to) {
    int earliest = Math.max(from, to - LONGEST_END);
    for (int at = to - SEQUENCE.length; at >= earliest; at--) {
      if (bytes[at] == '"' && isAt(SEQUENCE, bytes, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether the server calls the book live. */
  static boolean isLive(byte[] bytes, int from, int to) {
    return to - LIVE.length >= from && isAt(LIVE, bytes, to - LIVE.length);
  }

  /** Equal for equal bids and asks, and hardly ever for others. */
  static int bookDigest(byte[] bytes, int from, int to) {
    CRC32C digest = new CRC32C();
    digest.update(bytes, from, bookEnd(bytes, from, to) - from);
    return (int) digest.getValue();
  }

  private static int bookEnd(byte[] bytes, int from, int to) {
    int key = sequenceKey(bytes, from, to);
    // Nearly always there are none, and no need to search for them.
    int end = key - 1 - NO_TRADES.length;
    if (end >= from && isAt(NO_TRADES, bytes, end)) {
      return end;
    }
    for (int at = from; at <= to - TRADES.length; at++) {
      if (bytes[at] == ']' && isAt(TRADES, bytes, at)) {
        return at;
      }
    }
    return to;
  }

  private static boolean isAt(byte[] text, byte[] bytes, int at) {
    return Arrays.equals(text, 0, text.length, bytes, at, at + text.length);
  }
}
