package io.github.lunostreams.gateway.fanout;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of one chain on one event loop, and the round through them that sends each what is
 * new.
 *
 * <p>Owned by the event loop, except for {@link #request}.
 *
 * @param <L> the kind of link
 */
final class Round<L extends Link<L>> implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Round.class);

  private final EventLoop loop;
  private final Chain<L> chain;
  private final List<Reader<L>> readers = new ArrayList<>();

  /** Whether a round is waiting for its turn; set by any thread, cleared by the round. */
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Written by the event loop. */
  private volatile boolean deserted = true;

  Round(EventLoop loop, Chain<L> chain) {
    this.loop = loop;
    this.chain = chain;
  }

  /** Asks for a round, unless one is waiting already or nobody is here. */
  void request() {
    if (!deserted && !requested.get() && !requested.getAndSet(true)) {
      loop.execute(this);
    }
  }

  /** Cleared first: what is published during the round asks for another. */
  @Override
  public void run() {
    requested.set(false);
    if (readers.isEmpty()) {
      return;
    }
    L upTo = chain.newest();
    try (Frames<L> frames = new Frames<>(allocator(), upTo)) {
      // Backwards, since who leaves in its turn is replaced by the last, who had its turn.
      for (int i = readers.size() - 1; i >= 0; i--) {
        send(readers.get(i), upTo, frames);
      }
    }
  }

  void join(Reader<L> reader) {
    assert loop.inEventLoop();
    reader.index = readers.size();
    readers.add(reader);
    chain.counters().clients.incrementAndGet();
    // Before the newest is read: a writer that finds the round deserted has published before that.
    deserted = false;
    L start = chain.newest();
    reader.moveTo(start);
    send(reader, start);
  }

  /** Takes a client out. Doing so again does nothing. */
  void leave(Reader<L> reader) {
    assert loop.inEventLoop();
    int index = reader.index;
    if (index < 0) {
      return;
    }
    reader.index = -1;
    Reader<L> last = readers.removeLast();
    if (index < readers.size()) {
      readers.set(index, last);
      last.index = index;
    }
    chain.counters().clients.decrementAndGet();
    deserted = readers.isEmpty();
  }

  /** Sends one client what is new. */
  void send(Reader<L> reader) {
    assert loop.inEventLoop();
    send(reader, chain.newest());
  }

  private void send(Reader<L> reader, L upTo) {
    try (Frames<L> frames = new Frames<>(reader.allocator(), upTo)) {
      send(reader, upTo, frames);
    }
  }

  private void send(Reader<L> reader, L upTo, Frames<L> frames) {
    try {
      reader.advance(upTo, frames);
    } catch (RuntimeException | OutOfMemoryError failure) {
      // One client's failure must not cost the others their turn.
      log.warn("a client is let go: sending to it failed", failure);
      reader.abort();
    }
  }

  private ByteBufAllocator allocator() {
    return readers.getFirst().allocator();
  }
}
