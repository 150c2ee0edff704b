package io.github.lunostreams.cli.watch;

import java.util.Arrays;

/** The rate of events over the last seconds. The caller passes the time, in nanoseconds. */
final class RateMeter {
  private static final int SLOTS = 20;
  private static final long SLOT_NANOS = 250_000_000;

  /** The time span that counts, in seconds. */
  private static final int SECONDS = 5;

  private final long[] counts = new long[SLOTS];
  private final long started;
  private long slot;

  RateMeter(long nowNanos) {
    started = nowNanos;
    slot = 0;
  }

  void add(long count, long nowNanos) {
    advance(nowNanos);
    counts[(int) (slot % SLOTS)] += count;
  }

  /** Per second, over the last five seconds or, before that, since the start. */
  double perSecond(long nowNanos) {
    advance(nowNanos);
    double seconds = Math.min(SECONDS, Math.max(1, (nowNanos - started) / 1e9));
    return Arrays.stream(counts).sum() / seconds;
  }

  private void advance(long nowNanos) {
    long now = (nowNanos - started) / SLOT_NANOS;
    for (long next = Math.max(slot + 1, now - SLOTS + 1); next <= now; next++) {
      counts[(int) (next % SLOTS)] = 0;
    }
    slot = Math.max(slot, now);
  }
}
