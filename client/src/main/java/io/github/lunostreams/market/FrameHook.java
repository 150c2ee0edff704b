package io.github.lunostreams.market;

import io.github.lunostreams.book.OrderBook;

/**
 * Your code, called with each of the exchange's frames that went into the book, as it came: for
 * those who pass the stream on or keep it.
 *
 * <p>It runs on the market's thread like a {@link Hook}, and before the hooks of that update. A
 * frame that did not change the book's sequence (a keepalive, an old message, one that broke the
 * book) is not shown; breaks go to {@link MarketListener}s.
 */
@FunctionalInterface
public interface FrameHook {
  /**
   * A snapshot or an update went into the book.
   *
   * @param utf8 the frame's text in UTF-8; never changed by anyone, so it may be kept and passed on
   * @param snapshot whether it is a whole book, which nothing before it belongs to any more
   * @param book the live book after it: to be read here and now
   * @throws Exception is reported as {@link MarketEvent.HookFailed}; the stream goes on
   */
  void onFrame(byte[] utf8, boolean snapshot, OrderBook book) throws Exception;
}
