package io.github.lunostreams.simulator.market;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paces a market's random flow: messages come by themselves at a rate, on the scheduler's thread.
 *
 * <p>Any thread may call any method. The market's lock, which it is given, guards its fields and is
 * held during each message, so that none comes after {@link #pause} has returned; between messages
 * it is free, so no caller waits long.
 */
public final class Pacer {
  private static final Logger log = LoggerFactory.getLogger(Pacer.class);

  /** Messages of a high rate leave in batches this far apart. */
  private static final long MIN_TICK = TimeUnit.MILLISECONDS.toNanos(2);

  private final String pair;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService scheduler;
  private final Runnable message;
  private final LongSupplier sequence;

  /** The market's; guards all below. */
  private final ReentrantLock lock;

  private double rate;
  private boolean ended;

  /** Null while no messages come by themselves. */
  private @Nullable Pace pace;

  private @Nullable ScheduledFuture<?> nextTick;

  /**
   * Paused, at the shape's rate.
   *
   * @param shape of the market
   * @param nanoTime nanoseconds of a monotonic clock
   * @param scheduler whose threads messages come on
   * @param lock the market's
   * @param message applies and sends one message; called with the lock held
   * @param sequence of the last message
   */
  public Pacer(
      MarketShape shape,
      LongSupplier nanoTime,
      ScheduledExecutorService scheduler,
      ReentrantLock lock,
      Runnable message,
      LongSupplier sequence) {
    this.pair = shape.pair();
    this.rate = shape.rate();
    this.nanoTime = nanoTime;
    this.scheduler = scheduler;
    this.lock = lock;
    this.message = message;
    this.sequence = sequence;
  }

  /** {@return messages a second while not paused} */
  public double rate() {
    lock.lock();
    try {
      return rate;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the rate and, unless it is 0 or the market has ended, starts at it.
   *
   * @param messagesPerSecond from 0
   */
  public void rate(double messagesPerSecond) {
    lock.lock();
    try {
      rate = messagesPerSecond;
      stopTicking();
      if (rate > 0 && !ended) {
        Pace fresh = new Pace(rate, nanoTime.getAsLong());
        pace = fresh;
        scheduleTick(fresh);
      }
    } finally {
      lock.unlock();
    }
  }

  /** When it returns, no message comes by itself until a rate is set. */
  public void pause() {
    lock.lock();
    try {
      stopTicking();
    } finally {
      lock.unlock();
    }
  }

  /** Pauses for good. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      stopTicking();
    } finally {
      lock.unlock();
    }
  }

  private void stopTicking() {
    pace = null;
    ScheduledFuture<?> pending = nextTick;
    if (pending != null) {
      pending.cancel(false);
      nextTick = null;
    }
  }

  private void scheduleTick(Pace current) {
    long delay = Math.max(MIN_TICK, current.untilNext(nanoTime.getAsLong()));
    try {
      nextTick = scheduler.schedule(() -> tick(current), delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{}: the simulator is closing, no more messages", pair, e);
    }
  }

  /** Runs on the scheduler's thread. */
  private void tick(Pace current) {
    try {
      boolean going = true;
      for (int due = takeDue(current); due > 0 && going; due--) {
        going = advance(current);
      }
      lock.lock();
      try {
        if (pace == current) {
          scheduleTick(current);
        }
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException | AssertionError e) {
      log.error("{}: random flow failed at sequence {}; it stops", pair, sequence.getAsLong(), e);
      pause();
    }
  }

  private int takeDue(Pace current) {
    lock.lock();
    try {
      return pace == current ? current.take(nanoTime.getAsLong()) : 0;
    } finally {
      lock.unlock();
    }
  }

  /** One message, unless the pace has changed meanwhile. */
  private boolean advance(Pace current) {
    lock.lock();
    try {
      if (pace != current) {
        return false;
      }
      message.run();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
