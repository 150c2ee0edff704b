package io.github.lunostreams.cli.watch;

/** Receives the views of a market as they come. A source calls it from one thread at a time. */
public interface ViewSink {
  /**
   * Why nothing more comes.
   *
   * @param message as the exchange or the gateway sent it
   * @param errorCode the exchange's error code; empty if it sent none
   */
  record Failure(String message, String errorCode) {}

  /**
   * The market changed. Must not block: the source's connection waits meanwhile.
   *
   * @param view the market now
   */
  void onView(MarketView view);

  /**
   * Nothing more comes.
   *
   * @param failure why
   */
  void onFailed(Failure failure);
}
