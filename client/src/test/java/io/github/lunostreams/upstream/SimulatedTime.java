package io.github.lunostreams.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop and a clock that stand still until the test moves them. */
public final class SimulatedTime implements EventLoop, InstantSource {
  private record Task(long at, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now;
  private long number;
  private boolean closed;

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    Task task = new Task(now + delay.toNanos(), number++, action);
    if (!closed) {
      tasks.add(task);
    }
    return () -> tasks.remove(task);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public boolean close(Runnable last) {
    closed = true;
    tasks.clear();
    last.run();
    return true;
  }

  /** Runs what is due now. */
  public void run() {
    advance(Duration.ZERO);
  }

  /** Moves the clock, running each task at its time. */
  public void advance(Duration duration) {
    long end = now + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task task = tasks.poll();
      now = Math.max(now, task.at());
      task.action().run();
    }
    now = end;
  }

  /** How many tasks wait. */
  public int waiting() {
    return tasks.size();
  }
}
