package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.BookSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A market at one moment, with its whole book. Immutable; shared by all channels of the market.
 *
 * @param book the newest good book; null before the first snapshot of the exchange
 * @param feed what the book is worth
 */
public record MarketImage(@Nullable BookSnapshot book, Feed feed) {
  /** A market that nothing is known of yet. */
  public static final MarketImage UNKNOWN = new MarketImage(null, Feed.RESYNCING);
}
