package io.github.lunostreams.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A connection over the JDK's {@link WebSocket}. */
final class WebSocketConnection implements Connection {
  /** A snapshot of the largest market is 1.1 MB; beyond this the server is not what we think. */
  static final int MAX_MESSAGE_CHARS = 64 << 20;

  private static final int KEPT_BUFFER_CHARS = 64 << 10;
  private static final int NORMAL_CLOSURE = 1000;
  private static final int NO_STATUS = 1005;
  private static final int ABNORMAL_CLOSURE = 1006;
  private static final long GOODBYE_MILLIS = 500;
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final Listener listener;

  /** Null until open. */
  private final AtomicReference<@Nullable WebSocket> socket = new AtomicReference<>();

  /** True once the caller let go: what the socket still says interests nobody. */
  private volatile boolean released;

  /** Guards the end, which the listener is notified of once. */
  private final AtomicBoolean ended = new AtomicBoolean();

  WebSocketConnection(Listener listener) {
    this.listener = listener;
  }

  WebSocket.Listener receiver() {
    return new Receiver();
  }

  void fail(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      listener.onFailed(failure);
    }
  }

  @Override
  public void sendText(String text) {
    WebSocket open = socket.get();
    if (open == null) {
      throw new IllegalStateException("expected an open connection");
    }
    open.sendText(text, true).whenComplete((sent, failure) -> failIf(failure));
  }

  @Override
  public void sendPing() {
    WebSocket open = socket.get();
    if (open != null && !open.isOutputClosed()) {
      open.sendPing(NO_BYTES.duplicate()).whenComplete((sent, failure) -> failIf(failure));
    }
  }

  private void failIf(@Nullable Throwable failure) {
    if (failure != null) {
      fail(failure);
    }
  }

  @Override
  public void close() {
    released = true;
    WebSocket open = socket.get();
    if (open != null) {
      open.sendClose(NORMAL_CLOSURE, "")
          .orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
          .whenComplete((sent, failure) -> open.abort());
    }
  }

  @Override
  public void abort() {
    released = true;
    WebSocket open = socket.get();
    if (open != null) {
      open.abort();
    }
  }

  /** Called by the JDK, one call after the other; {@code message} is touched by no one else. */
  private final class Receiver implements WebSocket.Listener {
    private StringBuilder message = new StringBuilder();

    @Override
    public void onOpen(WebSocket opened) {
      socket.set(opened);
      if (released) {
        opened.abort();
        return;
      }
      listener.onOpen(WebSocketConnection.this);
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      if (released) {
        return null;
      }
      if (message.length() + part.length() > MAX_MESSAGE_CHARS) {
        fail(new IOException("expected a message of at most " + MAX_MESSAGE_CHARS + " characters"));
        from.abort();
        return null;
      }
      if (last && message.isEmpty()) {
        listener.onText(part.toString().getBytes(UTF_8));
      } else {
        message.append(part);
        if (last) {
          listener.onText(message.toString().getBytes(UTF_8));
          message = emptied(message);
        }
      }
      from.request(1);
      return null;
    }

    private StringBuilder emptied(StringBuilder used) {
      if (used.capacity() > KEPT_BUFFER_CHARS) {
        return new StringBuilder();
      }
      used.setLength(0);
      return used;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      fail(new IOException("expected text frames, got a binary one"));
      from.abort();
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
      listener.onPong();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      if (ended.compareAndSet(false, true)) {
        listener.onClosed(code == NO_STATUS ? ABNORMAL_CLOSURE : code, reason);
      }
      // Null: the JDK answers the close at once and lets go of the socket.
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      fail(failure);
    }
  }
}
