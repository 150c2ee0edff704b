package io.github.lunostreams.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One attempt to connect, seen from the exchange.
 *
 * <p>Any thread may call its methods.
 */
public final class ScriptedConnection implements Connection {
  private final URI address;
  private final Listener listener;

  /** Is called, outside this object's lock, when something of this connection has changed. */
  private final Runnable changed;

  // Guarded by this.
  private final List<String> received = new ArrayList<>();
  private int pings;
  private boolean ended;
  private boolean closedPolitely;
  private boolean accepted;
  private boolean answersPings;

  ScriptedConnection(URI address, Listener listener, Runnable changed) {
    this.address = address;
    this.listener = listener;
    this.changed = changed;
  }

  private void change(Runnable how) {
    synchronized (this) {
      how.run();
    }
    changed.run();
  }

  /** Whether this is the first call: a connection is given to one test. */
  synchronized boolean accept() {
    boolean before = accepted;
    accepted = true;
    return !before;
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
  public synchronized List<String> received() {
    return List.copyOf(received);
  }

  /**
   * How often the client has pinged.
   *
   * @return pings so far
   */
  public synchronized int pings() {
    return pings;
  }

  /**
   * Whether one of the sides has ended it.
   *
   * @return true from then on
   */
  public synchronized boolean ended() {
    return ended;
  }

  /**
   * Whether the client has said goodbye.
   *
   * @return false also if it just went
   */
  public synchronized boolean closedPolitely() {
    return closedPolitely;
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
   * Answers every ping that comes from now on, at once.
   *
   * @return this
   */
  public ScriptedConnection answerPings() {
    change(() -> answersPings = true);
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
    boolean answer;
    synchronized (this) {
      pings++;
      answer = answersPings;
    }
    changed.run();
    if (answer) {
      listener.onPong();
    }
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
    return address + (ended() ? " ended" : "");
  }
}
