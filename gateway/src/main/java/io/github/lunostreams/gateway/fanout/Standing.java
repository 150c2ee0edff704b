package io.github.lunostreams.gateway.fanout;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How a relayed market stands with the exchange. */
sealed interface Standing {
  /** There is no current book; one is on its way. */
  record Waiting() implements Standing {}

  /**
   * There will be no book any more.
   *
   * @param frame the text that clients are told so with
   */
  record Ended(String frame) implements Standing {}

  /** In step: the time from one snapshot of the exchange until it is lost. */
  final class InStep implements Standing {
    private final int priceDecimals;

    /**
     * Where clients may start, if it is known now. Set by the market's thread with the exchange's
     * snapshot; taken away by it when too much has come since; set again by whoever was asked for.
     */
    private volatile @Nullable StartingPoint start;

    private final AtomicBoolean asked = new AtomicBoolean();

    InStep(int priceDecimals, StartingPoint start) {
      this.priceDecimals = priceDecimals;
      this.start = start;
    }

    int priceDecimals() {
      return priceDecimals;
    }

    @Nullable StartingPoint start() {
      return start;
    }

    void start(@Nullable StartingPoint point) {
      start = point;
    }

    /** Whether it is the caller's turn to see to a starting point, until it says so. */
    boolean ask() {
      return !asked.get() && !asked.getAndSet(true);
    }

    void answered() {
      asked.set(false);
    }
  }
}
