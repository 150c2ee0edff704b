package io.github.lunostreams.testkit;

import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until the test moves it, and event loops that run on it: what is due
 * runs on the test's thread, in the order of its time. A loop of its own, and the maker of others.
 *
 * <p>Any thread may give it tasks; one thread moves the clock.
 */
public final class SimulatedTime implements EventLoop, InstantSource {
  private record Task(SimulatedLoop loop, long at, long number, Runnable action) {}

  /** Guarded by this. */
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

  /** Guarded by this. */
  private long now;

  /** Guarded by this. */
  private long number;

  private final SimulatedLoop own = new SimulatedLoop();

  /** The loop whose task is running, and the thread that runs it. */
  private volatile @Nullable SimulatedLoop running;

  private volatile @Nullable Thread runner;

  /** Time 0, 1970. */
  public SimulatedTime() {}

  /**
   * Makes another event loop on this clock.
   *
   * @param name is not used: a loop has no thread
   * @return a loop whose tasks keep their order
   */
  public SimulatedLoop loop(String name) {
    return new SimulatedLoop();
  }

  @Override
  public void execute(Runnable task) {
    own.execute(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return own.schedule(delay, task);
  }

  @Override
  public boolean isCurrent() {
    return own.isCurrent();
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  @Override
  public boolean close(Runnable last) {
    return own.close(last);
  }

  /** Runs what is due now. */
  public void run() {
    advance(Duration.ZERO);
  }

  /**
   * Moves the clock, and runs what comes due on the way at its time.
   *
   * @param duration by how much
   */
  public void advance(Duration duration) {
    long end = nanoTime() + duration.toNanos();
    for (Task task = due(end); task != null; task = due(end)) {
      SimulatedLoop before = running;
      running = task.loop();
      runner = Thread.currentThread();
      try {
        task.action().run();
      } finally {
        running = before;
      }
    }
    synchronized (this) {
      now = Math.max(now, end);
    }
  }

  /**
   * How many tasks wait, on all loops.
   *
   * @return those due now or later
   */
  public synchronized int waiting() {
    return tasks.size();
  }

  private synchronized @Nullable Task due(long end) {
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task next = tasks.poll();
      long free = next.loop().busyUntil;
      if (free <= next.at()) {
        now = Math.max(now, next.at());
        return next;
      }
      // Its loop is held: others may be due before it is free.
      tasks.add(new Task(next.loop(), free, next.number(), next.action()));
    }
    return null;
  }

  /**
   * An event loop on simulated time.
   *
   * <p>A task that would hold a real loop's thread for a while calls {@link #work}: what is due on
   * this loop meanwhile then comes later, while other loops go on.
   */
  public final class SimulatedLoop implements EventLoop {
    /** Guarded by the time. */
    private long busyUntil;

    /** Guarded by the time. */
    private boolean closed;

    private SimulatedLoop() {}

    /**
     * Holds this loop from now on for a while.
     *
     * @param duration how long the running task takes
     */
    public void work(Duration duration) {
      synchronized (SimulatedTime.this) {
        busyUntil = Math.max(busyUntil, now) + duration.toNanos();
      }
    }

    @Override
    public void execute(Runnable task) {
      Timer unused = schedule(Duration.ZERO, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      synchronized (SimulatedTime.this) {
        long mine = number++;
        if (!closed) {
          tasks.add(new Task(this, now + delay.toNanos(), mine, action));
        }
        return () -> {
          synchronized (SimulatedTime.this) {
            tasks.removeIf(task -> task.number() == mine);
          }
        };
      }
    }

    @Override
    public boolean isCurrent() {
      return running == this && runner == Thread.currentThread();
    }

    @Override
    public long nanoTime() {
      return SimulatedTime.this.nanoTime();
    }

    @Override
    public boolean close(Runnable last) {
      synchronized (SimulatedTime.this) {
        if (closed) {
          return true;
        }
        closed = true;
        tasks.removeIf(task -> task.loop() == this);
      }
      last.run();
      return true;
    }
  }
}
