package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Pair;

/**
 * Names a channel: what is encoded once, whatever the number of its clients.
 *
 * @param kind what it carries
 * @param pair the market's
 * @param depth how many price levels a side; 0 for all
 * @param intervalMillis how long updates are collected to one; 0 for not at all, the only value so
 *     far
 * @param grouping how many decimals of a price are dropped to group levels; 0 for none, the only
 *     value so far
 */
public record ChannelKey(Kind kind, Pair pair, int depth, int intervalMillis, int grouping) {
  /** What a channel carries. */
  public enum Kind {
    /** The whole book at each update, with the update's trades; slow clients are conflated. */
    BOOK,
    /** The exchange's own frames, all of them. */
    LUNO
  }

  /** Checks the numbers. */
  public ChannelKey {
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
    if (kind == Kind.LUNO && depth != 0) {
      throw new IllegalArgumentException(
          "expected a depth of 0 (all) of the exchange's own frames, got " + depth);
    }
    if (intervalMillis != 0 || grouping != 0) {
      throw new IllegalArgumentException(
          "expected no interval and no grouping, got %s ms and %s"
              .formatted(intervalMillis, grouping));
    }
  }

  /**
   * A market's book and trades.
   *
   * @param pair the market's
   * @param depth how many price levels a side; 0 for all
   * @return the name of that channel
   * @throws IllegalArgumentException if the depth is negative
   */
  public static ChannelKey book(Pair pair, int depth) {
    return new ChannelKey(Kind.BOOK, pair, depth, 0, 0);
  }

  /**
   * The exchange's own frames of a market.
   *
   * @param pair the market's
   * @return the name of that channel
   */
  public static ChannelKey luno(Pair pair) {
    return new ChannelKey(Kind.LUNO, pair, 0, 0, 0);
  }
}
