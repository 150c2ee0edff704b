package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.book.engine.BookUpdate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What one update costs, from its bytes to the book. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Updates {
  /** Decoded updates that are kept at once, an object each. */
  static final int KEPT = 10_000;

  /** Called by JMH. */
  public Updates() {}

  /** A decoder, and no book. */
  @State(Scope.Thread)
  public static class Decoding extends SessionState {
    /** The decoder. */
    final ClientBook client = new ClientBook();

    /** Called by JMH. */
    public Decoding() {}
  }

  /** The book, and the first updates decoded. */
  @State(Scope.Thread)
  public static class Applying extends Following {
    /** In their order. */
    BookUpdate[] updates;

    /** Called by JMH. */
    public Applying() {}

    @Override
    void load() throws Exception {
      super.load();
      updates = ClientBook.updates(session, Math.min(KEPT, session.updates()));
    }
  }

  /**
   * From bytes to an update.
   *
   * @param decoding the session
   * @param blackhole takes the updates
   * @throws Exception if a frame can not be decoded
   */
  @Benchmark
  @OperationsPerInvocation(Sample.UPDATES)
  public void decode(Decoding decoding, Blackhole blackhole) throws Exception {
    Session session = decoding.session;
    byte[] frames = session.frames();
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      blackhole.consume(decoding.client.decode(frames, offsets[i], offsets[i + 1]));
    }
  }

  /**
   * From an update to the book.
   *
   * @param applying the book
   * @param blackhole takes the trades
   * @throws Exception if an update does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(KEPT)
  public void apply(Applying applying, Blackhole blackhole) throws Exception {
    for (BookUpdate update : applying.updates) {
      applying.client.apply(update);
      blackhole.consume(applying.client.trades());
    }
    applying.applied(applying.updates.length);
  }

  /**
   * From bytes to the book.
   *
   * @param following the book
   * @param blackhole takes the trades
   * @throws Exception if a frame can not be decoded or does not fit the book
   */
  @Benchmark
  @OperationsPerInvocation(Sample.UPDATES)
  public void decodeAndApply(Following following, Blackhole blackhole) throws Exception {
    Session session = following.session;
    ClientBook client = following.client;
    byte[] frames = session.frames();
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      blackhole.consume(client.trades());
    }
    following.applied(session.updates());
  }
}
