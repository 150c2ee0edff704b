package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What whole books cost: from a snapshot's bytes to a book to follow, and a copy of all orders. */
public class Snapshots {
  /** A decoder and a book that have seen the snapshot before. */
  @State(Scope.Thread)
  public static class Resyncing extends RecordingState {
    final ClientBook client = new ClientBook();
  }

  /** A book at the end of its recording. */
  @State(Scope.Thread)
  public static class Copying extends RecordingState {
    final ClientBook client = new ClientBook();

    @Override
    void load() throws Exception {
      client.replay(recording);
    }
  }

  /** The first snapshot: decoder, book and tables are new. */
  @Benchmark
  public OrderBook snapshotToLive(RecordingState state) throws Exception {
    ClientBook client = new ClientBook();
    client.decodeAndApplySnapshot(state.recording.snapshot);
    return client.book();
  }

  /** A later one: the book it replaces was as large. */
  @Benchmark
  public OrderBook resync(Resyncing state) throws Exception {
    state.client.decodeAndApplySnapshot(state.recording.snapshot);
    return state.client.book();
  }

  /** A copy of every order of the live book, for another thread. */
  @Benchmark
  public List<Order> orders(Copying state) {
    return state.client.book().orders();
  }
}
