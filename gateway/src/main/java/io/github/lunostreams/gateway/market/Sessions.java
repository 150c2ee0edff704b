package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.market.MarketStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions at the exchange, one a stream: never more streams exist than sessions are allowed. A
 * market that needs one while all are taken waits until another has released its own, which takes a
 * moment and happens on a thread of its own.
 *
 * <p>It has no lock: {@link MarketRegistry} uses it under its own. Nothing here waits but {@link
 * #close}.
 */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

  private final int max;
  private final Function<Pair, MarketStream> streams;
  private final ExecutorService closers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-closing-", 0).factory());

  /** Those that have a stream. */
  private final Set<Market> connected = new HashSet<>();

  /** Those that wait for a session. */
  private final SequencedSet<Market> waiting = new LinkedHashSet<>();

  /** Markets whose old stream is not closed yet. */
  private final Set<Pair> releasing = new HashSet<>();

  /**
   * None is taken.
   *
   * @param max how many there are
   * @param streams makes a market's stream, not started
   */
  Sessions(int max, Function<Pair, MarketStream> streams) {
    this.max = max;
    this.streams = streams;
  }

  /** Makes a market's stream, without starting it. */
  void connect(Market market) {
    market.connect(streams.apply(market.pair()));
    connected.add(market);
  }

  /** A market's stream is made and started by {@link #startWaiting}, now or later. */
  void enqueue(Market market) {
    waiting.add(market);
  }

  /**
   * Makes and starts the streams for which there are sessions.
   *
   * @return whose could not be made or started; these do not wait any more, and are to be released
   */
  List<Market> startWaiting() {
    List<Market> failed = new ArrayList<>();
    for (Market next : List.copyOf(waiting)) {
      boolean free = connected.size() + releasing.size() < max;
      if (!free || releasing.contains(next.pair())) {
        continue;
      }
      waiting.remove(next);
      try {
        connect(next);
        next.start();
      } catch (RuntimeException | OutOfMemoryError failure) {
        // Followed elsewhere, or no thread to be had: the others are to be started all the same.
        log.warn("{}: cannot be followed", next.pair(), failure);
        failed.add(next);
      }
    }
    return failed;
  }

  /**
   * A market needs no session any more.
   *
   * @param whenReleased is called, on another thread, when its session is closed, if it had one; to
   *     tell {@link #released}
   */
  void release(Market market, Consumer<Market> whenReleased) {
    waiting.remove(market);
    if (connected.remove(market)) {
      releasing.add(market.pair());
      closers.execute(
          () -> {
            try {
              market.close();
            } finally {
              whenReleased.accept(market);
            }
          });
    }
  }

  /** The session of a market that was released is free. */
  void released(Market market) {
    releasing.remove(market.pair());
  }

  /** Waits a little for those that are being released. No lock is needed. */
  void close() {
    closers.shutdown();
    try {
      if (!closers.awaitTermination(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        closers.shutdownNow();
      }
    } catch (InterruptedException e) {
      closers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
