package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.benchmarks.exchange.Recording;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * A JVM that prints how many more bytes its heap has with a decoder and its book than without:
 * after the snapshot, and after all updates of the recording.
 */
final class BookHeap {
  /** No order takes less, since its id does not; bytes. */
  private static final int MIN_ORDER = 16;

  private static final int COLLECTIONS = 3;

  private BookHeap() {}

  /** Measures the XBTZAR recording. */
  public static void main(String[] args) throws Exception {
    Recording recording = Recording.of(RecordedMarket.XBTZAR);
    // Loads all classes and constants.
    new ClientBook().replay(recording);
    long without = used();
    ClientBook client = new ClientBook();
    try {
      client.decodeAndApplySnapshot(recording.snapshot);
      long afterSnapshot = used() - without;
      long min = (long) client.book().orderCount() * MIN_ORDER;
      if (afterSnapshot < min) {
        throw new IllegalStateException(
            "expected %d bytes or more, got %d".formatted(min, afterSnapshot));
      }
      client.replay(recording);
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(afterSnapshot + " " + (used() - without));
    } finally {
      Reference.reachabilityFence(client);
      Reference.reachabilityFence(recording);
    }
  }

  /**
   * Bytes in use after full collections, of which the first leave references. Nothing may be
   * allocated in between: the first object after a collection takes a whole thread-local buffer.
   */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
