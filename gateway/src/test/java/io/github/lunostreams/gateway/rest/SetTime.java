package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.loop.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop on the test's thread, whose clock stands still until the test moves it. */
final class SetTime implements EventLoop {
  private record Task(long at, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now;
  private long number;

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    Task task = new Task(now + delay.toNanos(), number++, action);
    tasks.add(task);
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
  public boolean close(Runnable last) {
    tasks.clear();
    last.run();
    return true;
  }

  void advance(Duration duration) {
    long end = now + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task task = tasks.poll();
      now = Math.max(now, task.at());
      task.action().run();
    }
    now = end;
  }
}
