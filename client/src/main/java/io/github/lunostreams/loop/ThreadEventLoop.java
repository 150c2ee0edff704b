package io.github.lunostreams.loop;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with a thread of its own. The thread is no daemon: a program that follows a market
 * goes on until it closes the stream.
 */
public final class ThreadEventLoop implements EventLoop {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  /**
   * Starts a loop.
   *
   * @param name the thread's name
   */
  public ThreadEventLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> thread = Thread.ofPlatform().name(name).unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.prestartCoreThread();
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    if (isCurrent()) {
      // shutdownNow interrupts the worker; that is ourselves, and our task is to end undisturbed.
      Thread.interrupted();
      return;
    }
    try {
      // A task that ignores the interrupt keeps its thread until it returns; then the thread ends.
      boolean ended = executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
