package io.github.lunostreams.market;

/** How much an {@link UpdateHook} wants to know of each change. */
public enum UpdateDetail {
  /** The book and the trades. */
  BOOK,
  /**
   * Also which orders came, were filled or left, and which levels changed. To note that costs the
   * market's thread a few nanoseconds an update.
   */
  CHANGES
}
