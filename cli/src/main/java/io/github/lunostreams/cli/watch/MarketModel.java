package io.github.lunostreams.cli.watch;

import io.github.lunostreams.book.Pair;
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
 * Keeps what a screen shows of a market up to date with the market's views. Any thread may call its
 * methods.
 */
final class MarketModel implements ViewSink {
  /** More than a screen can show. */
  private static final int MAX_TRADES = 200;

  private static final int MAX_DELAYS = 31;

  private final Pair pair;
  private final String source;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final Deque<MarketView.Trade> trades = new ArrayDeque<>();
  private final Deque<Long> delays = new ArrayDeque<>();
  private final RateMeter rate;
  private String feed = MarketView.RESYNCING;
  private String detail = "connecting";
  private MarketView.@Nullable Book book;
  private @Nullable Failure failure;
  private boolean ended;
  private long version;

  /** The clock is for the delay, the nanosecond clock for the rate. */
  MarketModel(Pair pair, String source, InstantSource clock, LongSupplier nanoTime) {
    this.pair = pair;
    this.source = source;
    this.clock = clock;
    this.nanoTime = nanoTime;
    rate = new RateMeter(nanoTime.getAsLong());
  }

  @Override
  public void onView(MarketView view) {
    long now = clock.millis();
    change(
        () -> {
          feed = view.feed();
          detail = view.detail();
          MarketView.Book newest = view.book();
          if (newest != null) {
            book = newest;
            if (view.updates() > 0) {
              if (newest.timestampMillis() != 0) {
                keep(delays, now - newest.timestampMillis(), MAX_DELAYS);
              }
              rate.add(view.updates(), nanoTime.getAsLong());
            }
          }
          view.trades().forEach(trade -> keep(trades, trade, MAX_TRADES));
        });
  }

  private static <T> void keep(Deque<T> deque, T newest, int max) {
    deque.addFirst(newest);
    if (deque.size() > max) {
      deque.removeLast();
    }
  }

  @Override
  public void onFailed(Failure why) {
    change(
        () -> {
          failure = why;
          ended = true;
        });
  }

  /** Ends all waits, also later ones. */
  void end() {
    change(() -> ended = true);
  }

  /** Wakes the threads that wait for a change: something other than the market changed. */
  void wake() {
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

  /** Waits, at most so long, for a change after that version; returns the newest version. */
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

  /** Waits for the end, at most so long; returns whether it has come. */
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

  /** Why nothing more comes; null while more may come. */
  @Nullable Failure failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  ViewState state() {
    lock.lock();
    try {
      return new ViewState(
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
