package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.BookSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A market at one moment. Immutable.
 *
 * @param book the newest good book, cut to the depth that is published; null before the first
 *     snapshot of the exchange
 * @param feed what the book is worth
 */
public record MarketImage(@Nullable BookSnapshot book, Feed feed) {
  /** A market that nothing is known of yet. */
  public static final MarketImage UNKNOWN = new MarketImage(null, Feed.RESYNCING);
}
