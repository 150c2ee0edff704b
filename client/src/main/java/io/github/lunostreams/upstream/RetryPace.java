package io.github.lunostreams.upstream;

/** How soon to connect again after a connection was lost. */
public enum RetryPace {
  /** After a break that the next attempt is likely to mend. */
  NORMAL,
  /**
   * After a refusal in the middle of a stream that was in step: as {@link #NORMAL} for the first,
   * as {@link #SLOW} when the connection has been refused before and has not held for a while
   * since.
   */
  SLOW_IF_REPEATED,
  /** After a refusal that only time mends. */
  SLOW,
  /** As slow as it gets: this upstream keeps sending what cannot be right. */
  SLOWEST
}
