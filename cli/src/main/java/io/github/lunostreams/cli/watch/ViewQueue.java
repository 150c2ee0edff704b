package io.github.lunostreams.cli.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Views that wait for a reader that may be slow. Waiting views with the same feed are merged into
 * the newest, so that the reader gets the newest book and all trades; of more than {@link
 * #MAX_WAITING} changes of the feed the oldest are dropped. Any thread may call its methods.
 */
final class ViewQueue implements ViewSink {
  static final int MAX_WAITING = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Deque<MarketView> waiting = new ArrayDeque<>();
  private @Nullable Failure failure;

  @Override
  public void onView(MarketView view) {
    lock.lock();
    try {
      MarketView last = waiting.peekLast();
      boolean sameFeed =
          last != null && last.feed().equals(view.feed()) && last.detail().equals(view.detail());
      if (sameFeed) {
        waiting.removeLast();
        waiting.addLast(view.mergedWith(last));
      } else {
        waiting.addLast(view);
      }
      if (waiting.size() > MAX_WAITING) {
        waiting.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFailed(Failure why) {
    lock.lock();
    try {
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a view; empty if nothing more comes. */
  Optional<MarketView> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && failure == null) {
        changed.await();
      }
      return Optional.ofNullable(waiting.pollFirst());
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
}
