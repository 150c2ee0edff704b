package io.github.lunostreams.cli.check;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.rest.OrderBookTop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stream's book with REST's. REST's answer may be a second old. So the states around
 * the request are kept, and the answer is compared with those of its own timestamp, of which there
 * may be several. A state whose time is not known is left out.
 *
 * <p>The market's thread adds states; another one compares.
 */
final class BookAudit {
  /** Half a minute of a busy market; beyond, the oldest are dropped. */
  private static final int MAX_STATES = 2_000;

  /** The verdict of an audit. */
  enum Verdict {
    OK,
    DIFFERS,
    INCONCLUSIVE
  }

  /**
   * The result of an audit.
   *
   * @param verdict the comparison's result
   * @param reason in words
   */
  record Result(Verdict verdict, String reason) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final Deque<BookSnapshot> states = new ArrayDeque<>();
  private @Nullable BookSnapshot newest;
  private boolean open;
  private boolean broken;

  /** Adds the newest state, of at most {@link RestComparison#LEVELS} levels a side. */
  void add(BookSnapshot state) {
    lock.lock();
    try {
      newest = state;
      if (open && state.timestamp().isPresent()) {
        states.addLast(state);
        if (states.size() > MAX_STATES) {
          states.removeFirst();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The book is not current any more: states before and after this do not belong together. */
  void interrupt() {
    lock.lock();
    try {
      broken = true;
      newest = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Starts to keep states, from the newest on. */
  void begin() {
    lock.lock();
    try {
      states.clear();
      broken = false;
      open = true;
      if (newest != null && newest.timestamp().isPresent()) {
        states.addLast(newest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Compares; waits at most so long for the stream to reach the time of the answer. */
  Result compare(OrderBookTop top, long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      Optional<Result> result = judge(top);
      while (result.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        result = judge(top);
      }
      return result.orElseGet(() -> undecided(top));
    } finally {
      open = false;
      states.clear();
      lock.unlock();
    }
  }

  /** The result, or empty while a later state may decide. */
  private Optional<Result> judge(OrderBookTop top) {
    long time = top.timestamp().toEpochMilli();
    if (broken) {
      return inconclusive("the stream broke meanwhile");
    }
    String difference = null;
    for (BookSnapshot state : states) {
      Optional<String> differs = RestComparison.difference(state, top);
      if (differs.isEmpty()) {
        return Optional.of(
            new Result(
                Verdict.OK,
                "%d bids and %d asks are the same at sequence %d"
                    .formatted(top.bids().size(), top.asks().size(), state.sequence())));
      }
      if (state.timestampMillis() == time) {
        difference = differs.get();
      }
    }
    if (states.isEmpty() || states.getLast().timestampMillis() <= time) {
      return Optional.empty(); // More states of that very millisecond may follow.
    }
    if (difference != null) {
      return Optional.of(new Result(Verdict.DIFFERS, difference));
    }
    if (states.getFirst().timestampMillis() > time) {
      return inconclusive(
          "REST answered from %d ms before the first state kept"
              .formatted(states.getFirst().timestampMillis() - time));
    }
    return inconclusive("the stream had no state of REST's millisecond");
  }

  /** The result after the timeout. */
  private Result undecided(OrderBookTop top) {
    long time = top.timestamp().toEpochMilli();
    BookSnapshot last = states.peekLast();
    if (last == null) {
      return new Result(
          Verdict.INCONCLUSIVE,
          newest != null && newest.timestamp().isEmpty()
              ? "the stream's book has no time"
              : "there was no current book");
    }
    Optional<String> difference = RestComparison.difference(last, top);
    return last.timestampMillis() == time && difference.isPresent()
        ? new Result(Verdict.DIFFERS, difference.get())
        : new Result(
            Verdict.INCONCLUSIVE,
            "REST is %d ms ahead of the stream".formatted(time - last.timestampMillis()));
  }

  private static Optional<Result> inconclusive(String reason) {
    return Optional.of(new Result(Verdict.INCONCLUSIVE, reason));
  }
}
