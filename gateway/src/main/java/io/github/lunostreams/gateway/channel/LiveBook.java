package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.OrderBook;
import java.util.function.Consumer;

/** The way to a market's live book, from any thread. */
@FunctionalInterface
public interface LiveBook {
  /**
   * Shows the book once, between two updates, on the market's thread; never, if that has ended.
   *
   * @param reader is to be quick
   */
  void read(Consumer<OrderBook> reader);
}
