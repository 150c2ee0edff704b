package io.github.lunostreams.upstream;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs one market's tasks, one at a time and in the order given, now or later. All that waits in
 * this library waits through this interface, so a test can run a stream on simulated time.
 */
public interface EventLoop extends Executor, AutoCloseable {
  /**
   * Runs a task as soon as those before it have run. After {@link #close} tasks are dropped
   * silently.
   *
   * @param task must not block for long
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs a task after a delay, between other tasks.
   *
   * @param delay from now, 0 or more
   * @param task must not block for long
   * @return to call the task off
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Whether the caller is one of this loop's tasks.
   *
   * @return true on the loop's own thread
   */
  boolean isCurrent();

  /**
   * A clock for durations.
   *
   * @return nanoseconds since an arbitrary moment
   */
  long nanoTime();

  /**
   * Ends the loop: after the running task the given one, and no other. Called from elsewhere, waits
   * a short while for that; if the running task holds the loop longer, it is interrupted, and the
   * last one still comes after it. Closing again does nothing.
   *
   * @param last is run as the loop's last task; not if the loop was closed before
   * @return whether the loop has ended; false also for a caller that is one of its tasks
   */
  boolean close(Runnable last);

  /** Ends the loop after the running task. */
  @Override
  default void close() {
    boolean unused = close(() -> {});
  }

  /** A task to come. */
  @FunctionalInterface
  interface Timer {
    /** Calls the task off, unless it has run. Calling again does nothing. */
    void cancel();
  }
}
