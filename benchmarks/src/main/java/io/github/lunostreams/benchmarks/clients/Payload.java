package io.github.lunostreams.benchmarks.clients;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads fields of a gateway's frame from its end: {@code
 * …],"trades":[…],"sequence":4530030191,"timestamp":1790127208094,"status":"ACTIVE","feed":"LIVE"}}.
 */
final class Payload {
  static final long NO_SEQUENCE = -1;

  private static final byte[] SEQUENCE = ascii("\"sequence\":");
  private static final byte[] TRADES = ascii("],\"trades\":[");
  private static final byte[] LIVE = ascii("\"feed\":\"LIVE\"}");

  /** The sequence is no farther from the end; bytes. */
  private static final int MAX_END = 200;

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
    int earliest = Math.max(from, to - MAX_END);
    for (int at = to - SEQUENCE.length; at >= earliest; at--) {
      if (bytes[at] == '"' && isAt(SEQUENCE, bytes, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether the book is live, by the frame. */
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
