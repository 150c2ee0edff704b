package io.github.lunostreams.market;

/**
 * Your code, called with everything that happens to a market, in order: new books, changes, states.
 *
 * <p>It runs on the market's thread. The next frame waits until it returns; while frames wait for
 * longer than a bound, the market is {@link FeedState#LAGGING}.
 */
@FunctionalInterface
public interface UpdateHook {
  /**
   * Something happened.
   *
   * @param update to be read here and now; see {@link MarketUpdate} for what may be kept
   * @throws Exception is reported as {@link MarketEvent.HookFailed}; the stream goes on
   */
  void onUpdate(MarketUpdate update) throws Exception;

  /**
   * The exchange sent its keepalive (the text {@code ""}): nothing has happened, and the book is
   * still what it was. For those who pass the stream on: a silent exchange can be noticed behind
   * them only if they make up no keepalives of their own, and pass these on instead.
   *
   * <p>Called in order with the updates, while the book is in step; if it was {@link
   * FeedState#STALE}, after the change of that. Does nothing unless overridden.
   *
   * @throws Exception is reported as {@link MarketEvent.HookFailed}; the stream goes on
   */
  default void onKeepAlive() throws Exception {}
}
