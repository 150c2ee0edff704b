package io.github.lunostreams.upstream;

import io.github.lunostreams.upstream.EventLoop.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether text frames come. Only they count, unless {@link #alive} says otherwise: a dead
 * feed may go on answering pings. They count from when they came, not from when the event loop had
 * time for them. First it asks with a ping, then it reports that the feed may be dead, then that it
 * is.
 *
 * <p>Owned by the event loop.
 */
final class SilenceWatch {
  private final Duration asksAfter;
  private final Duration staleAfter;
  private final Duration deadAfter;
  private final EventLoop loop;
  private final Consumer<Duration> stale;
  private final Consumer<Duration> dead;

  private @Nullable Timer timer;

  /** Counts the stops, so that a check knows whether its callback has stopped it. */
  private long stops;

  /** When the connection was opened, or something else proved that the other side lives. */
  private long aliveNanos;

  /**
   * A watch that is not started.
   *
   * @param stale gets the time since the last frame, a quarter of the time after asking
   * @param dead gets the time since the last frame, at the end
   */
  SilenceWatch(
      FeedSettings settings, EventLoop loop, Consumer<Duration> stale, Consumer<Duration> dead) {
    this.asksAfter = settings.staleAfter();
    this.deadAfter = settings.silenceTimeout();
    this.staleAfter = asksAfter.plus(deadAfter.minus(asksAfter).dividedBy(4));
    this.loop = loop;
    this.stale = stale;
    this.dead = dead;
  }

  void alive(long nowNanos) {
    aliveNanos = nowNanos;
  }

  void start(ConnectionAttempt attempt) {
    timer = loop.schedule(asksAfter, () -> check(attempt));
  }

  void stop() {
    stops++;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void check(ConnectionAttempt attempt) {
    long stopsBefore = stops;
    long heardNanos = Math.max(aliveNanos, attempt.inbound().lastArrivalNanos());
    Duration silence = Duration.ofNanos(loop.nanoTime() - heardNanos);
    Duration next;
    if (silence.compareTo(deadAfter) >= 0) {
      dead.accept(silence);
      return;
    } else if (silence.compareTo(staleAfter) >= 0) {
      stale.accept(silence);
      if (stops != stopsBefore) {
        return;
      }
      next = deadAfter.minus(silence);
    } else if (silence.compareTo(asksAfter) >= 0) {
      attempt.ping();
      next = staleAfter.minus(silence);
    } else {
      next = asksAfter.minus(silence);
    }
    timer = loop.schedule(next, () -> check(attempt));
  }
}
