package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.book.LevelChanges;
import io.github.lunostreams.book.OrderChanges;
import io.github.lunostreams.book.engine.BookUpdate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What one update costs, from its bytes to the book. */
public class Updates {
  /** Decoded updates that are kept at once, an object each. */
  static final int DECODED = 10_000;

  /** A decoder without a book. */
  @State(Scope.Thread)
  public static class Decoding extends RecordingState {
    final ClientBook client = new ClientBook();
  }

  /** The book, and the first updates decoded. */
  @State(Scope.Thread)
  public static class Applying extends FollowedBook {
    BookUpdate[] updates;

    @Override
    void load() throws Exception {
      super.load();
      updates = ClientBook.updates(recording, Math.min(DECODED, recording.updates()));
    }
  }

  /** From bytes to an update. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void decode(Decoding state, Blackhole blackhole) throws Exception {
    ClientBook client = state.client;
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    for (int i = 0; i < state.recording.updates(); i++) {
      blackhole.consume(client.decode(frames, offsets[i], offsets[i + 1]));
    }
  }

  /** From an update to the book. */
  @Benchmark
  @OperationsPerInvocation(DECODED)
  public void apply(Applying state, Blackhole blackhole) throws Exception {
    for (BookUpdate update : state.updates) {
      state.client.apply(update);
      blackhole.consume(state.client.trades());
    }
    state.applied(state.updates.length);
  }

  /** From bytes to the book. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void decodeAndApply(FollowedBook state, Blackhole blackhole) throws Exception {
    ClientBook client = state.client;
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    int updates = state.recording.updates();
    for (int i = 0; i < updates; i++) {
      client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      blackhole.consume(client.trades());
    }
    state.applied(updates);
  }

  /** The same, and changes of orders and levels are recorded. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void changesRecorded(FollowedBook.WithChanges state, Blackhole blackhole)
      throws Exception {
    decodeAndApply(state, blackhole);
  }

  /** The same, and after each update its changes are read by index. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void changesRead(FollowedBook.WithChanges state, Blackhole blackhole) throws Exception {
    ClientBook client = state.client;
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    int updates = state.recording.updates();
    for (int i = 0; i < updates; i++) {
      client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      blackhole.consume(client.trades());
      blackhole.consume(readChanges(client, blackhole));
    }
    state.applied(updates);
  }

  /** Reads all but the orders' ids, which are new texts; returns how many changes there were. */
  static int readChanges(ClientBook client, Blackhole blackhole) {
    OrderChanges orders = client.orderChanges();
    for (int i = 0; i < orders.size(); i++) {
      blackhole.consume(orders.kind(i));
      blackhole.consume(orders.side(i));
      blackhole.consume(orders.unscaledPrice(i));
      blackhole.consume(orders.unscaledVolume(i));
      blackhole.consume(orders.unscaledRemaining(i));
    }
    LevelChanges levels = client.levelChanges();
    for (int i = 0; i < levels.size(); i++) {
      blackhole.consume(levels.side(i));
      blackhole.consume(levels.unscaledPrice(i));
      blackhole.consume(levels.unscaledVolume(i));
      blackhole.consume(levels.orders(i));
    }
    return orders.size() + levels.size();
  }
}
