package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Markets that the exchange refused for good a short time ago: they are not asked for again until
 * that is over. It has no lock; times are of one clock, in nanoseconds.
 */
final class RejectionCache {
  /**
   * What was refused.
   *
   * @param known whether the exchange was known to have that market
   */
  private record Rejection(Refusal refusal, boolean known, long untilNanos) {}

  private final Duration life;
  private final SequencedMap<Pair, Rejection> rejections = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param life how long a market is not asked for again
   */
  RejectionCache(Duration life) {
    this.life = life;
  }

  void add(Pair pair, Refusal refusal, boolean known, long nowNanos) {
    rejections.putLast(pair, new Rejection(refusal, known, nowNanos + life.toNanos()));
  }

  /** Forgets those whose time is over. */
  void expire(long nowNanos) {
    rejections.values().removeIf(rejection -> rejection.untilNanos() - nowNanos <= 0);
  }

  Optional<Refusal> find(Pair pair) {
    return Optional.ofNullable(rejections.get(pair)).map(Rejection::refusal);
  }

  /** How many of those kept were not known to exist. */
  int unverified() {
    return (int) rejections.values().stream().filter(rejection -> !rejection.known()).count();
  }
}
