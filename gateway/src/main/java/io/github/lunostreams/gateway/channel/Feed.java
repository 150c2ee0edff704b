package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.market.FeedState;

/** What the book of a market is worth, in the words that clients see. */
public enum Feed {
  /** The book is the exchange's, up to the delay of the network. */
  LIVE,
  /** The book follows the exchange, but late: the gateway is behind with its updates. */
  LAGGING,
  /** The exchange has been silent for a while: the book may be behind. */
  STALE,
  /** The book fits every check, but the exchange has kept breaking it: not to be relied on. */
  SUSPECT,
  /** The book is the last good one, or there was none yet; a new one is being fetched. */
  RESYNCING,
  /** Nothing more will come for this market; the book, if there is one, is the last good one. */
  FAILED,
  /** No client asks for this market, so it is not followed: it will be once one does. */
  IDLE;

  /**
   * What clients see in a state of the upstream stream.
   *
   * @param state the stream's state
   * @return the feed; {@link #FAILED} for every final state
   */
  public static Feed of(FeedState state) {
    return switch (state) {
      case LIVE -> LIVE;
      case LAGGING -> LAGGING;
      case STALE -> STALE;
      case SUSPECT -> SUSPECT;
      case NEW, CONNECTING, SYNCING, BACKING_OFF -> RESYNCING;
      case FAILED, CLOSED -> FAILED;
    };
  }
}
