package io.github.lunostreams.cli.watch;

import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.EventLoop.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a gateway that sends beats goes on sending. A gateway that knows no beats sends
 * nothing while a market is quiet, so it is not watched.
 *
 * <p>Silence is measured by two clocks, since the nanosecond clock may stand still while a machine
 * sleeps, and the other one may be set.
 *
 * <p>Owned by the event loop.
 */
final class BeatWatch {
  /** A gateway sends a beat when it has sent nothing for 2 s: three are missing. */
  static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** How often it is looked: how soon after a sleep of the machine the silence is noticed. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final InstantSource clock;
  private final LongSupplier waitingNanos;
  private final Runnable silent;

  private @Nullable Timer timer;
  private long heardNanos;
  private long heardMillis;

  /**
   * A watch that is not started.
   *
   * @param clock the one by which frames' arrivals are told
   * @param waitingNanos for how long the oldest frame waits for the event loop; 0 if none does
   * @param silent is called once, when nothing has come for {@link #TIMEOUT}
   */
  BeatWatch(EventLoop loop, InstantSource clock, LongSupplier waitingNanos, Runnable silent) {
    this.loop = loop;
    this.clock = clock;
    this.waitingNanos = waitingNanos;
    this.silent = silent;
  }

  /** The gateway sends beats: from now on something has to come. */
  void start() {
    if (timer == null) {
      timer = loop.schedule(INTERVAL, this::check);
    }
  }

  boolean isWatching() {
    return timer != null;
  }

  /**
   * Something came.
   *
   * @param arrivedMillis when, by the clock
   * @param waited how long ago, in nanoseconds
   * @return whether it came in time; false if it is the end of a silence, and may be old
   */
  boolean heard(long arrivedMillis, long waited) {
    long arrivedNanos = loop.nanoTime() - waited;
    boolean inTime = timer == null || !isSilent(arrivedNanos, arrivedMillis);
    heardNanos = arrivedNanos;
    heardMillis = arrivedMillis;
    return inTime;
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void check() {
    if (waitingNanos.getAsLong() == 0 && isSilent(loop.nanoTime(), clock.millis())) {
      timer = null;
      silent.run();
    } else {
      Duration left = TIMEOUT.minusNanos(loop.nanoTime() - heardNanos);
      boolean soon = left.isPositive() && left.compareTo(INTERVAL) < 0;
      timer = loop.schedule(soon ? left : INTERVAL, this::check);
    }
  }

  private boolean isSilent(long nowNanos, long nowMillis) {
    return nowNanos - heardNanos >= TIMEOUT.toNanos()
        || nowMillis - heardMillis >= TIMEOUT.toMillis();
  }
}
