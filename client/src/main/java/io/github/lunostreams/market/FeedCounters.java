package io.github.lunostreams.market;

import io.github.lunostreams.upstream.Cause.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A stream's counters: written by its threads, read by any. */
final class FeedCounters {
  final LongAdder frames = new LongAdder();
  final LongAdder slowPathFrames = new LongAdder();
  final LongAdder snapshots = new LongAdder();
  final LongAdder updates = new LongAdder();
  final LongAdder trades = new LongAdder();
  final LongAdder oldMessages = new LongAdder();
  final LongAdder priceMismatches = new LongAdder();
  final LongAdder leftOut = new LongAdder();
  final LongAdder attempts = new LongAdder();
  final LongAdder hookFailures = new LongAdder();

  private final Map<Reason, Long> breaks = new ConcurrentHashMap<>();

  void broke(Reason reason) {
    breaks.merge(reason, 1L, Long::sum);
  }

  FeedStatistics read() {
    return new FeedStatistics(
        frames.sum(),
        slowPathFrames.sum(),
        snapshots.sum(),
        updates.sum(),
        trades.sum(),
        oldMessages.sum(),
        priceMismatches.sum(),
        leftOut.sum(),
        attempts.sum(),
        Map.copyOf(breaks),
        hookFailures.sum());
  }
}
