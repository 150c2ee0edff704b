package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What the same frames cost others: reading the bytes, a JSON parser, a book rebuilt each time. */
public class Baselines {
  /** A rebuild takes milliseconds, so an invocation has few. */
  static final int REBUILDS = 20;

  private static final JsonFactory JSON = new JsonFactory();

  /** A book that is rebuilt and sorted for each view, and its place in the recording. */
  @State(Scope.Thread)
  public static class Rebuilding extends RecordingState {
    private final RebuiltBook book = new RebuiltBook();
    private int next;

    /** Continues after the last invocation; from the start if too few updates are left. */
    @Override
    void begin() {
      if (next == 0 || next + REBUILDS > recording.updates()) {
        book.applySnapshot(recording.snapshot);
        next = 0;
      }
    }

    long sequence() {
      return book.sequence();
    }

    RebuiltBook applyNext() {
      int[] offsets = recording.offsets;
      book.apply(recording.frames, offsets[next], offsets[next + 1]);
      next++;
      return book;
    }
  }

  /** Adds up the bytes of each update. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void byteSum(RecordingState state, Blackhole blackhole) {
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    for (int i = 0; i < state.recording.updates(); i++) {
      blackhole.consume(sum(frames, offsets[i], offsets[i + 1]));
    }
  }

  /** Adds up the bytes of the snapshot. */
  @Benchmark
  public int snapshotByteSum(RecordingState state) {
    byte[] snapshot = state.recording.snapshot;
    return sum(snapshot, 0, snapshot.length);
  }

  static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return sum;
  }

  /** Jackson's tokens of each update, without their values. */
  @Benchmark
  @OperationsPerInvocation(RecordedMarket.UPDATES)
  public void jacksonTokens(RecordingState state, Blackhole blackhole) {
    byte[] frames = state.recording.frames;
    int[] offsets = state.recording.offsets;
    for (int i = 0; i < state.recording.updates(); i++) {
      blackhole.consume(tokens(frames, offsets[i], offsets[i + 1]));
    }
  }

  /** Jackson's tokens of the snapshot. */
  @Benchmark
  public int snapshotJacksonTokens(RecordingState state) {
    byte[] snapshot = state.recording.snapshot;
    return tokens(snapshot, 0, snapshot.length);
  }

  static int tokens(byte[] bytes, int from, int to) {
    int tokens = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  /** Decodes and applies an update, rebuilds the book and returns all levels. */
  @Benchmark
  @OperationsPerInvocation(REBUILDS)
  public void rebuild(Rebuilding state, Blackhole blackhole) {
    for (int i = 0; i < REBUILDS; i++) {
      RebuiltBook book = state.applyNext();
      blackhole.consume(book.bids());
      blackhole.consume(book.asks());
    }
  }

  /** The same, and reads 100 levels a side. */
  @Benchmark
  @OperationsPerInvocation(REBUILDS)
  public void rebuildTop100(Rebuilding state, Blackhole blackhole) {
    for (int i = 0; i < REBUILDS; i++) {
      RebuiltBook book = state.applyNext();
      readTop100(book.bids(), blackhole);
      readTop100(book.asks(), blackhole);
    }
  }

  private static void readTop100(List<RebuiltBook.Level> side, Blackhole blackhole) {
    int levels = Math.min(100, side.size());
    for (int i = 0; i < levels; i++) {
      blackhole.consume(side.get(i).price());
      blackhole.consume(side.get(i).volume());
    }
  }
}
