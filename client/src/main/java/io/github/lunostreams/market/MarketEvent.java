package io.github.lunostreams.market;

import io.github.lunostreams.book.Trade;
import java.time.Instant;

/** What a {@link MarketListener} is told besides updates of the book. */
public sealed interface MarketEvent {
  /**
   * The market concerned.
   *
   * @return its code
   */
  String pair();

  /**
   * The stream went from one state to another.
   *
   * @param pair the market
   * @param at when, by the local clock
   * @param from the state it was in
   * @param to the state it is in
   * @param cause why
   */
  record StateChanged(String pair, Instant at, FeedState from, FeedState to, Cause cause)
      implements MarketEvent {}

  /**
   * A message with a sequence that the book was past already was dropped. No harm done.
   *
   * @param pair the market
   * @param sequence the message's sequence
   * @param bookSequence the book's sequence
   */
  record OldMessageDropped(String pair, long sequence, long bookSequence) implements MarketEvent {}

  /**
   * A trade's counter divided by its base is not the maker's price, beyond what rounding explains.
   * The book does not depend on it, so it costs no resync; but something is not as documented.
   *
   * @param pair the market
   * @param trade the trade, as it was handed to the hooks
   */
  record OddPrice(String pair, Trade trade) implements MarketEvent {}

  /**
   * A hook threw. The stream and the other hooks go on, and so does this hook with the next update.
   *
   * @param pair the market
   * @param sequence the book's sequence it was called with
   * @param failure what it threw
   */
  record HookFailed(String pair, long sequence, Throwable failure) implements MarketEvent {}

  /**
   * An asynchronous hook with {@link MailboxOptions.Overflow#FAIL} fell behind its bound and is not
   * called any more.
   *
   * @param pair the market
   * @param sequence the book's sequence that did not fit
   * @param capacity the bound that was reached
   */
  record HookDetached(String pair, long sequence, int capacity) implements MarketEvent {}
}
