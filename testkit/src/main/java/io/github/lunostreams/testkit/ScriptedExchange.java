package io.github.lunostreams.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    ScriptedConnection connection = new ScriptedConnection(address, listener);
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
            one -> !one.accepted && one.address().getPath().endsWith("/" + pair));
    next.accepted = true;
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

  /** One attempt to connect, seen from the exchange. */
  public final class ScriptedConnection implements Connection {
    private final URI address;
    private final Listener listener;

    // Guarded by the lock.
    private final List<String> received = new ArrayList<>();
    private int pings;
    private boolean ended;
    private boolean closedPolitely;
    private boolean accepted;

    private ScriptedConnection(URI address, Listener listener) {
      this.address = address;
      this.listener = listener;
    }

    /**
     * Where the client connects to.
     *
     * @return the whole address
     */
    public URI address() {
      return address;
    }

    /**
     * What the client has sent.
     *
     * @return a copy, its texts in their order
     */
    public List<String> received() {
      lock.lock();
      try {
        return List.copyOf(received);
      } finally {
        lock.unlock();
      }
    }

    /**
     * How often the client has pinged.
     *
     * @return pings so far
     */
    public int pings() {
      lock.lock();
      try {
        return pings;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Whether one of the sides has ended it.
     *
     * @return true from then on
     */
    public boolean ended() {
      lock.lock();
      try {
        return ended;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Whether the client has said goodbye.
     *
     * @return false also if it just went
     */
    public boolean closedPolitely() {
      lock.lock();
      try {
        return closedPolitely;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Accepts the connection.
     *
     * @return this
     */
    public ScriptedConnection open() {
      listener.onOpen(this);
      return this;
    }

    /**
     * Sends a text frame.
     *
     * @param text made by {@link Frames} for instance
     * @return this
     */
    public ScriptedConnection send(String text) {
      listener.onText(Objects.requireNonNull(text).getBytes(UTF_8));
      return this;
    }

    /**
     * Answers a ping.
     *
     * @return this
     */
    public ScriptedConnection pong() {
      listener.onPong();
      return this;
    }

    /**
     * Closes the connection, from the exchange's side.
     *
     * @param code the close code
     * @param reason in words, or empty
     */
    public void hangUp(int code, String reason) {
      change(() -> ended = true);
      listener.onClosed(code, reason);
    }

    /**
     * Breaks the connection, or refuses it.
     *
     * @param failure what the client's transport would report
     */
    public void breakDown(Throwable failure) {
      change(() -> ended = true);
      listener.onFailed(failure);
    }

    @Override
    public void sendText(String text) {
      change(() -> received.add(text));
    }

    @Override
    public void sendPing() {
      change(() -> pings++);
    }

    @Override
    public void close() {
      change(
          () -> {
            ended = true;
            closedPolitely = true;
          });
    }

    @Override
    public void abort() {
      change(() -> ended = true);
    }

    @Override
    public String toString() {
      return address + (ended ? " ended" : "");
    }
  }
}
