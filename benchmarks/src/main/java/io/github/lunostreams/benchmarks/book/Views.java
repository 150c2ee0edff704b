package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.LevelConsumer;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.market.Hook;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What an update costs when a hook looks at the book each time: from the update's bytes to the last
 * level that the hook reads, or to the copy that it takes away.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Views {
  /** Levels a side. */
  static final int TWENTY = 20;

  /** Levels a side. */
  static final int HUNDRED = 100;

  /** Updates of one invocation. */
  static final int LOOKS = 20_000;

  /** Called by JMH. */
  public Views() {}

  /**
   * The hook reads the 20 best levels a side of the live book.
   *
   * @param following the book
   * @param blackhole takes prices and volumes
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void hookReadsTop20(Following following, Blackhole blackhole) throws Exception {
    LevelConsumer consumer = into(blackhole);
    follow(following, (book, trades) -> readTop(book, TWENTY, consumer));
  }

  /**
   * The hook reads the 100 best levels a side of the live book.
   *
   * @param following the book
   * @param blackhole takes prices and volumes
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void hookReadsTop100(Following following, Blackhole blackhole) throws Exception {
    LevelConsumer consumer = into(blackhole);
    follow(following, (book, trades) -> readTop(book, HUNDRED, consumer));
  }

  /**
   * The hook takes a copy of the 20 best levels a side.
   *
   * @param following the book
   * @param blackhole takes the copies
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void hookTakesTop20(Following following, Blackhole blackhole) throws Exception {
    follow(following, (book, trades) -> blackhole.consume(book.snapshot(TWENTY)));
  }

  /**
   * The hook takes a copy of the 100 best levels a side.
   *
   * @param following the book
   * @param blackhole takes the copies
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void hookTakesTop100(Following following, Blackhole blackhole) throws Exception {
    follow(following, (book, trades) -> blackhole.consume(book.snapshot(HUNDRED)));
  }

  /**
   * The hook takes a copy of all levels.
   *
   * @param following the book
   * @param blackhole takes the copies
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(LOOKS)
  public void hookTakesAll(Following following, Blackhole blackhole) throws Exception {
    follow(following, (book, trades) -> blackhole.consume(book.snapshot(0)));
  }

  private static void follow(Following following, Hook hook) throws Exception {
    Session session = following.session;
    ClientBook client = following.client;
    byte[] frames = session.frames();
    int[] offsets = session.offsets();
    int looks = Math.min(LOOKS, session.updates());
    for (int i = 0; i < looks; i++) {
      client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      hook.onUpdate(client.book(), client.trades());
    }
    following.applied(looks);
  }

  /** As the library advises whoever reads many levels. */
  private static void readTop(BookView book, int depth, LevelConsumer consumer) {
    book.forEachLevel(Side.BID, depth, consumer);
    book.forEachLevel(Side.ASK, depth, consumer);
  }

  private static LevelConsumer into(Blackhole blackhole) {
    return (price, volume, orders) -> {
      blackhole.consume(price);
      blackhole.consume(volume);
    };
  }

  /** The same look at a book of the other kind. */
  static void readTop(List<RebuiltBook.Level> side, int depth, Blackhole blackhole) {
    int levels = Math.min(depth, side.size());
    for (int i = 0; i < levels; i++) {
      blackhole.consume(side.get(i).price());
      blackhole.consume(side.get(i).volume());
    }
  }
}
