package io.github.lunostreams.cli.watch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the newest picture of a market from its frames, for whoever looks now and then. Any thread
 * may call its methods.
 */
final class Album implements FrameSink {
  /** More than a screen can show. */
  private static final int KEPT_TRADES = 200;

  private static final int KEPT_DELAYS = 31;

  private final String pair;
  private final String source;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final Deque<Frame.Trade> trades = new ArrayDeque<>();
  private final Deque<Long> delays = new ArrayDeque<>();
  private final RateMeter rate;
  private String feed = "RESYNCING";
  private String detail = "connecting";
  private Frame.@Nullable Book book;
  private @Nullable String failure;
  private boolean ended;
  private long version;

  /** The nano time is for the rate, the clock for the delay. */
  Album(String pair, String source, InstantSource clock, LongSupplier nanoTime) {
    this.pair = pair;
    this.source = source;
    this.clock = clock;
    this.nanoTime = nanoTime;
    rate = new RateMeter(nanoTime.getAsLong());
  }

  @Override
  public void onFrame(Frame frame) {
    long now = clock.millis();
    change(
        () -> {
          feed = frame.feed();
          detail = frame.detail();
          Frame.Book newest = frame.book();
          if (newest != null) {
            book = newest;
            if (frame.updates() > 0) {
              keep(delays, now - newest.timestampMillis(), KEPT_DELAYS);
              rate.add(frame.updates(), nanoTime.getAsLong());
            }
          }
          frame.trades().forEach(trade -> keep(trades, trade, KEPT_TRADES));
        });
  }

  private static <T> void keep(Deque<T> deque, T newest, int most) {
    deque.addFirst(newest);
    if (deque.size() > most) {
      deque.removeLast();
    }
  }

  @Override
  public void onFailed(String reason) {
    change(
        () -> {
          failure = reason;
          ended = true;
        });
  }

  /** The looking is over. */
  void end() {
    change(() -> ended = true);
  }

  /** Something else than the market changed that the next look is to show. */
  void touch() {
    change(() -> {});
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something changed since that version, or for so long; returns the version. */
  long awaitChange(long since, long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (version == since && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the looking is over, at most so long; returns whether it is. */
  boolean awaitEnd(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more will come; null while there may be more. */
  @Nullable String failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  Picture picture() {
    lock.lock();
    try {
      return new Picture(
          pair,
          source,
          feed,
          detail,
          book,
          new ArrayList<>(trades),
          BigDecimal.valueOf(rate.perSecond(nanoTime.getAsLong()))
              .setScale(1, RoundingMode.HALF_UP),
          median(delays));
    } finally {
      lock.unlock();
    }
  }

  private static OptionalLong median(Deque<Long> values) {
    if (values.isEmpty()) {
      return OptionalLong.empty();
    }
    List<Long> sorted = values.stream().sorted().toList();
    return OptionalLong.of(sorted.get(sorted.size() / 2));
  }
}
