package io.github.lunostreams.cli.watch;

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
 * @param detail why; empty while there is nothing to say
 * @param book the newest good book; null before the first
 * @param trades the newest first
 * @param updatesPerSecond over the last seconds
 * @param delayMillis from the exchange's clock to this machine's, the median of the last updates
 */
record Picture(
    String pair,
    String source,
    String feed,
    String detail,
    Frame.@Nullable Book book,
    List<Frame.Trade> trades,
    BigDecimal updatesPerSecond,
    OptionalLong delayMillis) {
  Picture {
    trades = List.copyOf(trades);
  }
}
