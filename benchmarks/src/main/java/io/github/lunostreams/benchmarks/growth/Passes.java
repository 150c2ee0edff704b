package io.github.lunostreams.benchmarks.growth;

import io.github.lunostreams.benchmarks.book.ClientBook;
import io.github.lunostreams.benchmarks.process.Commands;
import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BrokenBookException;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import io.github.lunostreams.wire.BadFrameException;
import java.util.function.LongSupplier;

/**
 * A JVM of its own that goes through both sessions whenever it is told {@value #PASS}, each time
 * from the snapshot on.
 *
 * <p>Answers three numbers: the mean times of an update of the smaller book, of one of the larger
 * one, and of a load, in picoseconds; of the loads before and after, the longer time.
 */
final class Passes {
  static final String PASS = "pass";

  private final LongSupplier nanoTime;
  private final Market small;
  private final Market tenfold;
  private final LoadChain chain;
  private boolean tenfoldFirst;

  /** A book that goes through its session. */
  private final class Market {
    private final Session session;
    private final Snapshot snapshot;
    private final ClientBook client = new ClientBook();

    Market(Session session) throws BadFrameException, UnrepresentableNumberException {
      this.session = session;
      this.snapshot = ClientBook.snapshot(session.snapshot());
    }

    /** An update's mean time, picoseconds. */
    long pass() throws BadFrameException, BrokenBookException, UnrepresentableNumberException {
      client.restart(snapshot);
      byte[] frames = session.frames();
      int[] offsets = session.offsets();
      long start = nanoTime.getAsLong();
      for (int i = 0; i < session.updates(); i++) {
        client.decodeAndApply(frames, offsets[i], offsets[i + 1]);
      }
      long nanos = nanoTime.getAsLong() - start;
      if (client.book().sequence() != session.truth().sequence()) {
        throw new IllegalStateException(
            "expected the book to be at %d, got %d"
                .formatted(session.truth().sequence(), client.book().sequence()));
      }
      return nanos * 1_000 / session.updates();
    }
  }

  Passes(Session small, Session tenfold, LongSupplier nanoTime)
      throws BadFrameException, UnrepresentableNumberException {
    this.nanoTime = nanoTime;
    this.small = new Market(small);
    this.tenfold = new Market(tenfold);
    this.chain = LoadChain.ofBook(tenfold.truth().orders());
  }

  /**
   * Measures.
   *
   * @param args none
   * @throws Exception if a session is not what it should be
   */
  public static void main(String[] args) throws Exception {
    Passes passes =
        new Passes(Session.of(Sample.XBTZAR), Session.of(Sample.XBTZAR_TENFOLD), System::nanoTime);
    Commands.serve("ready", (command, words) -> passes.answer(command));
  }

  private String answer(String command) throws Exception {
    if (!command.equals(PASS)) {
      throw Commands.unknown(command);
    }
    return pass();
  }

  /** The loads right before and after, since how long they take changes within seconds. */
  String pass() throws Exception {
    long before = load();
    long smaller;
    long larger;
    if (tenfoldFirst) {
      larger = tenfold.pass();
      smaller = small.pass();
    } else {
      smaller = small.pass();
      larger = tenfold.pass();
    }
    tenfoldFirst = !tenfoldFirst;
    long after = load();
    return smaller + " " + larger + " " + Math.max(before, after);
  }

  /** A load's mean time, picoseconds: the first round brings the lines to where they will stay. */
  private long load() {
    chain.follow(chain.lines());
    long start = nanoTime.getAsLong();
    int end = chain.follow(chain.lines());
    long nanos = nanoTime.getAsLong() - start;
    if (end != 0) {
      throw new IllegalStateException("expected the chain to end where it began, not at " + end);
    }
    return nanos * 1_000 / chain.lines();
  }
}
