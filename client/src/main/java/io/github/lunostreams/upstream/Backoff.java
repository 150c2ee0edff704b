package io.github.lunostreams.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from failure to failure up to a cap, with
 * jitter (a wait between half and the whole of it), so that many clients that lost the exchange at
 * one moment do not come back at one moment.
 *
 * <p>Used by one event loop.
 */
final class Backoff {
  private static final int MAX_DOUBLINGS = 32;

  private final Duration base;
  private final Duration cap;
  private final Duration slow;
  private final RandomGenerator random;
  private int failures;

  /** An attempt was to be slower than normal since the stream held. */
  private boolean refused;

  Backoff(FeedSettings settings, RandomGenerator random) {
    this.base = settings.backoffBase();
    this.cap = settings.backoffCap();
    this.slow = settings.slowBackoff();
    this.random = random;
  }

  /**
   * The wait after one more failure.
   *
   * @param atLeast how long the server asked to stay away: never less, and up to a tenth more, so
   *     that not all clients come back at one moment
   */
  Duration next(RetryPace pace, Duration atLeast) {
    Duration ours = next(pace);
    if (atLeast.compareTo(ours) <= 0) {
      return ours;
    }
    return atLeast.plusNanos(random.nextLong(atLeast.toNanos() / 10 + 1));
  }

  private Duration next(RetryPace pace) {
    long wait = base.toNanos() << Math.min(failures, MAX_DOUBLINGS);
    boolean overflowed = wait >> Math.min(failures, MAX_DOUBLINGS) != base.toNanos();
    if (overflowed || wait > cap.toNanos()) {
      wait = cap.toNanos();
    }
    failures++;
    boolean repeated = refused;
    refused |= pace != RetryPace.NORMAL;
    wait =
        switch (pace) {
          case NORMAL -> wait;
          case SLOW_IF_REPEATED -> repeated ? Math.max(wait, slow.toNanos()) : wait;
          case SLOW -> Math.max(wait, slow.toNanos());
          case SLOWEST -> Math.max(cap.toNanos(), slow.toNanos());
        };
    return Duration.ofNanos(wait / 2 + random.nextLong(wait / 2 + 1));
  }

  /** The stream held: the next wait is the shortest again. */
  void reset() {
    failures = 0;
    refused = false;
  }
}
