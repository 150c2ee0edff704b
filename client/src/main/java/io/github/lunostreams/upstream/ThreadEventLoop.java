package io.github.lunostreams.upstream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop with a thread of its own. The thread is no daemon: a program that follows a market
 * goes on until it closes the stream.
 */
public final class ThreadEventLoop implements EventLoop {
  private static final Logger log = LoggerFactory.getLogger(ThreadEventLoop.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor executor;
  private final AtomicBoolean closing = new AtomicBoolean();
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
    executor.prestartCoreThread();
  }

  @Override
  public void execute(Runnable task) {
    if (!closing.get()) {
      executor.execute(guarded(task));
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /**
   * The executor would keep a task's exception to itself; and one that closing overtook is dropped.
   */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        if (!closing.get()) {
          task.run();
        }
      } catch (RuntimeException | Error unexpected) {
        log.error("a task failed", unexpected);
        throw unexpected;
      }
    };
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
  public boolean close(Runnable last) {
    if (!closing.compareAndSet(false, true)) {
      return executor.isTerminated();
    }
    executor.getQueue().clear();
    executor.execute(last);
    executor.shutdown();
    if (isCurrent()) {
      return false;
    }
    try {
      if (executor.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread busy = thread;
    if (busy != null) {
      busy.interrupt();
    }
    return false;
  }
}
