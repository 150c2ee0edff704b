package io.github.lunostreams.benchmarks.memory;

import io.github.lunostreams.benchmarks.book.ClientBook;
import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * A JVM of its own that says how much more heap it uses with a book than without: its decoder, its
 * orders and its levels.
 *
 * <p>Answers one line: the bytes after the snapshot, and those after all updates of the session.
 */
final class BookHeap {
  /** No order's id takes less, whatever the layout. */
  private static final int ID_BYTES = 16;

  private BookHeap() {}

  /**
   * Measures.
   *
   * @param args the {@link Sample}
   * @throws Exception if the session is not what it should be
   */
  public static void main(String[] args) throws Exception {
    Session session = Session.of(Sample.valueOf(args[0]));
    // Whatever code and constants need is loaded before anything is measured.
    replay(restarted(session), session);
    long without = Heap.live();
    ClientBook book = restarted(session);
    try {
      long afterSnapshot = Heap.live();
      replay(book, session);
      long afterUpdates = Heap.live();
      requirePlausible(afterSnapshot - without, book);
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println((afterSnapshot - without) + " " + (afterUpdates - without));
    } finally {
      Reference.reachabilityFence(book);
      Reference.reachabilityFence(session);
    }
  }

  /** Garbage that only the first collections left, for instance, would make a book look small. */
  private static void requirePlausible(long bytes, ClientBook book) {
    long ids = (long) book.book().orderCount() * ID_BYTES;
    if (bytes < ids) {
      throw new IllegalStateException(
          "expected more bytes than the %d of the ids alone, got %d".formatted(ids, bytes));
    }
  }

  private static ClientBook restarted(Session session) throws Exception {
    ClientBook book = new ClientBook();
    book.restart(session.snapshot());
    return book;
  }

  private static void replay(ClientBook book, Session session) throws Exception {
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      book.decodeAndApply(session.frames(), offsets[i], offsets[i + 1]);
    }
  }
}
