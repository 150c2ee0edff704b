package io.github.lunostreams.market;

/** Where a market's stream is in its life, and so what its book is worth. */
public enum FeedState {
  /** Made, and not started yet. There is no book. */
  NEW,
  /** A connection is being opened. There is no current book. */
  CONNECTING,
  /**
   * Connected, the credentials are sent, the snapshot has not come yet. There is no current book.
   */
  SYNCING,
  /** The book is the exchange's, up to the delay of the network. */
  LIVE,
  /**
   * The book follows the exchange, but late: frames have waited for the market's thread for longer
   * than a bound, since a hook takes its time. Hooks are called all the same.
   */
  LAGGING,
  /**
   * Nothing has come for a while although the connection stands. The book was right when it was
   * last updated and may be behind now.
   */
  STALE,
  /**
   * The book fits every check, but this upstream has sent wrong snapshots or broken the book for
   * one reason over and over in the last minutes: not to be relied on until that has stopped for
   * ten minutes. Hooks are called all the same.
   */
  SUSPECT,
  /** The connection is gone; the next attempt waits for its time. There is no current book. */
  BACKING_OFF,
  /** The exchange refuses for good. Nothing more will come. */
  FAILED,
  /** Closed by its owner. Nothing more will come. */
  CLOSED;

  /**
   * Whether the book follows the exchange and hooks are called with its updates.
   *
   * @return true for {@link #LIVE}, {@link #LAGGING} and {@link #SUSPECT}; only LIVE is to be
   *     relied on
   */
  public boolean isInStep() {
    return this == LIVE || this == LAGGING || this == SUSPECT;
  }

  /**
   * Whether this state is the last.
   *
   * @return true for {@link #FAILED} and {@link #CLOSED}
   */
  public boolean isFinal() {
    return this == FAILED || this == CLOSED;
  }
}
