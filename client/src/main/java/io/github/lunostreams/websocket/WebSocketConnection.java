package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.ServerAddress;
import io.github.lunostreams.websocket.Dialer.Line;
import io.github.lunostreams.websocket.FrameReader.Close;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a thread of its own opens it and then reads, a second one writes. There is one
 * way to its end, {@link #end}, which the listener hears of at most once, and not after the owner
 * has let go.
 */
final class WebSocketConnection implements Connection, Runnable {
  private enum State {
    OPENING,
    OPEN,
    /** The listener has heard the end, or the owner has let go. */
    ENDED
  }

  private static final int NORMAL_CLOSURE = 1000;
  private static final long GOODBYE_MILLIS = 500;
  private static final byte[] NO_BYTES = {};

  private final URI address;
  private final Dialer dialer;
  private final Opening opening;
  private final RandomGenerator random;
  private final ScheduledExecutorService timer;
  private final Listener listener;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

  /** Null until open. */
  private volatile @Nullable FrameWriter writer;

  /** Below TLS; null until open. */
  private volatile @Nullable Socket raw;

  WebSocketConnection(
      URI address,
      Dialer dialer,
      Opening opening,
      RandomGenerator random,
      ScheduledExecutorService timer,
      Listener listener) {
    this.address = address;
    this.dialer = dialer;
    this.opening = opening;
    this.random = random;
    this.timer = timer;
    this.listener = listener;
  }

  /** Opens, and reads until the end. */
  @Override
  public void run() {
    try {
      ServerAddress server = ServerAddress.of(address);
      Line line = dialer.dial(server, opening);
      try {
        SocketInput in = new SocketInput(line.socket().getInputStream());
        opening.waitsFor("the answer of " + server.hostAndPort() + " to the websocket handshake");
        OpeningHandshake.perform(address, server, line.socket().getOutputStream(), in, random);
        serve(line, in);
      } finally {
        Sockets.close(line.raw());
      }
    } catch (IOException | RuntimeException e) {
      end(e);
    } catch (OutOfMemoryError e) {
      end(new IOException("out of memory", e));
    } finally {
      opening.cancel();
    }
  }

  /** The deadline of opening is over. On the timer's thread. */
  void expire() {
    if (state.compareAndSet(State.OPENING, State.ENDED)) {
      listener.onFailed(opening.expired());
      opening.cancel();
    }
  }

  private void serve(Line line, SocketInput in) throws IOException {
    FrameWriter writing = new FrameWriter(line.socket().getOutputStream(), random);
    raw = line.raw();
    writer = writing;
    if (!state.compareAndSet(State.OPENING, State.OPEN)) {
      return;
    }
    Thread.ofVirtual().name("luno-socket-writer").start(() -> write(writing));
    try {
      listener.onOpen(this);
      goodbye(writing, in, read(writing, new FrameReader(in)));
    } finally {
      writing.stop();
    }
  }

  private void write(FrameWriter writing) {
    writing.run();
    if (writing.failure() != null) {
      closeSocket();
    }
  }

  /** Reads to the end of the messages; returns what to close with. */
  private Close read(FrameWriter writing, FrameReader reader) throws IOException {
    try {
      Close close = reader.readUntilClose(new Messages(writing));
      if (ends()) {
        listener.onClosed(close.code(), close.reason());
      }
      return close;
    } catch (ProtocolFault fault) {
      end(fault);
      return new Close(fault.closeCode(), "");
    } catch (IOException broken) {
      IOException unwritten = writing.failure();
      throw unwritten == null ? broken : unwritten;
    }
  }

  /**
   * Answers a close, and waits a short while for the server to end the connection: were it closed
   * here at once, a reset could overtake the answer.
   */
  private void goodbye(FrameWriter writing, SocketInput in, Close close) throws IOException {
    writing.close(close.code(), close.reason());
    abortSoon();
    in.drain();
  }

  private void abortSoon() {
    timer.schedule(this::closeSocket, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void closeSocket() {
    Socket socket = raw;
    if (socket != null) {
      // Not the one above it: to close TLS politely waits for a writer that may be stuck.
      Sockets.close(socket);
    }
  }

  private void end(Exception failure) {
    if (ends()) {
      listener.onFailed(failure);
    }
  }

  private boolean ends() {
    return state.getAndSet(State.ENDED) != State.ENDED;
  }

  @Override
  public void sendText(String text) {
    send(FrameReader.TEXT, text.getBytes(UTF_8));
  }

  @Override
  public void sendPing() {
    if (writer != null) {
      send(FrameReader.PING, NO_BYTES);
    }
  }

  private void send(int opcode, byte[] payload) {
    FrameWriter open = writer;
    if (open == null) {
      throw new IllegalStateException("expected an open connection");
    }
    if (!open.send(opcode, payload)) {
      // The reader's thread tells the listener.
      closeSocket();
    }
  }

  @Override
  public void close() {
    boolean wasOpen = state.getAndSet(State.ENDED) == State.OPEN;
    FrameWriter open = writer;
    if (wasOpen && open != null) {
      open.close(NORMAL_CLOSURE, "");
      abortSoon();
    } else {
      abort();
    }
  }

  @Override
  public void abort() {
    state.set(State.ENDED);
    opening.cancel();
    closeSocket();
  }

  /** Lets a goodbye go on. Returns whether there is one. */
  boolean abortUnlessClosing() {
    FrameWriter open = writer;
    if (open != null && open.isClosing()) {
      return true;
    }
    abort();
    return false;
  }

  /** What came, for the listener, as long as there is one. */
  private final class Messages implements FrameReader.Handler {
    private final FrameWriter writing;

    Messages(FrameWriter writing) {
      this.writing = writing;
    }

    @Override
    public void text(byte[] utf8) {
      if (state.get() == State.OPEN) {
        listener.onText(utf8);
      }
    }

    @Override
    public void ping(byte[] payload) {
      writing.pong(payload);
    }

    @Override
    public void pong() {
      if (state.get() == State.OPEN) {
        listener.onPong();
      }
    }
  }
}
