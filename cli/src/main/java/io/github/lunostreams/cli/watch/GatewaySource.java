package io.github.lunostreams.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.StreamEnvironment;
import io.github.lunostreams.upstream.UpstreamConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A market's views from a gateway's {@code ws /<pair>}, which needs no key. The connection is
 * opened again, with growing waits, when it ends or is silent for too long.
 *
 * <p>Everything runs on the event loop.
 */
public final class GatewaySource implements AutoCloseable {
  private static final FeedSettings SETTINGS =
      FeedSettings.builder()
          .pingInterval(Duration.ofSeconds(10))
          .silenceTimeout(Duration.ofSeconds(30))
          .backoffBase(Duration.ofMillis(500))
          .backoffCap(Duration.ofSeconds(10))
          .slowBackoff(Duration.ofSeconds(2))
          .backoffResetAfter(Duration.ofSeconds(5))
          .build();

  /** A gateway's message, before it closes, on a market it does not have. */
  private static final String NO_SUCH_PAIR = "Invalid path";

  /** A gateway's message while it has no book. */
  private static final Json NO_BOOK =
      new Json(
          "{\"bids\":[],\"asks\":[],\"trades\":[",
          "",
          "],\"sequence\":null,\"timestamp\":null,\"status\":null,\"feed\":\"RESYNCING\"}");

  private final Pair pair;
  private final int depth;
  private final EventLoop loop;
  private final ViewSink sink;
  private final GatewayMessageReader reader = new GatewayMessageReader();
  private final UpstreamConnection upstream;

  // Owned by the event loop.
  private MarketView newest =
      new MarketView(MarketView.RESYNCING, "connecting", null, List.of(), 0, NO_BOOK);

  /** The first message of a connection is no update. */
  private boolean first = true;

  /** Whether {@code newest} is shown as stale. */
  private boolean silent;

  /**
   * Prepares to listen to a gateway.
   *
   * @param gateway its base, {@code ws://127.0.0.1:8010} for instance
   * @param pair the market
   * @param depth how many levels a side are kept; 0 for all
   * @param connector opens the connections; closed by the caller
   * @param loop where everything runs; closed with this object
   * @param sink receives the views
   */
  public GatewaySource(
      URI gateway, Pair pair, int depth, Connector connector, EventLoop loop, ViewSink sink) {
    this.pair = pair;
    this.depth = depth;
    this.loop = loop;
    this.sink = sink;
    StreamEnvironment environment =
        StreamEnvironment.builder(gateway, connector, loop).settings(SETTINGS).build();
    upstream =
        new UpstreamConnection(environment.address("/" + pair), environment, loop, new Receiver());
  }

  /** Connects. To be called once. */
  public void start() {
    loop.execute(upstream::start);
  }

  /** Releases the gateway. Closing again does nothing. */
  @Override
  public void close() {
    if (!loop.close(upstream::close)) {
      upstream.abandon();
    }
  }

  private void fail(String message) {
    upstream.fail();
    sink.onFailed(new Failure(message, ""));
  }

  private final class Receiver implements UpstreamConnection.Listener {
    @Override
    public void connecting(Cause cause) {}

    @Override
    public void opened() {
      first = true;
    }

    @Override
    public void received(byte[] utf8, long arrivedMillis, long waitedNanos) {
      String text = new String(utf8, UTF_8);
      if (text.equals(NO_SUCH_PAIR)) {
        fail("the gateway does not serve " + pair);
        return;
      }
      MarketView view;
      try {
        view = reader.read(text, depth);
      } catch (IOException unexpected) {
        fail(String.valueOf(unexpected.getMessage()));
        return;
      }
      boolean late = waitedNanos > SETTINGS.lagBound().toNanos();
      if (late && view.feed().equals(MarketView.LIVE)) {
        Duration waited = Duration.ofNanos(waitedNanos);
        view =
            view.withFeed(
                MarketView.LAGGING, "messages wait for " + UpstreamConnection.seconds(waited));
      }
      show(view);
    }

    private void show(MarketView view) {
      MarketView.Book book = view.book();
      MarketView.Book before = newest.book();
      boolean update =
          !first && book != null && (before == null || book.sequence() != before.sequence());
      if (first) {
        upstream.confirm();
      }
      first = false;
      silent = false;
      newest = view;
      sink.onView(update ? view : view.withoutUpdates());
    }

    @Override
    public void silent(Duration silence) {
      silent = true;
      showAgain("STALE", "nothing from the gateway for " + UpstreamConnection.seconds(silence));
    }

    /**
     * A gateway sends nothing while a market has no updates: then its pongs show that it is alive.
     */
    @Override
    public boolean ponged() {
      if (silent) {
        silent = false;
        showAgain(newest.feed(), newest.detail());
      }
      return true;
    }

    /** The newest book with another feed, which no message of the gateway reported. */
    private void showAgain(String feed, String detail) {
      sink.onView(new MarketView(feed, detail, newest.book(), List.of(), 0, Json.NONE));
    }

    @Override
    public void disconnected(Cause cause) {
      silent = false;
      newest =
          new MarketView(MarketView.RESYNCING, words(cause), newest.book(), List.of(), 0, NO_BOOK);
      sink.onView(newest);
    }

    private static String words(Cause cause) {
      return switch (cause.reason()) {
        case CLOSED_BY_EXCHANGE ->
            "the gateway closed with " + cause.detail().replaceFirst("^close ", "");
        case CONNECT_FAILED -> "the gateway is not reached: " + cause.detail();
        case CONNECTION_LOST -> "the connection to the gateway broke: " + cause.detail();
        case SILENCE -> "the gateway has been silent: " + cause.detail();
        case NO_SNAPSHOT -> "the gateway sends nothing: " + cause.detail();
        default -> cause.toString();
      };
    }
  }
}
