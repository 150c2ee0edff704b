package io.github.lunostreams.gateway.channel;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The cursors of one log on one event loop, and the task that sends each of them what is new.
 *
 * <p>Owned by the event loop, except for {@link #request}.
 *
 * @param <E> the kind of entry that the log is of
 */
final class FanoutTask<E extends Entry<E>> implements Runnable {
  private final EventLoop loop;
  private final Supplier<E> newest;
  private final ChannelCounters counters;
  private final List<Cursor<E>> cursors = new ArrayList<>();

  /** Whether a run is waiting for its turn; set by any thread, cleared by the run. */
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Written by the event loop. */
  private volatile boolean deserted = true;

  FanoutTask(EventLoop loop, Supplier<E> newest, ChannelCounters counters) {
    this.loop = loop;
    this.newest = newest;
    this.counters = counters;
  }

  /** Asks for a run, unless one is waiting already or no cursor is here. */
  void request() {
    if (!deserted && !requested.get() && !requested.getAndSet(true)) {
      loop.execute(this);
    }
  }

  /** Cleared first: what is appended during the run asks for another. */
  @Override
  public void run() {
    requested.set(false);
    if (cursors.isEmpty()) {
      return;
    }
    E upTo = newest.get();
    try (SharedFrames<E> frames = new SharedFrames<>(cursors.getFirst().allocator(), upTo)) {
      // Backwards: one that leaves in its turn is replaced by the last, which had its turn.
      for (int i = cursors.size() - 1; i >= 0; i--) {
        if (i < cursors.size()) {
          cursors.get(i).advance(upTo, frames);
        }
      }
    }
  }

  /** Has something done to each cursor, in order with what is sent to it. On any thread. */
  void forEach(Consumer<Cursor<E>> action) {
    if (!deserted) {
      loop.execute(() -> visit(action));
    }
  }

  private void visit(Consumer<Cursor<E>> action) {
    for (int i = cursors.size() - 1; i >= 0; i--) {
      if (i < cursors.size()) {
        action.accept(cursors.get(i));
      }
    }
  }

  void join(Cursor<E> cursor) {
    assert loop.inEventLoop();
    cursor.index = cursors.size();
    cursors.add(cursor);
    counters.clients.incrementAndGet();
    // Before the newest is read: a writer that finds the task deserted has appended before that.
    deserted = false;
    E start = newest.get();
    cursor.moveTo(start);
    try (SharedFrames<E> frames = new SharedFrames<>(cursor.allocator(), start)) {
      cursor.advance(start, frames);
    }
  }

  /** Takes a cursor out. Doing so again does nothing. */
  void leave(Cursor<E> cursor) {
    assert loop.inEventLoop();
    int index = cursor.index;
    if (index < 0) {
      return;
    }
    cursor.index = -1;
    Cursor<E> last = cursors.removeLast();
    if (index < cursors.size()) {
      cursors.set(index, last);
      last.index = index;
    }
    counters.clients.decrementAndGet();
    deserted = cursors.isEmpty();
  }
}
