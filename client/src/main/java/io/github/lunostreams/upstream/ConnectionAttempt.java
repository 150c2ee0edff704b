package io.github.lunostreams.upstream;

import io.github.lunostreams.upstream.InboundQueue.Arrival;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be connected, and the connection that came of it. The transport calls it, and it
 * only hands over to the event loop; the frames that wait there are bounded. It holds a session of
 * the budget until it is released.
 */
final class ConnectionAttempt implements Connection.Listener {
  /** Receives, on the event loop, the outcome of an attempt, also of one that was released. */
  interface Listener {
    void opened(ConnectionAttempt attempt, Connection connection);

    /** A frame is to be taken from {@link #inbound}. */
    void arrived(ConnectionAttempt attempt, Arrival arrival);

    void ponged(ConnectionAttempt attempt);

    /** More frames wait than the bound allows: none of those that come is kept any more. */
    void overrun(ConnectionAttempt attempt);

    void closed(ConnectionAttempt attempt, int code, String reason);

    void failed(ConnectionAttempt attempt, Throwable failure);
  }

  private final StreamEnvironment environment;
  private final EventLoop loop;
  private final Listener listener;
  private final InboundQueue inbound;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Written on the event loop. */
  private volatile @Nullable Connection connection;

  /** Owned by the transport's thread: a frame was dropped, so none after it is of use. */
  private boolean overrun;

  /** An attempt for which a session of the budget was taken. */
  ConnectionAttempt(StreamEnvironment environment, EventLoop loop, Listener listener) {
    this.environment = environment;
    this.loop = loop;
    this.listener = listener;
    this.inbound = new InboundQueue(loop.nanoTime());
  }

  void connect(URI address) {
    connection =
        environment.connector().connect(address, environment.settings().connectTimeout(), this);
  }

  InboundQueue inbound() {
    return inbound;
  }

  /** Pings, if there is a connection yet. */
  void ping() {
    Connection made = connection;
    if (made != null) {
      made.sendPing();
    }
  }

  /** Gives the session back and releases the connection, once, on any thread. */
  void release(boolean politely) {
    if (!released.compareAndSet(false, true)) {
      return;
    }
    environment.budget().giveBack();
    Connection made = connection;
    if (made != null && politely) {
      made.close();
    } else if (made != null) {
      made.abort();
    }
  }

  @Override
  public void onOpen(Connection made) {
    loop.execute(() -> listener.opened(this, made));
  }

  @Override
  public void onText(byte[] utf8) {
    if (overrun) {
      return;
    }
    if (inbound.waitingBytes() + utf8.length > environment.settings().maxQueuedBytes()) {
      overrun = true;
      loop.execute(() -> listener.overrun(this));
      return;
    }
    Arrival arrival = inbound.add(utf8, environment.clock().millis(), loop.nanoTime());
    loop.execute(() -> listener.arrived(this, arrival));
  }

  @Override
  public void onPong() {
    loop.execute(() -> listener.ponged(this));
  }

  @Override
  public void onClosed(int code, String reason) {
    loop.execute(() -> listener.closed(this, code, reason));
  }

  @Override
  public void onFailed(Throwable failure) {
    loop.execute(() -> listener.failed(this, failure));
  }
}
