package io.github.lunostreams.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who follows one market, and what they are sent: the snapshot to who joins, and then
 * every update, encoded once for all.
 *
 * <p>It only reads the truth. Not thread-safe: the market's lock guards it, and is held from an
 * update's becoming true until it is in every outbox; connections' own locks are taken inside it,
 * never around it.
 */
final class Feed {
  /** Updates kept, to be sent once more. */
  static final int HISTORY = 2_048;

  private static final int GOING_AWAY = 1001;
  private static final int SERVICE_RESTART = 1012;

  private final Truth truth;
  private final Wire wire;
  private final List<Outbox> connections = new ArrayList<>();

  /** The newest updates, oldest first, whether or not somebody was sent them. */
  private final Deque<byte[]> history = new ArrayDeque<>();

  /** How many of the next updates nobody is sent. */
  private int unsent;

  /** Of the truth as it is, or null if nobody has joined since it changed. */
  private byte @Nullable [] snapshot;

  Feed(Truth truth, Wire wire) {
    this.truth = truth;
    this.wire = wire;
  }

  /** How many have had their snapshot and are open. */
  int connections() {
    return connections.size();
  }

  /**
   * Gives a connection the snapshot, and from then on every update.
   *
   * @param flaw of the snapshot, or null for a sound one
   */
  void join(Outbox connection, Fault.@Nullable SnapshotFlaw flaw) {
    if (connection.offer(flaw == null ? sound() : flawed(flaw))) {
      connections.add(connection);
    }
  }

  private byte[] sound() {
    byte[] current = snapshot;
    if (current == null) {
      current = wire.snapshot(truth.book(), truth.sequence(), truth.status(), truth.timestamp());
      snapshot = current;
    }
    return current;
  }

  private byte[] flawed(Fault.SnapshotFlaw flaw) {
    return wire.snapshot(truth.book(), truth.sequence(), truth.status(), truth.timestamp(), flaw);
  }

  void leave(Outbox connection) {
    connections.remove(connection);
  }

  /** Sends what has just become true. */
  void send(Update update) {
    snapshot = null;
    byte[] frame = wire.update(update);
    history.addLast(frame);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
    if (unsent > 0) {
      unsent--;
    } else {
      broadcast(frame);
    }
  }

  /** Sends a frame that is none of the updates, or one of them once more. */
  void broadcast(byte[] frame) {
    for (Iterator<Outbox> each = connections.iterator(); each.hasNext(); ) {
      if (!each.next().offer(frame)) {
        each.remove();
      }
    }
  }

  /** The update so many before the last, whether sent or not; null if it is not kept. */
  byte @Nullable [] past(int back) {
    if (back >= history.size()) {
      return null;
    }
    Iterator<byte[]> backwards = history.descendingIterator();
    for (int i = 0; i < back; i++) {
      backwards.next();
    }
    return backwards.next();
  }

  /** Sends so many more of the next updates to nobody. */
  void skip(int updates) {
    unsent = Math.addExact(unsent, updates);
  }

  void forEach(Consumer<Outbox> action) {
    connections.forEach(action);
  }

  /** Ends all connections as an exchange that starts again; what was before is forgotten. */
  void restart() {
    unsent = 0;
    history.clear();
    snapshot = null;
    connections.forEach(each -> each.close(SERVICE_RESTART, "service restart"));
    connections.clear();
  }

  /** Says goodbye to all connections. */
  void goAway() {
    connections.forEach(each -> each.goAway(GOING_AWAY, "going away"));
    connections.clear();
  }
}
