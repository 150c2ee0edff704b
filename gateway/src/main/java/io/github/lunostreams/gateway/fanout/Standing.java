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

    /** When one may be asked for again. Written by whose turn it is. */
    private volatile long notBeforeNanos;

    /**
     * Begins with a book of the exchange.
     *
     * @param priceDecimals with how many decimals the exchange writes prices
     * @param start the book
     * @param nowNanos of the clock that is shown to {@link #ask}
     */
    InStep(int priceDecimals, StartingPoint start, long nowNanos) {
      this.priceDecimals = priceDecimals;
      this.start = start;
      this.notBeforeNanos = nowNanos;
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

    /** How long it is too early to ask for a starting point; 0 or less if it is not. */
    long tooEarlyNanos(long nowNanos) {
      return notBeforeNanos - nowNanos;
    }

    /**
     * Whether it is the caller's turn to see to a starting point, until it says so.
     *
     * @param nowNanos if it is not too early
     * @param againNanos when it may be somebody's turn again
     */
    boolean ask(long nowNanos, long againNanos) {
      if (asked.get() || asked.getAndSet(true)) {
        return false;
      }
      if (tooEarlyNanos(nowNanos) > 0) {
        asked.set(false); // Another had its turn since the caller looked.
        return false;
      }
      notBeforeNanos = againNanos;
      return true;
    }

    void answered() {
      asked.set(false);
    }
  }
}
