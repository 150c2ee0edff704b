package io.github.lunostreams.cli.watch;

import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that a screen shows.
 *
 * @param pair the market
 * @param source where it comes from
 * @param feed what the book is worth
 * @param detail why; may be empty
 * @param book the newest good book; null before the first
 * @param trades the newest first
 * @param updatesPerSecond over the last seconds
 * @param delayMillis from the exchange's clock to this machine's, the median of the last updates
 */
record ViewState(
    Pair pair,
    String source,
    String feed,
    String detail,
    MarketView.@Nullable Book book,
    List<MarketView.Trade> trades,
    BigDecimal updatesPerSecond,
    OptionalLong delayMillis) {
  ViewState {
    trades = List.copyOf(trades);
  }

  /** Whether the book is the exchange's current one. */
  boolean isLive() {
    return feed.equals(MarketView.LIVE);
  }
}
