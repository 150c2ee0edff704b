package io.github.lunostreams.market;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.upstream.Cause;
import java.util.List;

/**
 * Your code, called with a copy of the book and the trades of each update, away from the market's
 * thread. One call at a time, in order. What happens when it is slower than the market is said by
 * its {@link MailboxOptions}; that something was left out is reported before the update that
 * follows.
 */
@FunctionalInterface
public interface AsyncHook {
  /**
   * The book changed, or a snapshot of the exchange replaced it.
   *
   * @param book a copy, yours to keep
   * @param trades the trades since the last call, in the exchange's order; empty after a snapshot
   * @throws Exception is reported as {@link MarketEvent.HookFailed}; the stream goes on
   */
  void onUpdate(BookSnapshot book, List<Trade> trades) throws Exception;

  /**
   * Updates were left out because this hook was slower than the market. Called before the update
   * that follows, which has the newest book.
   *
   * @param updates how many updates were conflated into the one that follows
   * @param lostTrades how many trades are missing for good, beyond the bound; 0 as a rule
   * @throws Exception is reported like one of {@link #onUpdate}
   */
  default void onConflated(long updates, long lostTrades) throws Exception {}

  /**
   * The stream changed its state: until it is {@link FeedState#LIVE} again the last book is not
   * current. In order with the updates. Of several changes that wait together only the newest is
   * delivered, and before it the first that was a break.
   *
   * @param state the state it is in
   * @param cause why
   * @throws Exception is reported like one of {@link #onUpdate}
   */
  default void onState(FeedState state, Cause cause) throws Exception {}
}
