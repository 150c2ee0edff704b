package io.github.lunostreams.benchmarks.book;

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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with a small heap that follows many markets at once, as a user's program does. Prints how
 * many markets are live, how many updates were applied, how many streams broke, and the bytes in
 * use after a full collection.
 */
final class ManyMarkets {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private ManyMarkets() {}

  /**
   * Follows.
   *
   * @param args the exchange's address, the pairs separated by commas, how many updates to wait for
   */
  public static void main(String[] args) throws InterruptedException {
    List<String> pairs = List.of(args[1].split(",", -1));
    int wanted = Integer.parseInt(args[2]);
    CountDownLatch live = new CountDownLatch(pairs.size());
    Semaphore updates = new Semaphore(0);
    try (LunoStreams luno =
        LunoStreams.builder(new Credentials("benchmark", "benchmark-secret"))
            .streamUrl(URI.create(args[0]))
            .sessionBudget(new SessionBudget(pairs.size()))
            .build()) {
      for (String pair : pairs) {
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
      if (!live.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          || !updates.tryAcquire(wanted, TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "expected %d live markets and %d updates, missing %d markets, got %d updates"
                .formatted(pairs.size(), wanted, live.getCount(), updates.availablePermits()));
      }
      long used = BookHeap.used();
      long stillLive =
          luno.streams().stream().filter(stream -> stream.state() == FeedState.LIVE).count();
      long applied =
          luno.streams().stream().mapToLong(stream -> stream.statistics().updates()).sum();
      long breaks = luno.streams().stream().mapToLong(ManyMarkets::breaks).sum();
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(stillLive + " " + applied + " " + breaks + " " + used);
    }
  }

  private static long breaks(MarketStream stream) {
    return stream.statistics().breaks().values().stream().mapToLong(Long::longValue).sum();
  }
}
