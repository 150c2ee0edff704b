package io.github.lunostreams.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.UpstreamConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, from another thread than the market's, whether frames have waited for that thread for
 * longer than a bound: four times in each such time.
 *
 * <p>Any thread may ask and add; the watchdog's event loop looks.
 */
final class LagWatch {
  private static final Logger log = LoggerFactory.getLogger(LagWatch.class);
  private static final int LOOKS_PER_BOUND = 4;

  private final Pair pair;
  private final UpstreamConnection upstream;
  private final Duration bound;
  private final EventLoop watchdog;
  private final List<LagListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /**
   * Owned by the watchdog's loop: listeners were called, and the market has not caught up since.
   */
  private boolean notified;

  LagWatch(Pair pair, UpstreamConnection upstream, Duration bound, EventLoop watchdog) {
    this.pair = pair;
    this.upstream = upstream;
    this.bound = bound;
    this.watchdog = watchdog;
  }

  void add(LagListener listener) {
    listeners.add(listener);
  }

  /** Whether the oldest waiting frame has passed the bound. */
  boolean isBehind() {
    return upstream.behindNanos() > bound.toNanos();
  }

  void start() {
    lookAgain();
  }

  void stop() {
    stopped = true;
  }

  private void lookAgain() {
    watchdog.schedule(bound.dividedBy(LOOKS_PER_BOUND), this::look);
  }

  private void look() {
    if (stopped) {
      return;
    }
    lookAgain();
    long behind = upstream.behindNanos();
    if (behind < bound.toNanos() / 2) {
      notified = false;
    } else if (behind > bound.toNanos() && !notified) {
      notified = true;
      notifyListeners();
    }
  }

  private void notifyListeners() {
    for (LagListener listener : listeners) {
      try {
        listener.onLagging(pair, upstream.backlog());
      } catch (RuntimeException | Error failure) {
        log.warn("{}: a lag listener failed", pair, failure);
      }
    }
  }
}
