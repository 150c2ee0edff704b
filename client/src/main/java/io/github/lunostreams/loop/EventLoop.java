package io.github.lunostreams.loop;

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
   * Runs no further task. Called from within a task, that one is the last; called from elsewhere,
   * waits a short while for the running task to end. Closing again does nothing.
   */
  @Override
  void close();

  /** A task to come. */
  @FunctionalInterface
  interface Timer {
    /** Calls the task off, unless it has run. Calling again does nothing. */
    void cancel();
  }
}
