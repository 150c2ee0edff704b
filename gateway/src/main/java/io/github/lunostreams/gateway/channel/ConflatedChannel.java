package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.access.Limits;
import java.util.List;
import java.util.function.Consumer;

/**
 * The updates of one market's book at one depth, for any number of clients. A client that falls too
 * far behind is conflated: see {@link ConflatingCursor}, and {@link Limits.SlowClients} for what is
 * too far.
 */
final class ConflatedChannel {
  private final BookFormat format;
  private final int depth;
  private final Limits.SlowClients limits;
  private final ChannelCounters counters;
  private final UpdateLog<BookEntry> log;

  /**
   * A channel that starts with a market as it is.
   *
   * @param depth how many price levels a side; 0 for all
   * @param number of the image given, counted by the market
   */
  ConflatedChannel(
      BookFormat format,
      int depth,
      Limits.SlowClients limits,
      ChannelCounters counters,
      long number,
      MarketImage image) {
    this.format = format;
    this.depth = depth;
    this.limits = limits;
    this.counters = counters;
    this.log = new UpdateLog<>(new BookEntry(format, depth, number, image, List.of()), counters);
  }

  /** Appends an update, unless the channel started with it. On the market's thread. */
  void append(long number, MarketImage image, List<Trade> trades) {
    if (number > log.newest().number()) {
      log.append(new BookEntry(format, depth, number, image, trades));
    }
  }

  /**
   * Sends a client the newest update, without its trades, and from then on every later one; as long
   * as there is no book, nothing. On the client's event loop.
   *
   * @param whenLeft is called when the client has left
   */
  ConflatingCursor subscribe(
      ClientOutput output, Subscription.Listener listener, Consumer<ConflatingCursor> whenLeft) {
    ConflatingCursor cursor = new ConflatingCursor(output, listener, log::newest, counters, limits);
    log.join(cursor, () -> whenLeft.accept(cursor));
    return cursor;
  }
}
