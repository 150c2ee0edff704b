package io.github.lunostreams.market;

import io.github.lunostreams.upstream.Cause.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Notices an upstream that cannot be trusted: one whose snapshots are themselves wrong, or whose
 * messages break the book again and again for one reason. Dropped connections do not count, they
 * happen to honest exchanges.
 *
 * <p>Used by the market's thread.
 */
final class CircuitBreaker {
  /** This many wrong snapshots in a row open it. */
  static final int WRONG_SNAPSHOTS = 3;

  /** More than this many breaks for one reason within {@link #MEMORY} open it. */
  static final int BREAKS = 5;

  /** How long a break is remembered; without a new one for so long it closes. */
  static final Duration MEMORY = Duration.ofMinutes(10);

  /** The times of the newest breaks, oldest first, at most {@code BREAKS + 1} a reason. */
  private final Map<Reason, Deque<Long>> breaks = new EnumMap<>(Reason.class);

  private int wrongSnapshots;
  private boolean open;
  private long lastBreakNanos;

  /** The messages broke the book, or could not be read. */
  void broke(Reason reason, long nowNanos) {
    switch (reason) {
      case GAP, RESTART, BAD_FRAME, BROKEN_BOOK, OVERRUN -> {}
      default -> {
        return;
      }
    }
    Deque<Long> times = breaks.computeIfAbsent(reason, r -> new ArrayDeque<>());
    times.add(nowNanos);
    while (times.size() > BREAKS + 1 || nowNanos - times.getFirst() > MEMORY.toNanos()) {
      times.removeFirst();
    }
    lastBreakNanos = nowNanos;
    open |= times.size() > BREAKS;
  }

  /** A snapshot contradicted itself. */
  void wrongSnapshot(long nowNanos) {
    wrongSnapshots++;
    lastBreakNanos = nowNanos;
    open |= wrongSnapshots >= WRONG_SNAPSHOTS;
  }

  /** A snapshot was consistent. */
  void goodSnapshot() {
    wrongSnapshots = 0;
  }

  /** Whether the upstream is not to be trusted now. */
  boolean isOpen(long nowNanos) {
    if (open && nowNanos - lastBreakNanos >= MEMORY.toNanos()) {
      open = false;
      breaks.clear();
    }
    return open;
  }
}
