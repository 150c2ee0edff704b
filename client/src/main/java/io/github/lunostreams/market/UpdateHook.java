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
}
