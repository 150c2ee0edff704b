package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Which markets are followed when.
 *
 * @param named always followed, in this order
 * @param onDemand whether other markets are followed while they are used
 * @param idleTimeout how long such a market is still followed after its last use
 * @param sessions how many sessions at the exchange there may be
 */
public record MarketSelection(
    SequencedSet<Pair> named, boolean onDemand, Duration idleTimeout, int sessions) {
  /** Copies the set. */
  public MarketSelection {
    named = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(named));
  }
}
