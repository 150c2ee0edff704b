package io.github.lunostreams.benchmarks.memory;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.SessionBudget;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, with a small heap, that follows many markets at once as a program of a user
 * does.
 *
 * <p>Answers one line: how many markets are live, how many updates came, how many streams broke,
 * and the heap in use after a full collection, in bytes.
 */
final class Followers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Followers() {}

  /**
   * Follows.
   *
   * @param args the simulator's address, how many markets, how many updates
   * @throws InterruptedException if the JVM is to end
   */
  public static void main(String[] args) throws InterruptedException {
    int markets = Integer.parseInt(args[1]);
    int wanted = Integer.parseInt(args[2]);
    CountDownLatch live = new CountDownLatch(markets);
    Semaphore updates = new Semaphore(0);
    try (LunoStreams luno =
        LunoStreams.builder(new Credentials("benchmark", "benchmark-secret"))
            .streamUrl(URI.create(args[0]))
            .sessionBudget(new SessionBudget(markets))
            .build()) {
      for (String pair : Exchange.pairs(markets)) {
        luno.prepare(pair)
            .addListener(
                event -> {
                  if (event instanceof StateChanged change && change.to() == FeedState.LIVE) {
                    live.countDown();
                  }
                })
            .addHook((book, trades) -> updates.release())
            .start();
      }
      if (!live.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          || !updates.tryAcquire(wanted, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "expected %d live markets and %d updates, missing %d markets, got %d updates"
                .formatted(markets, wanted, live.getCount(), updates.availablePermits()));
      }
      long used = Heap.live();
      long stillLive =
          luno.streams().stream().filter(stream -> stream.state() == FeedState.LIVE).count();
      long applied =
          luno.streams().stream().mapToLong(stream -> stream.statistics().updates()).sum();
      long breaks = luno.streams().stream().mapToLong(Followers::breaks).sum();
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(stillLive + " " + applied + " " + breaks + " " + used);
    }
  }

  private static long breaks(MarketStream stream) {
    return stream.statistics().breaks().values().stream().mapToLong(Long::longValue).sum();
  }
}
