package io.github.lunostreams.upstream;

/** How soon to connect again after a connection was lost. */
public enum RetryPace {
  /** After a break that the next attempt is likely to mend. */
  NORMAL,
  /** After a refusal that only time mends. */
  SLOW,
  /** As slow as it gets: this upstream keeps sending what cannot be right. */
  SLOWEST
}
