package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What whole books cost: from a snapshot's bytes to one that can be followed, and a copy of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Snapshots {
  /** Called by JMH. */
  public Snapshots() {}

  /** A book that was restarted before. */
  @State(Scope.Thread)
  public static class Resyncing extends SessionState {
    /** The book. */
    final ClientBook client = new ClientBook();

    /** Called by JMH. */
    public Resyncing() {}
  }

  /** A book at the end of its session: orders of the snapshot gone, others in their rows. */
  @State(Scope.Thread)
  public static class Copying extends SessionState {
    /** The book. */
    final ClientBook client = new ClientBook();

    /** Called by JMH. */
    public Copying() {}

    @Override
    void load() throws Exception {
      client.restart(session.snapshot());
      int[] offsets = session.offsets();
      for (int i = 0; i < session.updates(); i++) {
        client.decodeAndApply(session.frames(), offsets[i], offsets[i + 1]);
      }
    }
  }

  /**
   * The first snapshot: decoder, book and its tables are new.
   *
   * @param state the session
   * @return the book
   * @throws Exception if the snapshot is wrong
   */
  @Benchmark
  public OrderBook snapshotToLive(SessionState state) throws Exception {
    ClientBook client = new ClientBook();
    client.restart(state.session.snapshot());
    return client.book();
  }

  /**
   * A later one: the book it replaces was as large.
   *
   * @param resyncing the session and the book
   * @return the book
   * @throws Exception if the snapshot is wrong
   */
  @Benchmark
  public OrderBook resync(Resyncing resyncing) throws Exception {
    resyncing.client.restart(resyncing.session.snapshot());
    return resyncing.client.book();
  }

  /**
   * Every order of the live book, copied for another thread.
   *
   * @param copying the book
   * @return the orders, none of which was looked at
   */
  @Benchmark
  public List<Order> orders(Copying copying) {
    return copying.client.book().orders();
  }
}
