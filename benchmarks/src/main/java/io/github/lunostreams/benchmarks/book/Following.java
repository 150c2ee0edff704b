package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The client's book, at the session's snapshot whenever an invocation begins. */
@State(Scope.Thread)
public class Following extends SessionState {
  /** The book. */
  final ClientBook client = new ClientBook();

  private Snapshot snapshot;

  /** How many updates the invocation applied, by its own account. */
  private int applied;

  /** Called by JMH. */
  public Following() {}

  @Override
  void load() throws Exception {
    snapshot = ClientBook.snapshot(session.snapshot());
  }

  @Override
  void begin() throws Exception {
    client.restart(snapshot);
    applied = 0;
  }

  /** The last thing an invocation does. */
  void applied(int updates) {
    applied = updates;
  }

  /** A benchmark that left updates out would be a fast one. */
  @Override
  void end() {
    long expected = snapshot.sequence() + applied;
    if (applied == 0 || client.book().sequence() != expected) {
      throw new IllegalStateException(
          "expected the book to be at %d, got %d".formatted(expected, client.book().sequence()));
    }
  }
}
