package io.github.lunostreams.testkit;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The far end of every connection, played by the test: nothing happens until it says so.
 *
 * <p>Any thread may call its methods.
 */
public final class ScriptedExchange implements Connector {
  /** Only a test that fails waits so long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock. */
  private final List<ScriptedConnection> connections = new ArrayList<>();

  /** Guarded by the lock. */
  private boolean closed;

  /** An exchange that nobody has connected to. */
  public ScriptedExchange() {}

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    ScriptedConnection connection =
        new ScriptedConnection(address, listener, () -> change(() -> {}));
    change(() -> connections.add(connection));
    return connection;
  }

  @Override
  public void close() {
    change(() -> closed = true);
  }

  /**
   * Every attempt to connect so far.
   *
   * @return a copy, in their order
   */
  public List<ScriptedConnection> connections() {
    lock.lock();
    try {
      return List.copyOf(connections);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The attempt made last.
   *
   * @return the newest of {@link #connections}
   */
  public ScriptedConnection last() {
    return connections().getLast();
  }

  /**
   * Attempts and connections that neither side has ended.
   *
   * @return how many
   */
  public long inUse() {
    return connections().stream().filter(connection -> !connection.ended()).count();
  }

  /**
   * Whether the owner has closed this connector.
   *
   * @return true from then on
   */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next connection to a pair's stream that nobody was given yet, opens it and waits
   * for its credentials: for tests in which the client has threads of its own.
   *
   * @param pair the market's code
   * @return the connection, its credentials among {@link ScriptedConnection#received}
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public ScriptedConnection accept(String pair) throws InterruptedException {
    ScriptedConnection next =
        await(
            "a connection for " + pair,
            one -> one.address().getPath().endsWith("/" + pair) && one.accept());
    next.open();
    return await("credentials for " + pair, one -> one == next && !one.received().isEmpty());
  }

  private ScriptedConnection await(String what, Predicate<ScriptedConnection> wanted)
      throws InterruptedException {
    lock.lock();
    try {
      long left = TIMEOUT.toNanos();
      while (true) {
        for (ScriptedConnection connection : connections) {
          if (wanted.test(connection)) {
            return connection;
          }
        }
        if (left <= 0) {
          throw new AssertionError(
              "expected " + what + " within " + TIMEOUT + ", connections: " + connections);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
