package io.github.lunostreams.gateway;

import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * An event loop whose clock stands still until a test moves it; what is due then runs on the test's
 * thread. Any thread may give it tasks.
 */
public final class ManualTime implements EventLoop {
  /** Time 0. */
  public ManualTime() {}

  private record Task(long at, long number, Runnable action) {}

  /** Guarded by this. */
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

  /** Guarded by this. */
  private long now;

  /** Guarded by this. */
  private long number;

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable action) {
    Task task = new Task(now + delay.toNanos(), number++, action);
    tasks.add(task);
    return () -> {
      synchronized (this) {
        tasks.remove(task);
      }
    };
  }

  @Override
  public boolean isCurrent() {
    return false;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public boolean close(Runnable last) {
    synchronized (this) {
      tasks.clear();
    }
    last.run();
    return true;
  }

  /**
   * Moves the clock, and runs what comes to be due on the way at its time.
   *
   * @param duration by how much
   */
  public void advance(Duration duration) {
    long end = nanoTime() + duration.toNanos();
    for (Task task = due(end); task != null; task = due(end)) {
      task.action().run();
    }
    synchronized (this) {
      now = Math.max(now, end);
    }
  }

  /** How much is to come. */
  synchronized int waiting() {
    return tasks.size();
  }

  private synchronized @Nullable Task due(long end) {
    Task next = tasks.peek();
    if (next == null || next.at() > end) {
      return null;
    }
    now = Math.max(now, next.at());
    return tasks.poll();
  }
}
