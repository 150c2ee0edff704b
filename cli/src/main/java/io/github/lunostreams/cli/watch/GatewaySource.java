package io.github.lunostreams.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A market's frames from a gateway's {@code ws /<pair>}: connects again, with growing waits, when
 * the connection ends or has been silent for long.
 *
 * <p>Everything runs on the event loop but frames, which go from the transport's thread straight to
 * the sink: a sink that is slow then slows the gateway's sending down, and the gateway conflates.
 */
public final class GatewaySource implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What a gateway says, before it closes, of a market it does not have. */
  private static final String NO_SUCH_PAIR = "Invalid path";

  /** What a gateway sends while it has no book. */
  private static final String NOTHING_KNOWN =
      "{\"bids\":[],\"asks\":[],\"trades\":[],\"sequence\":null,\"timestamp\":null,"
          + "\"status\":null,\"feed\":\"RESYNCING\"}";

  private final URI address;
  private final String pair;
  private final int depth;
  private final Connector connector;
  private final EventLoop loop;
  private final FrameSink sink;
  private final FrameReader reader = new FrameReader();

  /** Owned by the event loop. */
  private Duration wait = SHORTEST_WAIT;

  /** The attempt or connection of now; written by the event loop. */
  private volatile @Nullable Attempt current;

  /** Guarded by {@code sink}, which several threads may have reason to call. */
  private Frame.@Nullable Book newest;

  /**
   * Prepares to listen to a gateway.
   *
   * @param gateway its base, {@code ws://127.0.0.1:8010} for instance
   * @param pair the market's code
   * @param depth how many levels a side are kept; 0 for all
   * @param connector opens the connections; closed by the caller
   * @param loop where waiting happens; closed with this object
   * @param sink takes the frames
   */
  public GatewaySource(
      URI gateway, String pair, int depth, Connector connector, EventLoop loop, FrameSink sink) {
    this.address = URI.create(gateway + "/" + pair);
    this.pair = pair;
    this.depth = depth;
    this.connector = connector;
    this.loop = loop;
    this.sink = sink;
  }

  /** Connects. To be called once. */
  public void start() {
    loop.execute(this::connect);
  }

  private void connect() {
    Attempt attempt = new Attempt();
    current = attempt;
    attempt.connection = connector.connect(address, CONNECT_TIMEOUT, attempt);
  }

  private void lost(Attempt attempt, String why) {
    if (current != attempt) {
      return;
    }
    current = null;
    attempt.letGo();
    synchronized (sink) {
      sink.onFrame(new Frame("RESYNCING", why, newest, List.of(), 0, NOTHING_KNOWN));
    }
    loop.schedule(wait, this::connect);
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }

  private void failed(Attempt attempt, String why) {
    if (current == attempt) {
      current = null;
      attempt.letGo();
      sink.onFailed(why);
    }
  }

  /** Lets go of the gateway. Closing again does nothing. */
  @Override
  public void close() {
    Attempt attempt = current;
    current = null;
    if (attempt != null) {
      attempt.letGo();
    }
    loop.close();
  }

  private final class Attempt implements Connection.Listener {
    private volatile @Nullable Connection connection;

    /** Nanoseconds of the loop's clock when the gateway was heard last. */
    private volatile long heardNanos;

    /** Owned by the transport's thread: what comes first is no update. */
    private boolean first = true;

    @Override
    public void onOpen(Connection open) {
      heard();
      loop.schedule(PING_INTERVAL, () -> ping(open));
    }

    private void ping(Connection open) {
      if (current != this) {
        return;
      }
      if (loop.nanoTime() - heardNanos > SILENCE.toNanos()) {
        lost(this, "the gateway has been silent for " + SILENCE.toSeconds() + " s");
      } else {
        open.sendPing();
        loop.schedule(PING_INTERVAL, () -> ping(open));
      }
    }

    private void heard() {
      heardNanos = loop.nanoTime();
    }

    @Override
    public void onText(byte[] utf8) {
      heard();
      if (current != this) {
        return;
      }
      String text = new String(utf8, UTF_8);
      if (text.equals(NO_SUCH_PAIR)) {
        loop.execute(() -> failed(this, "the gateway does not serve " + pair));
        return;
      }
      try {
        received(reader.read(text, depth));
      } catch (IOException unexpected) {
        loop.execute(() -> failed(this, String.valueOf(unexpected.getMessage())));
      }
    }

    private void received(Frame frame) {
      Frame.Book book = frame.book();
      synchronized (sink) {
        Frame.Book before = newest;
        boolean update =
            !first && book != null && (before == null || book.sequence() != before.sequence());
        newest = book;
        sink.onFrame(update ? frame : frame.withoutUpdates());
      }
      if (first) {
        first = false;
        loop.execute(() -> wait = SHORTEST_WAIT);
      }
    }

    @Override
    public void onPong() {
      heard();
    }

    @Override
    public void onClosed(int code, String reason) {
      String words = reason.isEmpty() ? "" : ", " + reason;
      loop.execute(() -> lost(this, "the gateway closed with code " + code + words));
    }

    @Override
    public void onFailed(Throwable failure) {
      loop.execute(() -> lost(this, "the gateway is not reached: " + failure));
    }

    void letGo() {
      Connection open = connection;
      if (open != null) {
        open.abort();
      }
    }
  }
}
