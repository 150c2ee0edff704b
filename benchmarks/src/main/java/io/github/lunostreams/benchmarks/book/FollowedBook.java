package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The client's book, at the recording's snapshot whenever an invocation begins. */
@State(Scope.Thread)
public class FollowedBook extends RecordingState {
  final ClientBook client = new ClientBook();
  private Snapshot snapshot;
  private int applied;

  /** Notes what each update changes. */
  @State(Scope.Thread)
  public static class WithChanges extends FollowedBook {
    @Override
    void load() throws Exception {
      super.load();
      client.recordChanges();
    }
  }

  @Override
  void load() throws Exception {
    snapshot = ClientBook.snapshot(recording.snapshot);
  }

  @Override
  void begin() throws Exception {
    client.applySnapshot(snapshot);
    applied = 0;
  }

  /** The last thing in an invocation: how many updates it has applied. */
  void applied(int updates) {
    applied = updates;
  }

  /** A benchmark that skipped updates would be fast. */
  @Override
  void end() {
    long expected = snapshot.sequence() + applied;
    if (applied == 0 || client.book().sequence() != expected) {
      throw new IllegalStateException(
          "expected the book to be at %d, got %d".formatted(expected, client.book().sequence()));
    }
  }
}
