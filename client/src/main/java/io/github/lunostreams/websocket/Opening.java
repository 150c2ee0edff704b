package io.github.lunostreams.websocket;

import io.github.lunostreams.upstream.UpstreamConnection;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one deadline over everything that opening a connection takes: name, proxy, connection, TLS
 * and handshake. Whoever waits says what for and leaves what can be closed to stop the waiting.
 *
 * <p>One thread opens; any thread may call {@link #cancel}.
 */
final class Opening {
  private final long deadlineNanos;
  private final Duration timeout;
  private final LongSupplier nanoTime;

  private volatile String waitsFor = "its turn";

  /** Guarded by this. */
  private @Nullable Closeable current;

  /** Guarded by this. */
  private boolean cancelled;

  Opening(Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.deadlineNanos = nanoTime.getAsLong() + timeout.toNanos();
  }

  void waitsFor(String what) {
    waitsFor = what;
  }

  /** Closed by {@link #cancel}, in place of what was given before; at once if that has been. */
  synchronized <T extends Closeable> T owns(T closeable) throws IOException {
    if (cancelled) {
      closeable.close();
      throw new IOException("cancelled");
    }
    current = closeable;
    return closeable;
  }

  /** Milliseconds left, 1 or more. */
  int remainingMillis() throws SocketTimeoutException {
    long nanos = deadlineNanos - nanoTime.getAsLong();
    if (nanos <= 0) {
      throw expired();
    }
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  /** What the deadline means to a user. */
  SocketTimeoutException expired() {
    return new SocketTimeoutException(
        "no answer within " + UpstreamConnection.seconds(timeout) + ", waiting for " + waitsFor);
  }

  /** Stops whatever waits. Again does nothing. */
  void cancel() {
    Closeable closing;
    synchronized (this) {
      cancelled = true;
      closing = current;
    }
    if (closing != null) {
      Sockets.close(closing);
    }
  }
}
