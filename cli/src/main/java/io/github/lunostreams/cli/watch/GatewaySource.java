package io.github.lunostreams.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.RetryPace;
import io.github.lunostreams.upstream.StreamEnvironment;
import io.github.lunostreams.upstream.UpstreamConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A market's views from a gateway's {@code ws /<pair>?beat=1}, which needs no key. The connection
 * is opened again, with growing waits, when it ends or is silent for too long: 6 s once the gateway
 * has sent a beat, 30 s without an answer to pings for one that knows no beats.
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
  private final StreamEnvironment environment;
  private final Receiver receiver = new Receiver();
  private final BeatWatch beats;

  /** Replaced, on the event loop, if the gateway refuses to be asked for beats. */
  private volatile UpstreamConnection upstream;

  // Owned by the event loop.
  private MarketView newest =
      new MarketView(MarketView.RESYNCING, "connecting", null, List.of(), 0, NO_BOOK);

  private boolean asksForBeats = true;

  /** The first book of a connection is no update. */
  private boolean first = true;

  private boolean confirmed;

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
   * @param clock the local time
   * @param sink receives the views
   */
  public GatewaySource(
      URI gateway,
      Pair pair,
      int depth,
      Connector connector,
      EventLoop loop,
      InstantSource clock,
      ViewSink sink) {
    this.pair = pair;
    this.depth = depth;
    this.loop = loop;
    this.sink = sink;
    environment =
        StreamEnvironment.builder(gateway, connector, loop).settings(SETTINGS).clock(clock).build();
    upstream = connectionTo("/" + pair + "?beat=1");
    beats = new BeatWatch(loop, clock, () -> upstream.behindNanos(), this::giveUp);
  }

  private UpstreamConnection connectionTo(String path) {
    return new UpstreamConnection(environment.address(path), environment, loop, receiver);
  }

  /** Connects. To be called once. */
  public void start() {
    loop.execute(() -> upstream.start());
  }

  /** Releases the gateway. Closing again does nothing. */
  @Override
  public void close() {
    if (!loop.close(() -> upstream.close())) {
      upstream.abandon();
    }
  }

  private void giveUp() {
    upstream.disconnectAndRetry(
        Reason.SILENCE,
        "",
        "neither message nor beat for " + UpstreamConnection.seconds(BeatWatch.TIMEOUT),
        RetryPace.NORMAL);
  }

  private void fail(String message) {
    beats.stop();
    upstream.fail();
    sink.onFailed(new Failure(message, ""));
  }

  private final class Receiver implements UpstreamConnection.Listener {
    @Override
    public void connecting(Cause cause) {}

    @Override
    public void opened() {
      first = true;
      confirmed = false;
    }

    @Override
    public void received(byte[] utf8, long arrivedMillis, long waitedNanos) {
      String text = new String(utf8, UTF_8);
      if (text.equals(NO_SUCH_PAIR)) {
        fail("the gateway does not serve " + pair);
        return;
      }
      if (!beats.heard(arrivedMillis, waitedNanos)) {
        giveUp(); // It waited while the machine slept: nobody knows how old it is.
        return;
      }
      try {
        switch (reader.read(text, depth)) {
          case GatewayMessage.Update update -> updated(update, waitedNanos);
          case GatewayMessage.Beat beat -> beaten(beat);
        }
      } catch (IOException unexpected) {
        fail(String.valueOf(unexpected.getMessage()));
      }
    }

    private void updated(GatewayMessage.Update update, long waitedNanos) {
      if (update.namesSource() && asksForBeats) {
        beats.start();
      }
      MarketView view = update.view();
      boolean late = waitedNanos > SETTINGS.lagBound().toNanos();
      if (late && view.feed().equals(MarketView.LIVE)) {
        Duration waited = Duration.ofNanos(waitedNanos);
        view =
            view.withFeed(
                MarketView.LAGGING, "messages wait for " + UpstreamConnection.seconds(waited));
      }
      show(view);
    }

    private void beaten(GatewayMessage.Beat beat) {
      beats.start();
      confirm();
      boolean hasBook = !first && beat.sequence() != null;
      String feed =
          hasBook || !beat.feed().equals(MarketView.LIVE) ? beat.feed() : MarketView.RESYNCING;
      if (silent || !feed.equals(newest.feed())) {
        silent = false;
        String detail = hasBook ? "" : "the gateway has no book yet";
        newest =
            new MarketView(feed, detail, newest.book(), List.of(), 0, newest.json().withFeed(feed));
        sink.onView(newest);
      }
    }

    /** Something came: the connection is good. */
    private void confirm() {
      if (!confirmed) {
        confirmed = true;
        upstream.confirm();
      }
    }

    private void show(MarketView view) {
      MarketView.Book book = view.book();
      MarketView.Book before = newest.book();
      boolean update =
          !first && book != null && (before == null || book.sequence() != before.sequence());
      confirm();
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
      if (beats.isWatching()) {
        return false;
      }
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
      beats.stop();
      silent = false;
      if (asksForBeats && refusesParameter(cause)) {
        asksForBeats = false;
        upstream.fail();
        upstream = connectionTo("/" + pair);
        upstream.start();
        return;
      }
      String feed = hasGivenUp(cause) ? "FAILED" : MarketView.RESYNCING;
      newest =
          new MarketView(feed, words(cause), newest.book(), List.of(), 0, NO_BOOK.withFeed(feed));
      sink.onView(newest);
    }

    /** Whether the gateway may be one that knows no beats: tried once without. */
    private static boolean refusesParameter(Cause cause) {
      return cause.reason() == Reason.CONNECT_FAILED && cause.detail().contains("got HTTP 400");
    }

    /** Whether the exchange refuses the market for good, so that there is no book to wait for. */
    private static boolean hasGivenUp(Cause cause) {
      return cause.reason() == Reason.CLOSED_BY_EXCHANGE
          && cause.detail().startsWith("close code 1008");
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
