package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What the same frames cost others: the memory bus, a JSON tokeniser, a book rebuilt each time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Baselines {
  /** A rebuild takes milliseconds: an invocation has few. */
  static final int REBUILDS = 20;

  private static final JsonFactory JSON = new JsonFactory();

  /** Called by JMH. */
  public Baselines() {}

  /** A book that is rebuilt and sorted for each look, and how far it is in the session. */
  @State(Scope.Thread)
  public static class Rebuilding extends SessionState {
    private final RebuiltBook book = new RebuiltBook();
    private int next;

    /** Called by JMH. */
    public Rebuilding() {}

    /** Goes on where the last invocation ended; from the start if too few updates are left. */
    @Override
    void begin() {
      if (next == 0 || next + REBUILDS > session.updates()) {
        book.restart(session.snapshot());
        next = 0;
      }
    }

    /** Where the book is. */
    long sequence() {
      return book.sequence();
    }

    /** Applies the next update. */
    RebuiltBook apply() {
      int[] offsets = session.offsets();
      book.apply(session.frames(), offsets[next], offsets[next + 1]);
      next++;
      return book;
    }
  }

  /**
   * {@code for (byte b : message) sum += b} for each update.
   *
   * @param state the session
   * @param blackhole takes the sums
   */
  @Benchmark
  @OperationsPerInvocation(Sample.UPDATES)
  public void byteSum(SessionState state, Blackhole blackhole) {
    Session session = state.session;
    byte[] frames = session.frames();
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      blackhole.consume(sum(frames, offsets[i], offsets[i + 1]));
    }
  }

  /**
   * The same for the snapshot.
   *
   * @param state the session
   * @return the sum
   */
  @Benchmark
  public int snapshotByteSum(SessionState state) {
    byte[] snapshot = state.session.snapshot();
    return sum(snapshot, 0, snapshot.length);
  }

  static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return sum;
  }

  /**
   * Jackson's tokens of each update, without a look at any value.
   *
   * @param state the session
   * @param blackhole takes the numbers of tokens
   */
  @Benchmark
  @OperationsPerInvocation(Sample.UPDATES)
  public void jacksonTokens(SessionState state, Blackhole blackhole) {
    Session session = state.session;
    byte[] frames = session.frames();
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      blackhole.consume(tokens(frames, offsets[i], offsets[i + 1]));
    }
  }

  /**
   * The same for the snapshot.
   *
   * @param state the session
   * @return how many tokens
   */
  @Benchmark
  public int snapshotJacksonTokens(SessionState state) {
    byte[] snapshot = state.session.snapshot();
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

  /**
   * Decode and apply an update, rebuild the sorted book, hand out the list of all levels.
   *
   * @param rebuilding the book
   * @param blackhole takes the lists
   */
  @Benchmark
  @OperationsPerInvocation(REBUILDS)
  public void rebuild(Rebuilding rebuilding, Blackhole blackhole) {
    for (int i = 0; i < REBUILDS; i++) {
      RebuiltBook book = rebuilding.apply();
      blackhole.consume(book.bids());
      blackhole.consume(book.asks());
    }
  }

  /**
   * The same, and the 100 best levels a side are read.
   *
   * @param rebuilding the book
   * @param blackhole takes prices and volumes
   */
  @Benchmark
  @OperationsPerInvocation(REBUILDS)
  public void rebuildTop100(Rebuilding rebuilding, Blackhole blackhole) {
    for (int i = 0; i < REBUILDS; i++) {
      RebuiltBook book = rebuilding.apply();
      Views.readTop(book.bids(), Views.HUNDRED, blackhole);
      Views.readTop(book.asks(), Views.HUNDRED, blackhole);
    }
  }
}
