package io.github.lunostreams.market;

/** Receives the events of a stream's life: its states and what went wrong. */
@FunctionalInterface
public interface MarketListener {
  /**
   * Something happened. Called on the market's thread, in order with the synchronous hooks' calls;
   * a listener that throws is logged and called again the next time.
   *
   * @param event what happened
   */
  void onEvent(MarketEvent event);
}
