package io.github.lunostreams.gateway.channel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether a market that is passed on frame by frame is in step with the exchange. */
sealed interface UpstreamState {
  /** There is no current book; one is on its way. */
  record Waiting() implements UpstreamState {}

  /**
   * There will be no book any more.
   *
   * @param frame the text that tells clients so
   */
  record Ended(String frame) implements UpstreamState {}

  /** In step: the time from one snapshot of the exchange until it is lost. */
  final class InStep implements UpstreamState {
    private final int priceDecimals;

    /**
     * What clients join with, if there is one now. Set by the market's thread with the exchange's
     * snapshot; removed by it when too many updates follow it; set again when one was requested.
     */
    private volatile @Nullable JoinSnapshot snapshot;

    private final AtomicBoolean requested = new AtomicBoolean();

    /** When the next one may be requested. Written by whoever requests one. */
    private volatile long notBeforeNanos;

    /**
     * Begins with a book of the exchange.
     *
     * @param priceDecimals with how many decimals the exchange writes prices
     * @param snapshot the book
     * @param nowNanos of the clock that {@link #request} is given
     */
    InStep(int priceDecimals, JoinSnapshot snapshot, long nowNanos) {
      this.priceDecimals = priceDecimals;
      this.snapshot = snapshot;
      this.notBeforeNanos = nowNanos;
    }

    int priceDecimals() {
      return priceDecimals;
    }

    @Nullable JoinSnapshot snapshot() {
      return snapshot;
    }

    void snapshot(@Nullable JoinSnapshot newest) {
      snapshot = newest;
    }

    /** For how long no snapshot may be requested; 0 or less if one may. */
    long tooEarlyNanos(long nowNanos) {
      return notBeforeNanos - nowNanos;
    }

    /**
     * Begins a request for a snapshot, unless one is under way or it is too early.
     *
     * @param nowNanos the time
     * @param againNanos when the next one may be requested
     * @return whether the caller is to make the snapshot, and to call {@link #answered} then
     */
    boolean request(long nowNanos, long againNanos) {
      if (requested.get() || requested.getAndSet(true)) {
        return false;
      }
      if (tooEarlyNanos(nowNanos) > 0) {
        requested.set(false); // Another had its turn since the caller looked.
        return false;
      }
      notBeforeNanos = againNanos;
      return true;
    }

    void answered() {
      requested.set(false);
    }
  }
}
