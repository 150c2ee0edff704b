package io.github.lunostreams.simulator.wire;

import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one market and what they are sent: a snapshot on joining, then every update,
 * encoded once for all.
 *
 * <p>It reads the market's state and never changes it. Not thread-safe: the market's lock guards
 * it, and is held from an update's being applied until it is queued for every connection;
 * connections' own locks are taken inside it, never around it.
 */
public final class Broadcaster {
  /** Updates kept, to be sent once more. */
  public static final int HISTORY = 2_048;

  private final MarketState state;
  private final Wire wire;
  private final List<Connection> connections = new ArrayList<>();

  /** The newest updates, oldest first, whether or not they were sent. */
  private final Deque<byte[]> history = new ArrayDeque<>();

  /** How many of the next updates are not sent. */
  private int unsent;

  /** Of the state as it is, or null if no connection has joined since it changed. */
  private byte @Nullable [] snapshot;

  /**
   * A market without connections.
   *
   * @param state of the market
   * @param wire its frames
   */
  public Broadcaster(MarketState state, Wire wire) {
    this.state = state;
    this.wire = wire;
  }

  /** {@return how many connections have had their snapshot and are open} */
  public int connections() {
    return connections.size();
  }

  /**
   * Sends a connection the snapshot, and from then on every update.
   *
   * @param connection without a snapshot so far
   * @param phantoms orders that only this snapshot shows; none for a sound one
   */
  public void join(Connection connection, List<Change.NewOrder> phantoms) {
    if (connection.offer(phantoms.isEmpty() ? snapshot() : wire.snapshot(state, phantoms))) {
      connections.add(connection);
    }
  }

  private byte[] snapshot() {
    byte[] current = snapshot;
    if (current == null) {
      current = wire.snapshot(state, List.of());
      snapshot = current;
    }
    return current;
  }

  /**
   * Sends a connection nothing more.
   *
   * @param connection joined or not
   */
  public void leave(Connection connection) {
    connections.remove(connection);
  }

  /**
   * Sends an update, unless it is to be skipped.
   *
   * @param update applied just now
   */
  public void publish(Update update) {
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

  /**
   * Sends a frame that is none of the updates, or one of them once more.
   *
   * @param frame whole and encoded
   */
  public void broadcast(byte[] frame) {
    connections.removeIf(connection -> !connection.offer(frame));
  }

  /**
   * An earlier update, whether it was sent or not.
   *
   * @param back how many updates before the last
   * @return its frame, or null if it is not kept
   */
  public byte @Nullable [] past(int back) {
    if (back >= history.size()) {
      return null;
    }
    Iterator<byte[]> backwards = history.descendingIterator();
    for (int i = 0; i < back; i++) {
      backwards.next();
    }
    return backwards.next();
  }

  /**
   * Skips updates: they are applied and kept, and not sent.
   *
   * @param updates how many more of the next ones
   */
  public void skip(int updates) {
    unsent = Math.addExact(unsent, updates);
  }

  /**
   * Does something to every connection, in the order they joined.
   *
   * @param action must not call this object
   */
  public void forEach(Consumer<Connection> action) {
    connections.forEach(action);
  }

  /** Ends all connections as an exchange that starts again, and forgets earlier updates. */
  public void restart() {
    unsent = 0;
    history.clear();
    snapshot = null;
    connections.forEach(each -> each.close(Connection.SERVICE_RESTART, "service restart"));
    connections.clear();
  }

  /** Ends all connections as a server that ends. */
  public void closeAll() {
    connections.forEach(each -> each.closeNow(Connection.GOING_AWAY, "going away"));
    connections.clear();
  }
}
