package io.github.lunostreams.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.upstream.Backlog;

/**
 * Is called when a market's thread lags, by another thread: the market's own may be what hangs.
 *
 * <p>{@link MarketUpdate.StateChanged} to {@link FeedState#LAGGING} follows in the ordered stream
 * when the market's thread is free.
 */
@FunctionalInterface
public interface LagListener {
  /**
   * The oldest waiting frame has passed the bound. Called once for each time the market lags, at
   * most half the bound late, on the watchdog's thread; must not block.
   *
   * @param pair the market
   * @param backlog what waits for the market's thread
   */
  void onLagging(Pair pair, Backlog backlog);
}
