package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.rest.PublicRest;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions at the exchange, one a stream: never more streams are there than sessions were
 * configured. A feed that needs one while all are taken waits until another has let go of its own,
 * which takes a moment and happens on a thread of its own.
 *
 * <p>It has no lock: {@link Markets} uses it alone until it has started, {@link OnDemand} from then
 * on, under its lock. Nothing here waits but {@link #close}.
 */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /** In milliseconds. */
  private static final long PATIENCE = 2_000;

  private final int most;
  private final LunoStreams luno;
  private final PublicRest rest;
  private final ExecutorService closers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-closing-", 0).factory());

  /** Those whose stream is there. */
  private final Set<PairFeed> connected = new HashSet<>();

  /** Those whose stream has to wait for others to be gone. */
  private final SequencedSet<PairFeed> waiting = new LinkedHashSet<>();

  /** Markets whose old stream is not gone yet. */
  private final Set<String> lettingGo = new HashSet<>();

  /**
   * None is taken.
   *
   * @param most how many there are
   * @param luno makes streams
   * @param rest is shown each stream first
   */
  Sessions(int most, LunoStreams luno, PublicRest rest) {
    this.most = most;
    this.luno = luno;
    this.rest = rest;
  }

  /** Makes a feed's stream, without starting it. */
  void connect(PairFeed feed) {
    MarketStream stream = luno.prepare(feed.pair());
    rest.follow(stream);
    feed.connect(stream);
    connected.add(feed);
  }

  /** A feed's stream is made and started by {@link #startThoseWithRoom}, now or later. */
  void queue(PairFeed feed) {
    waiting.add(feed);
  }

  /**
   * Makes the streams there is room for, and starts them.
   *
   * @return whose could not be made or started; these do not wait any more, and are to be let go
   */
  List<PairFeed> startThoseWithRoom() {
    List<PairFeed> failed = new ArrayList<>();
    for (PairFeed next : List.copyOf(waiting)) {
      boolean room = connected.size() + lettingGo.size() < most;
      if (!room || lettingGo.contains(next.pair())) {
        continue;
      }
      waiting.remove(next);
      try {
        connect(next);
        next.start();
      } catch (RuntimeException | OutOfMemoryError failure) {
        // Followed elsewhere, or no thread to be had: the others are to be seen to all the same.
        log.warn("{}: cannot be followed", next.pair(), failure);
        failed.add(next);
      }
    }
    return failed;
  }

  /**
   * A feed needs no stream any more.
   *
   * @param whenGone is told, on another thread, when the exchange has let go of it, if it had one;
   *     to tell {@link #gone}
   */
  void letGo(PairFeed feed, Consumer<PairFeed> whenGone) {
    waiting.remove(feed);
    if (connected.remove(feed)) {
      rest.unfollow(feed.pair());
      lettingGo.add(feed.pair());
      closers.execute(
          () -> {
            try {
              feed.close();
            } finally {
              whenGone.accept(feed);
            }
          });
    }
  }

  /** The session of a feed that was let go is free. */
  void gone(PairFeed feed) {
    lettingGo.remove(feed.pair());
  }

  /** Waits a little for those that are being let go. No lock is needed. */
  void close() {
    closers.shutdown();
    try {
      if (!closers.awaitTermination(PATIENCE, TimeUnit.MILLISECONDS)) {
        closers.shutdownNow();
      }
    } catch (InterruptedException e) {
      closers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
