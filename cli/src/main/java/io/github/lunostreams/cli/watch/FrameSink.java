package io.github.lunostreams.cli.watch;

/** Takes a market's frames as they come. A source calls it from one thread at a time. */
public interface FrameSink {
  /**
   * The market changed.
   *
   * @param frame what it is now
   */
  void onFrame(Frame frame);

  /**
   * Nothing more will come.
   *
   * @param reason in the words of the exchange or the gateway
   */
  void onFailed(String reason);
}
