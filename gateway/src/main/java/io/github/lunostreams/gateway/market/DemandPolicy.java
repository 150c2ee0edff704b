package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.access.Refusal.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides whether one more market may be followed on demand, and which is evicted for it. It has no
 * lock; times are of one clock, in nanoseconds.
 */
final class DemandPolicy {
  /** How many markets may be tried without knowing whether they exist. */
  static final int MAX_UNVERIFIED = 16;

  /** How long a market that the exchange refused for good is not asked for again. */
  static final Duration REJECTION_LIFE = Duration.ofMinutes(5);

  /**
   * A market is not evicted before this part of its idle timeout is over: else requests that take
   * turns on more markets than there are sessions would open and close one for each request.
   */
  private static final int EVICTABLE_PART = 20;

  private final MarketSelection selection;
  private final ReferenceData reference;
  private final RejectionCache rejections = new RejectionCache(REJECTION_LIFE);

  DemandPolicy(MarketSelection selection, ReferenceData reference) {
    this.selection = selection;
    this.reference = reference;
  }

  /**
   * Why a market is not to be followed now.
   *
   * @param followed those that are
   * @return empty if it may be followed
   */
  Optional<Refusal> refusal(Pair pair, Collection<FollowedMarket> followed, long nowNanos) {
    rejections.expire(nowNanos);
    Optional<Boolean> exists = reference.has(pair);
    if (!exists.orElse(true)) {
      return refusal(Kind.UNKNOWN, pair.code());
    }
    Optional<Refusal> rejected = rejections.find(pair);
    if (rejected.isPresent()) {
      return rejected;
    }
    if (allSessionsTaken(followed) && longestIdle(followed, nowNanos).isEmpty()) {
      return refusal(
          Kind.SESSION_LIMIT,
          "session limit exceeded: all %s sessions at the exchange are taken by other markets; try again later"
              .formatted(selection.sessions()));
    }
    if (exists.isEmpty() && unverified(followed) >= MAX_UNVERIFIED) {
      return refusal(
          Kind.UNAVAILABLE,
          "which markets there are is not known yet, and %s are being tried already; try again later"
              .formatted(MAX_UNVERIFIED));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(Kind kind, String words) {
    return Optional.of(new Refusal(kind, words));
  }

  /** The market whose session the next one gets, if all are taken. */
  Optional<FollowedMarket> toEvict(Collection<FollowedMarket> followed, long nowNanos) {
    return allSessionsTaken(followed) ? longestIdle(followed, nowNanos) : Optional.empty();
  }

  private boolean allSessionsTaken(Collection<FollowedMarket> followed) {
    return followed.size() >= selection.sessions();
  }

  /**
   * Of the markets without clients the one whose last use is the longest ago. Not one that is being
   * tried: or else names could be tried one after the other without end, each forgotten before the
   * exchange has refused it.
   */
  private Optional<FollowedMarket> longestIdle(Collection<FollowedMarket> followed, long nowNanos) {
    long least = selection.idleTimeout().toNanos() / EVICTABLE_PART;
    return followed.stream()
        .filter(one -> !selection.named().contains(one.market().pair()))
        .filter(one -> !one.hasClients() && !one.unverified())
        .filter(one -> nowNanos - one.usedNanos >= least)
        .max(Comparator.comparingLong(one -> nowNanos - one.usedNanos));
  }

  /** How many are being tried, or were refused lately, that are not known to exist. */
  private long unverified(Collection<FollowedMarket> followed) {
    return followed.stream().filter(FollowedMarket::unverified).count() + rejections.unverified();
  }

  /** The exchange refused a market for good. */
  void rejected(FollowedMarket market, Refusal why, long nowNanos) {
    rejections.add(market.market().pair(), why, market.known(), nowNanos);
  }
}
