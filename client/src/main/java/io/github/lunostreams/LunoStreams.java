package io.github.lunostreams;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.Hook;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.ServerAddress;
import io.github.lunostreams.upstream.SessionBudget;
import io.github.lunostreams.upstream.StreamEnvironment;
import io.github.lunostreams.upstream.ThreadEventLoop;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows any number of Luno's markets. Close it to end all its streams and threads; until then it
 * keeps the program alive.
 *
 * {@snippet :
 * try (LunoStreams luno = LunoStreams.builder(Credentials.fromEnvironment()).build()) {
 *   luno.follow("XBTZAR", (book, trades) -> System.out.println(book.bestBid() + " " + trades));
 *   Thread.currentThread().join();
 * }
 * }
 *
 * <p>Any thread may call its methods.
 */
public final class LunoStreams implements AutoCloseable {
  /** The base of the live service's streams. */
  public static final URI LIVE_SERVICE = URI.create("wss://ws.luno.com");

  private static final long TIMEOUT_MILLIS = 2_000;

  private final ThreadLocal<Boolean> inHook = ThreadLocal.withInitial(() -> false);
  private final ExecutorService hookThreads;
  private final StreamEnvironment environment;
  private final Map<Pair, MarketStream> streams = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private LunoStreams(Builder builder) {
    hookThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-hook-", 0).factory());
    environment =
        StreamEnvironment.builder(
                builder.streamUrl,
                builder.connector == null ? new WebSocketConnector() : builder.connector,
                builder.loops.apply("luno-watchdog"))
            .credentials(builder.credentials)
            .loops(builder.loops)
            .hookExecutor(this::runHook)
            .random(builder.random)
            .clock(builder.clock)
            .budget(builder.budget)
            .settings(builder.settings)
            .build();
  }

  private void runHook(Runnable hooks) {
    hookThreads.execute(
        () -> {
          inHook.set(true);
          hooks.run();
        });
  }

  /**
   * Prepares to follow markets.
   *
   * @param credentials the key to show; any key of Luno will do, market data needs no permission
   * @return to change what the defaults do not fit, then {@link Builder#build}
   */
  public static Builder builder(Credentials credentials) {
    return new Builder(credentials);
  }

  /**
   * Follows a market.
   *
   * @param pair the market's code, {@code XBTZAR} for instance, in any case
   * @param hooks are called on each update, on the market's thread
   * @return the stream, started
   * @throws IllegalArgumentException if that cannot be a market's code
   * @throws IllegalStateException if the market is followed already or this object is closed
   */
  public MarketStream follow(String pair, Hook... hooks) {
    return follow(Pair.of(pair), hooks);
  }

  /**
   * Follows a market.
   *
   * @param pair the market
   * @param hooks are called on each update, on the market's thread
   * @return the stream, started
   * @throws IllegalStateException if the market is followed already or this object is closed
   */
  public MarketStream follow(Pair pair, Hook... hooks) {
    MarketStream stream = prepare(pair);
    for (Hook hook : hooks) {
      stream.addHook(hook);
    }
    return stream.start();
  }

  /**
   * Makes a stream to add hooks and listeners to before it starts: nothing is missed.
   *
   * @param pair the market's code, in any case
   * @return the stream, to be started with {@link MarketStream#start}
   * @throws IllegalArgumentException if that cannot be a market's code
   * @throws IllegalStateException if the market is followed already or this object is closed
   */
  public MarketStream prepare(String pair) {
    return prepare(Pair.of(pair));
  }

  /**
   * Makes a stream to add hooks and listeners to before it starts: nothing is missed.
   *
   * @param pair the market
   * @return the stream, to be started with {@link MarketStream#start}
   * @throws IllegalStateException if the market is followed already or this object is closed
   */
  public MarketStream prepare(Pair pair) {
    if (closed.get()) {
      throw new IllegalStateException("expected open streams, these are closed");
    }
    MarketStream created =
        streams.compute(
            pair,
            (key, existing) -> {
              if (existing != null && !existing.isClosed()) {
                throw new IllegalStateException(pair + " is followed already");
              }
              return new MarketStream(pair, environment);
            });
    // A closed stream has a whole book still: it is not kept for as long as this object lives.
    created.addListener(
        event -> {
          if (event instanceof StateChanged change && change.to() == FeedState.CLOSED) {
            streams.remove(pair, created);
          }
        });
    if (closed.get()) {
      created.close();
    }
    return created;
  }

  /**
   * The streams made here, but for those that have been started and closed: they are released when
   * their listeners have been called.
   *
   * @return in no order to rely on
   */
  public Collection<MarketStream> streams() {
    return List.copyOf(streams.values());
  }

  /**
   * Closes every stream and ends every thread. What asynchronous hooks have waiting is still handed
   * to them, for up to two seconds. Closing again does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    streams.values().forEach(MarketStream::close);
    environment.watchdog().close();
    environment.connector().close();
    hookThreads.shutdown();
    if (inHook.get()) {
      return; // Called by one of those that would be waited for.
    }
    try {
      if (!hookThreads.awaitTermination(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        hookThreads.shutdownNow();
      }
    } catch (InterruptedException e) {
      hookThreads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** What can differ from the live service's defaults. */
  public static final class Builder {
    private final Credentials credentials;
    private URI streamUrl = LIVE_SERVICE;
    private FeedSettings settings = FeedSettings.DEFAULT;
    private SessionBudget budget = new SessionBudget(SessionBudget.LUNO_LIMIT);
    private @Nullable Connector connector;
    private Function<String, EventLoop> loops = ThreadEventLoop::new;
    private RandomGenerator random = new Random();
    private InstantSource clock = InstantSource.system();

    private Builder(Credentials credentials) {
      this.credentials = credentials;
    }

    /**
     * Another place than the live service: a simulator, a gateway.
     *
     * @param base {@code ws://127.0.0.1:9001} for instance; the path is appended
     * @return this builder
     * @throws IllegalArgumentException if it is no ws or wss address
     */
    public Builder streamUrl(URI base) {
      boolean webSocket = "ws".equals(base.getScheme()) || "wss".equals(base.getScheme());
      if (!webSocket || !ServerAddress.isIn(base)) {
        throw new IllegalArgumentException(
            "expected an address like wss://ws.luno.com, got '" + base + "'");
      }
      this.streamUrl = base;
      return this;
    }

    /**
     * Other timeouts and bounds.
     *
     * @param changed how long to wait for what
     * @return this builder
     */
    public Builder settings(FeedSettings changed) {
      this.settings = changed;
      return this;
    }

    /**
     * Another budget of sessions: smaller if the account is used elsewhere too, or one shared with
     * another object like this.
     *
     * @param shared how many sessions may be open at once
     * @return this builder
     */
    public Builder sessionBudget(SessionBudget shared) {
      this.budget = shared;
      return this;
    }

    /**
     * Another transport: a recording, a test. It is closed with the streams.
     *
     * @param other opens the connections
     * @return this builder
     */
    public Builder connector(Connector other) {
      this.connector = other;
      return this;
    }

    /**
     * Another place for the markets' work to run.
     *
     * @param other makes a market's event loop, given its thread's name
     * @return this builder
     */
    public Builder eventLoops(Function<String, EventLoop> other) {
      this.loops = other;
      return this;
    }

    /**
     * Another source of randomness for the jitter between attempts.
     *
     * @param other is used by several threads
     * @return this builder
     */
    public Builder random(RandomGenerator other) {
      this.random = other;
      return this;
    }

    /**
     * Another clock for the time in events.
     *
     * @param other the clock
     * @return this builder
     */
    public Builder clock(InstantSource other) {
      this.clock = other;
      return this;
    }

    /**
     * Makes the object that follows markets.
     *
     * @return no stream is open yet
     */
    public LunoStreams build() {
      return new LunoStreams(this);
    }
  }
}
