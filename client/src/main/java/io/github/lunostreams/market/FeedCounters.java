package io.github.lunostreams.market;

import io.github.lunostreams.market.Cause.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** A stream's counters: written by its threads, read by any. */
final class FeedCounters {
  final LongAdder frames = new LongAdder();
  final LongAdder snapshots = new LongAdder();
  final LongAdder updates = new LongAdder();
  final LongAdder trades = new LongAdder();
  final LongAdder oldMessages = new LongAdder();
  final LongAdder attempts = new LongAdder();
  final LongAdder hookFailures = new LongAdder();

  /** Filled at construction, so that reading needs no lock. */
  private final Map<Reason, LongAdder> breaks = new EnumMap<>(Reason.class);

  FeedCounters() {
    for (Reason reason : Reason.values()) {
      breaks.put(reason, new LongAdder());
    }
  }

  void broke(Reason reason) {
    breaks.get(reason).increment();
  }

  FeedStatistics read() {
    Map<Reason, Long> counted = new EnumMap<>(Reason.class);
    breaks.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            counted.put(reason, count.sum());
          }
        });
    return new FeedStatistics(
        frames.sum(),
        snapshots.sum(),
        updates.sum(),
        trades.sum(),
        oldMessages.sum(),
        attempts.sum(),
        Map.copyOf(counted),
        hookFailures.sum());
  }
}
