package io.github.lunostreams.benchmarks.book;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How long memory takes to answer when as much of it is in use as the book touches: what a larger
 * book waits for, though it does hardly more work.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Loads {
  static final int LOADS = 100_000;

  /** Of the book's arrays, for each order in it; what is in reserve for more is not touched. */
  static final int BYTES_AN_ORDER = 54;

  private static final int LINE_BYTES = 64;
  private static final int INTS_A_LINE = LINE_BYTES / Integer.BYTES;

  /** Called by JMH. */
  public Loads() {}

  /** Cache lines, of which each tells where the next one to look at is: one round through all. */
  @State(Scope.Thread)
  public static class Chain extends SessionState {
    /** Only the first of each line is looked at. */
    int[] next;

    /** Where the last look ended. */
    int at;

    /** Called by JMH. */
    public Chain() {}

    @Override
    void load() {
      int lines = session.truth().orders() * BYTES_AN_ORDER / LINE_BYTES;
      int[] round = new int[lines];
      for (int i = 0; i < lines; i++) {
        round[i] = i;
      }
      SplittableRandom random = new SplittableRandom(1);
      // Sattolo's shuffle: one round, none of fewer lines.
      for (int i = lines - 1; i > 0; i--) {
        int other = random.nextInt(i);
        int swapped = round[i];
        round[i] = round[other];
        round[other] = swapped;
      }
      next = new int[lines * INTS_A_LINE];
      for (int i = 0; i < lines; i++) {
        next[i * INTS_A_LINE] = round[i] * INTS_A_LINE;
      }
    }
  }

  /**
   * A load whose address is what the last one brought.
   *
   * @param chain the lines
   * @return the last address
   */
  @Benchmark
  @OperationsPerInvocation(LOADS)
  public int load(Chain chain) {
    int[] next = chain.next;
    int at = chain.at;
    for (int i = 0; i < LOADS; i++) {
      at = next[at];
    }
    chain.at = at;
    return at;
  }
}
