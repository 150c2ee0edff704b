package io.github.lunostreams.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;

/** What a {@link MarketListener} receives besides updates of the book. */
public sealed interface MarketEvent
    permits MarketUpdate.StateChanged,
        MarketEvent.OldMessageDropped,
        MarketEvent.TradePriceMismatch,
        MarketEvent.HookFailed,
        MarketEvent.HookDetached {
  /**
   * The market concerned.
   *
   * @return the market
   */
  Pair pair();

  /**
   * A message with a sequence that the book was past already was dropped. No harm done.
   *
   * @param pair the market
   * @param sequence the message's sequence
   * @param bookSequence the book's sequence
   */
  record OldMessageDropped(Pair pair, long sequence, long bookSequence) implements MarketEvent {}

  /**
   * A trade's counter divided by its base is not the maker's price, beyond what rounding explains.
   * The book does not depend on it, so it costs no resync; but something is not as documented.
   *
   * @param pair the market
   * @param trade the trade, as it was handed to the hooks
   */
  record TradePriceMismatch(Pair pair, Trade trade) implements MarketEvent {}

  /**
   * A hook threw. The stream and the other hooks go on, and so does this hook with the next update.
   *
   * @param pair the market
   * @param sequence the book's sequence it was called with
   * @param failure what it threw
   */
  record HookFailed(Pair pair, long sequence, Throwable failure) implements MarketEvent {}

  /**
   * An asynchronous hook with {@link MailboxOptions.Overflow#FAIL} fell behind its bound and is not
   * called any more.
   *
   * @param pair the market
   * @param sequence the book's sequence that did not fit
   * @param capacity the bound that was reached
   */
  record HookDetached(Pair pair, long sequence, int capacity) implements MarketEvent {}
}
