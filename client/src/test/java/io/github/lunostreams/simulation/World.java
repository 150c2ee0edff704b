package io.github.lunostreams.simulation;

import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Time, chance and memory of one simulated run. Everything that happens is a task at a moment, run
 * by one thread in an order that the seed decides and nothing else.
 */
final class World implements InstantSource {
  private static final int REMEMBERED = 50;

  /** As long ago as its numbers of milliseconds have as many digits as those of an exchange. */
  private static final Instant START = Instant.parse("2026-09-22T00:00:00Z");

  private record Task(long at, long number, Runnable action) {}

  final SplittableRandom random;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private final Deque<String> memory = new ArrayDeque<>();
  private long now;
  private long number;
  private long clockError;

  World(long seed) {
    random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** The wall clock, which unlike time itself may jump. */
  @Override
  public Instant instant() {
    return START.plusNanos(now + clockError);
  }

  void jumpClock(Duration by) {
    clockError += by.toNanos();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A duration between two numbers of milliseconds. */
  Duration millis(int from, int to) {
    return Duration.ofMillis(random.nextInt(from, to + 1));
  }

  void after(Duration delay, Runnable action) {
    at(now + delay.toNanos(), action);
  }

  EventLoop.Timer at(long moment, Runnable action) {
    Task task = new Task(Math.max(now, moment), number++, action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Runs the next task. False if none is left before the end. */
  boolean step(long end) {
    if (tasks.isEmpty() || tasks.peek().at > end) {
      now = end;
      return false;
    }
    Task task = tasks.poll();
    now = task.at;
    task.action.run();
    return true;
  }

  /** Keeps what happened, for the report of a run that failed. */
  void remember(String what) {
    if (memory.size() == REMEMBERED) {
      memory.removeFirst();
    }
    memory.add("%10.3f s  %s".formatted(now / 1e9, what));
  }

  String memory() {
    return String.join("\n", memory);
  }

  /** An event loop of this world: its tasks keep their order, and now and then it lags behind. */
  Loop loop(double laziness) {
    return new Loop(laziness);
  }

  final class Loop implements EventLoop {
    private final double laziness;
    private long busyUntil;
    private boolean closed;

    private Loop(double laziness) {
      this.laziness = laziness;
    }

    @Override
    public void execute(Runnable task) {
      if (chance(laziness)) {
        busyUntil = Math.max(busyUntil, now) + millis(1, 3_000).toNanos();
      }
      busyUntil = Math.max(busyUntil, now);
      at(busyUntil, () -> runOpen(task));
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return at(now + delay.toNanos(), () -> runOpen(task));
    }

    private void runOpen(Runnable task) {
      if (!closed) {
        task.run();
      }
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
      closed = true;
      last.run();
      return true;
    }

    boolean isClosed() {
      return closed;
    }
  }
}
