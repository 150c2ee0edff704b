package io.github.lunostreams.gateway.fanout;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one broadcast on one event loop, and the round through them that sends each what
 * is new.
 *
 * <p>Owned by the event loop, except for {@link #request}.
 */
final class Round implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Round.class);

  private final EventLoop loop;
  private final Supplier<Publication> newest;
  private final Counters counters;
  private final List<Subscriber> subscribers = new ArrayList<>();

  /** Whether a round is waiting for its turn; set by any thread, cleared by the round. */
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Written by the event loop. */
  private volatile boolean deserted = true;

  Round(EventLoop loop, Supplier<Publication> newest, Counters counters) {
    this.loop = loop;
    this.newest = newest;
    this.counters = counters;
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
    if (subscribers.isEmpty()) {
      return;
    }
    Publication upTo = newest.get();
    try (Frames frames = new Frames(allocator())) {
      // Backwards, since who leaves in its turn is replaced by the last, who had its turn.
      for (int i = subscribers.size() - 1; i >= 0; i--) {
        send(subscribers.get(i), upTo, frames);
      }
    }
  }

  void join(Subscriber subscriber) {
    assert loop.inEventLoop();
    subscriber.index = subscribers.size();
    subscribers.add(subscriber);
    counters.clients.incrementAndGet();
    // Before the newest is read: a writer that finds the round deserted has published before that.
    deserted = false;
    Publication start = newest.get();
    subscriber.startAt(start);
    send(subscriber, start);
  }

  /** Takes a client out. Doing so again does nothing. */
  void leave(Subscriber subscriber) {
    assert loop.inEventLoop();
    int index = subscriber.index;
    if (index < 0) {
      return;
    }
    subscriber.index = -1;
    Subscriber last = subscribers.removeLast();
    if (last != subscriber) {
      subscribers.set(index, last);
      last.index = index;
    }
    counters.clients.decrementAndGet();
    deserted = subscribers.isEmpty();
  }

  long newestNumber() {
    return newest.get().number();
  }

  /** Sends one client what is new. */
  void send(Subscriber subscriber) {
    assert loop.inEventLoop();
    send(subscriber, newest.get());
  }

  private void send(Subscriber subscriber, Publication upTo) {
    try (Frames frames = new Frames(subscriber.allocator())) {
      send(subscriber, upTo, frames);
    }
  }

  private static void send(Subscriber subscriber, Publication upTo, Frames frames) {
    try {
      subscriber.advance(upTo, frames);
    } catch (RuntimeException | OutOfMemoryError failure) {
      // One client's failure must not cost the others their turn.
      log.warn("a client is let go: sending to it failed", failure);
      subscriber.abort();
    }
  }

  private ByteBufAllocator allocator() {
    return subscribers.getFirst().allocator();
  }
}
