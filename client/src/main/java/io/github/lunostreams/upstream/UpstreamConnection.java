package io.github.lunostreams.upstream;

import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.EventLoop.Timer;
import io.github.lunostreams.upstream.InboundQueue.Arrival;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection open: connects, shows the key, pings, notices silence, and when the
 * connection is lost or given up backs off and connects again, within the budget of sessions. It
 * hands text frames on and knows nothing of what they say.
 *
 * <p>Everything here runs on one event loop, except what says otherwise. There is one way down,
 * {@link #disconnectAndRetry}, and at most one {@link ConnectionAttempt} at a time: what one that
 * was released still delivers is ignored.
 */
public final class UpstreamConnection {
  /** Receives, on the event loop, the events of the connection. */
  public interface Listener {
    /**
     * A connection is being opened.
     *
     * @param cause why now
     */
    void connecting(Cause cause);

    /** The connection is open; the key is shown after this call. */
    void opened();

    /**
     * A text frame.
     *
     * @param utf8 its text; never changed by anyone
     * @param arrivedMillis when it came, by the local clock, in milliseconds since the epoch
     * @param waitedNanos for how long it has waited for the event loop
     */
    void received(byte[] utf8, long arrivedMillis, long waitedNanos);

    /**
     * The other side answered a ping: the network works, which says nothing of the feed.
     *
     * @return whether that counts as a text frame does against silence: true for a server that
     *     sends nothing while nothing changes
     */
    default boolean ponged() {
      return false;
    }

    /**
     * Nothing has come for so long that the other side may be dead; it has been asked with a ping.
     *
     * @param silence how long no text frame came
     */
    void silent(Duration silence);

    /**
     * The connection breaks. Called before it is released.
     *
     * @param reason what is wrong
     * @param asked how soon the reason alone would have it connect again
     * @return how soon to connect again
     */
    default RetryPace breaking(Reason reason, RetryPace asked) {
      return asked;
    }

    /**
     * The connection is gone, or could not be opened; the next attempt waits for its time.
     *
     * @param cause why
     */
    void disconnected(Cause cause);
  }

  /** A connector keeps its timeout itself and says in words what was slow; if not, we do. */
  private static final Duration CONNECTOR_GRACE = Duration.ofMillis(500);

  /** What a transport reports where the other side sent no close code (RFC 6455, section 7.1.5). */
  private static final int NO_CLOSE_FRAME = 1006;

  private final URI address;
  private final StreamEnvironment environment;
  private final FeedSettings settings;
  private final EventLoop loop;
  private final Listener listener;
  private final Backoff backoff;
  private final SilenceWatch silence;
  private final ConnectionAttempt.Listener attempts = new AttemptListener();

  /** The attempt or connection of now; null while there is none. Written on the event loop. */
  private volatile @Nullable ConnectionAttempt current;

  private boolean open;

  /** Waits for what comes next: connection, confirmation, time to retry, time to trust. */
  private @Nullable Timer stateTimer;

  private @Nullable Timer pingTimer;

  /**
   * A connection that is not started yet.
   *
   * @param address where to
   * @param environment how to get there; with credentials these are shown first
   * @param loop where everything runs; closed by the caller
   * @param listener receives its events
   */
  public UpstreamConnection(
      URI address, StreamEnvironment environment, EventLoop loop, Listener listener) {
    this.address = address;
    this.environment = environment;
    this.settings = environment.settings();
    this.loop = loop;
    this.listener = listener;
    this.backoff = new Backoff(settings, environment.random());
    this.silence = new SilenceWatch(settings, loop, listener::silent, this::silentForTooLong);
  }

  /** Connects. Once, on the event loop. */
  public void start() {
    connect(new Cause(Reason.STARTED, address.toString()));
  }

  /** Says goodbye and ends it. On the event loop. */
  public void close() {
    release(true);
  }

  /**
   * Releases the connection from another thread, for a closer that cannot wait for the event loop:
   * {@link #close} follows there.
   */
  public void abandon() {
    ConnectionAttempt attempt = current;
    if (attempt != null) {
      attempt.release(false);
    }
  }

  /** Ends it for good, without goodbye. On the event loop. */
  public void fail() {
    release(false);
  }

  /**
   * What the other side sent is what was expected: from now on only silence or {@link
   * #disconnectAndRetry} ends the connection, and when it has held for a while the waits between
   * attempts start from the base again. On the event loop.
   */
  public void confirm() {
    cancelStateTimer();
    stateTimer = loop.schedule(settings.backoffResetAfter(), backoff::reset);
  }

  /**
   * The one way down: whatever is wrong, releases the connection and tries again later. On the
   * event loop.
   *
   * @param reason what is wrong
   * @param errorCode the exchange's error code, or empty
   * @param detail in words; the key is hidden in it
   * @param asked how soon to try again
   */
  public void disconnectAndRetry(Reason reason, String errorCode, String detail, RetryPace asked) {
    disconnectAndRetry(reason, errorCode, detail, asked, Duration.ZERO);
  }

  private void disconnectAndRetry(
      Reason reason, String errorCode, String detail, RetryPace asked, Duration atLeast) {
    RetryPace pace = listener.breaking(reason, asked);
    release(false);
    Duration wait = backoff.next(pace, atLeast);
    stateTimer =
        loop.schedule(wait, () -> connect(new Cause(Reason.RETRY, "after " + seconds(wait))));
    listener.disconnected(new Cause(reason, errorCode, redacted(detail)));
  }

  private void disconnectAndRetry(Reason reason, String detail) {
    disconnectAndRetry(reason, "", detail, RetryPace.NORMAL);
  }

  /**
   * Hides the key in a text that is about to be shown.
   *
   * @param text from the other side, whole
   * @return the text without the key
   */
  public String redacted(String text) {
    return environment.credentials().map(key -> key.redact(text)).orElse(text);
  }

  /**
   * How long frames may wait for the event loop and how long they do. Any thread may ask.
   *
   * @return {@link Backlog#NONE} while there is no connection
   */
  public Backlog backlog() {
    ConnectionAttempt attempt = current;
    return attempt == null ? Backlog.NONE : attempt.inbound().backlog(loop.nanoTime());
  }

  /**
   * How long the oldest frame that waits has done so. Any thread may ask.
   *
   * @return nanoseconds; 0 if none waits
   */
  public long behindNanos() {
    ConnectionAttempt attempt = current;
    return attempt == null ? 0 : attempt.inbound().oldestNanos(loop.nanoTime());
  }

  private void connect(Cause cause) {
    if (!environment.budget().tryTake()) {
      disconnectAndRetry(
          Reason.NO_SESSION_FREE,
          "",
          "all %d sessions of the budget are in use".formatted(environment.budget().limit()),
          RetryPace.SLOW);
      return;
    }
    ConnectionAttempt attempt = new ConnectionAttempt(environment, loop, attempts);
    current = attempt;
    listener.connecting(cause);
    if (current != attempt) {
      return; // The listener closed it.
    }
    stateTimer =
        loop.schedule(
            settings.connectTimeout().plus(CONNECTOR_GRACE),
            () ->
                disconnectAndRetry(
                    Reason.CONNECT_FAILED,
                    "no answer within " + seconds(settings.connectTimeout())));
    try {
      attempt.connect(address);
    } catch (RuntimeException refused) {
      disconnectAndRetry(Reason.CONNECT_FAILED, refused.toString());
    }
  }

  private void opened(ConnectionAttempt attempt, Connection connection) {
    cancelStateTimer();
    open = true;
    silence.alive(loop.nanoTime());
    listener.opened();
    if (current != attempt) {
      return; // The listener closed it.
    }
    stateTimer =
        loop.schedule(
            settings.snapshotTimeout(),
            () ->
                disconnectAndRetry(
                    Reason.NO_SNAPSHOT,
                    "no snapshot within " + seconds(settings.snapshotTimeout())));
    pingTimer = loop.schedule(settings.pingInterval(), () -> ping(connection));
    silence.start(attempt);
    environment.credentials().ifPresent(key -> connection.sendText(CredentialsFrame.of(key)));
  }

  private void silentForTooLong(Duration silence) {
    disconnectAndRetry(Reason.SILENCE, "no text frame for " + seconds(silence));
  }

  private void ping(Connection connection) {
    connection.sendPing();
    pingTimer = loop.schedule(settings.pingInterval(), () -> ping(connection));
  }

  /**
   * A duration in words.
   *
   * @param duration of some milliseconds or more
   * @return {@code 1.5 s} for instance
   */
  public static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private void release(boolean politely) {
    ConnectionAttempt attempt = current;
    current = null;
    open = false;
    cancelStateTimer();
    cancel(pingTimer);
    silence.stop();
    pingTimer = null;
    if (attempt != null) {
      attempt.release(politely);
    }
  }

  private void cancelStateTimer() {
    cancel(stateTimer);
    stateTimer = null;
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** What an attempt reports counts only while it is the one of now. */
  private final class AttemptListener implements ConnectionAttempt.Listener {
    @Override
    public void opened(ConnectionAttempt attempt, Connection connection) {
      if (current == attempt) {
        UpstreamConnection.this.opened(attempt, connection);
      }
    }

    @Override
    public void arrived(ConnectionAttempt attempt, Arrival arrival) {
      byte[] utf8 = attempt.inbound().take(arrival);
      if (current != attempt) {
        return;
      }
      listener.received(utf8, arrival.millis, loop.nanoTime() - arrival.nanos);
    }

    @Override
    public void ponged(ConnectionAttempt attempt) {
      if (current == attempt && listener.ponged()) {
        silence.alive(loop.nanoTime());
      }
    }

    @Override
    public void overrun(ConnectionAttempt attempt) {
      if (current == attempt) {
        disconnectAndRetry(
            Reason.OVERRUN,
            "more than %d bytes of frames wait".formatted(settings.maxQueuedBytes()));
      }
    }

    @Override
    public void closed(ConnectionAttempt attempt, int code, String reason) {
      if (current == attempt) {
        String words = reason.isEmpty() ? "" : ", " + reason;
        if (code == NO_CLOSE_FRAME) {
          disconnectAndRetry(Reason.CONNECTION_LOST, "ended without a close frame" + words);
        } else {
          disconnectAndRetry(Reason.CLOSED_BY_EXCHANGE, "close code " + code + words);
        }
      }
    }

    @Override
    public void failed(ConnectionAttempt attempt, Throwable failure) {
      if (current != attempt) {
        return;
      }
      Reason reason = open ? Reason.CONNECTION_LOST : Reason.CONNECT_FAILED;
      if (failure instanceof HandshakeException refused) {
        // A server that answers, and says no: too many attempts, or it is being mended.
        disconnectAndRetry(
            reason,
            "",
            String.valueOf(refused.getMessage()),
            RetryPace.SLOW,
            refused.retryAfter().orElse(Duration.ZERO));
      } else {
        disconnectAndRetry(reason, words(failure));
      }
    }

    private static String words(Throwable failure) {
      String message = failure.getMessage();
      return message == null || message.isBlank()
          ? failure.getClass().getSimpleName()
          : failure.getClass().getSimpleName() + ", " + message;
    }
  }
}
