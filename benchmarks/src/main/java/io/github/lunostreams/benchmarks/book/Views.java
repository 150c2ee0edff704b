package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.LevelConsumer;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.market.Hook;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What an update costs from its bytes to the end of a hook that reads or copies the best levels.
 */
public class Views {
  /** Updates of one invocation. */
  static final int UPDATES = 20_000;

  /** The hook reads 20 levels a side. */
  @Benchmark
  @OperationsPerInvocation(UPDATES)
  public void hookReadsTop20(FollowedBook state, Blackhole blackhole) throws Exception {
    LevelConsumer consumer = into(blackhole);
    follow(state, (book, trades) -> read(book, 20, consumer));
  }

  /** The hook reads 100 levels a side. */
  @Benchmark
  @OperationsPerInvocation(UPDATES)
  public void hookReadsTop100(FollowedBook state, Blackhole blackhole) throws Exception {
    LevelConsumer consumer = into(blackhole);
    follow(state, (book, trades) -> read(book, 100, consumer));
  }

  /** The hook takes a copy of 20 levels a side. */
  @Benchmark
  @OperationsPerInvocation(UPDATES)
  public void hookTakesTop20(FollowedBook state, Blackhole blackhole) throws Exception {
    follow(state, (book, trades) -> blackhole.consume(book.snapshot(20)));
  }

  /** The hook takes a copy of 100 levels a side. */
  @Benchmark
  @OperationsPerInvocation(UPDATES)
  public void hookTakesTop100(FollowedBook state, Blackhole blackhole) throws Exception {
    follow(state, (book, trades) -> blackhole.consume(book.snapshot(100)));
  }

  /** The hook takes a copy of all levels. */
  @Benchmark
  @OperationsPerInvocation(UPDATES)
  public void hookTakesAll(FollowedBook state, Blackhole blackhole) throws Exception {
    follow(state, (book, trades) -> blackhole.consume(book.snapshot(0)));
  }

  private static void follow(FollowedBook state, Hook hook) throws Exception {
    ClientBook client = state.client;
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    int updates = Math.min(UPDATES, state.recording.updates());
    for (int i = 0; i < updates; i++) {
      client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      hook.onUpdate(client.book(), client.trades());
    }
    state.applied(updates);
  }

  /** As the library advises those who read many levels. */
  private static void read(BookView book, int depth, LevelConsumer consumer) {
    book.forEachLevel(Side.BID, depth, consumer);
    book.forEachLevel(Side.ASK, depth, consumer);
  }

  private static LevelConsumer into(Blackhole blackhole) {
    return (price, volume, orders) -> {
      blackhole.consume(price);
      blackhole.consume(volume);
    };
  }
}
