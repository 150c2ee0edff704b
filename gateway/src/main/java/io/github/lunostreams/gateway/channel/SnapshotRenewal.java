package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.gateway.channel.UpstreamState.InStep;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the snapshots that clients join with when the exchange's own is too old: the book is
 * copied, once for all who wait and not more often than the interval. The market's thread copies
 * the orders and nothing more; the copy is encoded elsewhere.
 *
 * <p>Any thread may use it.
 */
final class SnapshotRenewal {
  private static final Logger log = LoggerFactory.getLogger(SnapshotRenewal.class);

  private final LunoFormat format;
  private final long intervalNanos;
  private final LiveBook liveBook;
  private final Executor encoder;
  private final LongSupplier nanoClock;
  private final UpdateLog<LunoEntry> updates;
  private final Supplier<UpstreamState> state;
  private final LongAdder captured = new LongAdder();

  /**
   * A renewal that nobody has requested.
   *
   * @param interval between two copies
   * @param liveBook is copied
   * @param encoder runs what takes milliseconds
   * @param nanoClock counts nanoseconds from anywhere
   * @param updates those that the book has had; woken when there is a snapshot
   * @param state of the market, set by its thread
   */
  SnapshotRenewal(
      LunoFormat format,
      Duration interval,
      LiveBook liveBook,
      Executor encoder,
      LongSupplier nanoClock,
      UpdateLog<LunoEntry> updates,
      Supplier<UpstreamState> state) {
    this.format = format;
    this.intervalNanos = interval.toNanos();
    this.liveBook = liveBook;
    this.encoder = encoder;
    this.nanoClock = nanoClock;
    this.updates = updates;
    this.state = state;
  }

  /**
   * Has a snapshot made, unless one is being made or it is too early.
   *
   * @return after how many nanoseconds to request it again if there is none yet
   */
  long request(InStep inStep) {
    long now = nanoClock.getAsLong();
    long wait = inStep.tooEarlyNanos(now);
    if (wait > 0) {
      return wait;
    }
    if (inStep.request(now, now + intervalNanos)) {
      liveBook.read(book -> capture(inStep, book));
    }
    return intervalNanos;
  }

  private void capture(InStep inStep, OrderBook book) {
    if (state.get() != inStep) {
      return; // There will be another snapshot of the exchange, or none.
    }
    try {
      CapturedOrders orders = CapturedOrders.of(book, inStep.priceDecimals());
      LunoEntry position = updates.newest();
      captured.increment();
      encoder.execute(() -> encode(inStep, orders, position));
    } catch (RuntimeException | OutOfMemoryError failure) {
      log.error("clients wait: the book of sequence {} cannot be copied", book.sequence(), failure);
      inStep.answered();
    }
  }

  private void encode(InStep inStep, CapturedOrders orders, LunoEntry position) {
    try {
      inStep.snapshot(new JoinSnapshot(position, format.snapshot(orders)));
    } catch (RuntimeException | OutOfMemoryError failure) {
      log.error(
          "clients wait: the book of sequence {} cannot be encoded", orders.sequence(), failure);
      inStep.answered(); // The next update wakes those who wait, and they ask again.
      return;
    }
    inStep.answered();
    updates.wake();
  }

  /** How many copies have been made. */
  long captured() {
    return captured.sum();
  }
}
