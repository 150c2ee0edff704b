package io.github.lunostreams.market;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import java.util.List;

/**
 * Your code, called with the book and the trades of each update.
 *
 * <p>It runs on the market's thread, and the book it is given is the live one: read it here and
 * now, and take {@link OrderBook#snapshot} of what another thread is to see. The next update waits
 * until it returns; one that takes long belongs into an {@link AsyncHook}.
 */
@FunctionalInterface
public interface Hook {
  /**
   * The book changed, or a snapshot of the exchange replaced it.
   *
   * @param book the live book, its {@link OrderBook#sequence} one up from call to call unless a
   *     snapshot came between
   * @param trades the trades of this update, in the exchange's order; empty after a snapshot
   * @throws Exception is reported as {@link MarketEvent.HookFailed}; the stream goes on
   */
  void onUpdate(OrderBook book, List<Trade> trades) throws Exception;
}
