package io.github.lunostreams.market;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the market's thread and one asynchronous hook: holds a bounded number of updates,
 * and calls the hook with them one at a time on the executor.
 *
 * <p>The market's thread offers, a task of the executor takes; at most one such task exists.
 */
final class Mailbox {
  /** Receives the failures, on either thread. */
  interface Listener {
    void hookFailed(long sequence, Throwable failure);

    void detached(long sequence, int capacity);
  }

  /** What waits to be handed over. */
  private sealed interface Item {}

  private record NewState(FeedState state, Cause cause) implements Item {}

  private record NewBook(BookSnapshot book, List<Trade> trades, long conflated, long lostTrades)
      implements Item {}

  private final AsyncHook hook;
  private final MailboxOptions options;
  private final Executor executor;
  private final Listener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomOrClosing = lock.newCondition();

  /** Guarded by the lock. At most two states in a row; with CONFLATE at most one book. */
  private final Deque<Item> waiting = new ArrayDeque<>();

  /** Guarded by the lock: a task of the executor is on its way or at work. */
  private boolean draining;

  /** Guarded by the lock: the stream closes, nobody is to wait any more. */
  private boolean closing;

  /** Guarded by the lock: the hook fell behind its bound and gets nothing more. */
  private boolean detached;

  Mailbox(AsyncHook hook, MailboxOptions options, Executor executor, Listener listener) {
    this.hook = hook;
    this.options = options;
    this.executor = executor;
    this.listener = listener;
  }

  /** Takes an event of the market in. On the market's thread. */
  void offer(MarketUpdate update) {
    switch (update) {
      case Reset reset -> {
        offerState(reset.state(), reset.change().cause());
        offer(reset.book(), List.of());
      }
      case Changed changed -> offer(changed.book(), changed.trades());
      case StateChanged change -> offerState(change.to(), change.cause());
      default -> {} // Such hooks get the trades of their updates only.
    }
  }

  /** Takes an update in, by the mailbox's rule if it is full. On the market's thread. */
  void offer(OrderBook book, List<Trade> trades) {
    boolean overflowed = false;
    lock.lock();
    try {
      if (detached) {
        return;
      }
      BookSnapshot copy = book.snapshot(options.depth());
      switch (options.overflow()) {
        case CONFLATE -> conflate(copy, trades);
        case BLOCK -> {
          awaitRoom();
          waiting.add(new NewBook(copy, trades, 0, 0));
        }
        case FAIL -> {
          overflowed = waitingBooks() >= options.capacity();
          if (overflowed) {
            detached = true;
            waiting.clear();
          } else {
            waiting.add(new NewBook(copy, trades, 0, 0));
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (overflowed) {
      listener.detached(book.sequence(), options.capacity());
    } else {
      drainSoon();
    }
  }

  /**
   * Takes a change of state in; it never waits and never overflows. On the market's thread.
   *
   * <p>Of changes with no book between them the newest is kept, and the first that was a break: a
   * hook that slept through it still learns that there was one, before the book that follows.
   */
  void offerState(FeedState state, Cause cause) {
    lock.lock();
    try {
      if (detached) {
        return;
      }
      Deque<NewState> run = new ArrayDeque<>();
      while (waiting.peekLast() instanceof NewState older) {
        run.addFirst(older);
        waiting.removeLast();
      }
      run.addLast(new NewState(state, cause));
      waiting.addAll(breakAndNewest(run));
    } finally {
      lock.unlock();
    }
    drainSoon();
  }

  private static List<NewState> breakAndNewest(Deque<NewState> run) {
    NewState newest = run.getLast();
    for (NewState each : run) {
      if (!each.state.isInStep()) {
        return each.equals(newest) ? List.of(newest) : List.of(each, newest);
      }
    }
    return List.of(newest);
  }

  /** Lets the market's thread go if it waits here, and never holds it again. Any thread. */
  void stopBlocking() {
    lock.lock();
    try {
      closing = true;
      roomOrClosing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() {
    while (waitingBooks() >= options.capacity() && !closing) {
      try {
        roomOrClosing.await();
      } catch (InterruptedException e) {
        // The stream is being closed and cannot wait for this hook.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private long waitingBooks() {
    return waiting.stream().filter(item -> item instanceof NewBook).count();
  }

  private void conflate(BookSnapshot copy, List<Trade> trades) {
    List<Trade> merged = trades;
    long conflated = 0;
    long lost = 0;
    NewBook older = removeWaitingBook();
    if (older != null) {
      conflated = older.conflated + 1;
      merged = new ArrayList<>(older.trades);
      merged.addAll(trades);
      lost = older.lostTrades;
    }
    int surplus = merged.size() - options.capacity();
    if (surplus > 0) {
      merged = merged.subList(surplus, merged.size());
      lost += surplus;
    }
    // With the older book gone, the states before and after it stand together.
    Deque<NewState> run = new ArrayDeque<>();
    while (waiting.poll() instanceof NewState state) {
      run.add(state);
    }
    if (!run.isEmpty()) {
      waiting.addAll(breakAndNewest(run));
    }
    waiting.add(new NewBook(copy, List.copyOf(merged), conflated, lost));
  }

  private @Nullable NewBook removeWaitingBook() {
    for (Iterator<Item> items = waiting.iterator(); items.hasNext(); ) {
      if (items.next() instanceof NewBook book) {
        items.remove();
        return book;
      }
    }
    return null;
  }

  private void drainSoon() {
    lock.lock();
    try {
      if (draining || waiting.isEmpty()) {
        return;
      }
      draining = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::drain);
  }

  private void drain() {
    for (Item item = next(); item != null; item = next()) {
      deliver(item);
    }
  }

  private @Nullable Item next() {
    lock.lock();
    try {
      Item item = waiting.poll();
      if (item == null) {
        draining = false;
      } else {
        roomOrClosing.signal();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  private void deliver(Item item) {
    long sequence = item instanceof NewBook update ? update.book.sequence() : 0;
    try {
      switch (item) {
        case NewState(FeedState state, Cause cause) -> hook.onState(state, cause);
        case NewBook update -> {
          if (update.conflated > 0) {
            hook.onConflated(update.conflated, update.lostTrades);
          }
          hook.onUpdate(update.book, update.trades);
        }
      }
    } catch (Throwable failure) {
      // Whatever it is: one hook's failure must not end the others' feed.
      listener.hookFailed(sequence, failure);
    }
  }
}
