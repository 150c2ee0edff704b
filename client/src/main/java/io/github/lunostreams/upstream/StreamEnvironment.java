package io.github.lunostreams.upstream;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All that streams need from outside: how to reach the exchange, and everything that waits, reads
 * the time or draws lots. A test or a replay brings its own.
 *
 * @param streamUrl the base of the streams, {@code wss://ws.luno.com} for the live service
 * @param credentials the key to show; without it a connection sends nothing first
 * @param connector opens connections
 * @param loops makes the event loop of a market, given its thread's name
 * @param watchdog looks whether markets' threads lag; shared by all streams
 * @param hookExecutor runs the asynchronous hooks
 * @param random spreads the attempts; shared by all streams, so to be thread-safe
 * @param clock the local time, for events
 * @param budget how many sessions may be open at once; shared by the streams of an account
 * @param settings timeouts and bounds
 */
public record StreamEnvironment(
    URI streamUrl,
    Optional<Credentials> credentials,
    Connector connector,
    Function<String, EventLoop> loops,
    EventLoop watchdog,
    Executor hookExecutor,
    RandomGenerator random,
    InstantSource clock,
    SessionBudget budget,
    FeedSettings settings) {

  /**
   * The address of a path below the base.
   *
   * @param path from its slash on
   * @return base and path, with one slash between them
   */
  public URI address(String path) {
    String base = streamUrl.toString();
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(trimmed + path);
  }

  /**
   * Starts with what cannot be guessed.
   *
   * @param streamUrl see {@link #streamUrl}
   * @param connector see {@link #connector}
   * @param watchdog see {@link #watchdog}
   * @return to change what the defaults do not fit, then {@link Builder#build}
   */
  public static Builder builder(URI streamUrl, Connector connector, EventLoop watchdog) {
    return new Builder(streamUrl, connector, watchdog);
  }

  /**
   * Starts from this environment.
   *
   * @return to change some of it, then {@link Builder#build}
   */
  public Builder toBuilder() {
    Builder builder = new Builder(streamUrl, connector, watchdog);
    builder.credentials = credentials;
    builder.loops = loops;
    builder.hookExecutor = hookExecutor;
    builder.random = random;
    builder.clock = clock;
    builder.budget = budget;
    builder.settings = settings;
    return builder;
  }

  /** Collects what differs from the defaults: threads and clocks of the JVM, no key. */
  public static final class Builder {
    private final URI streamUrl;
    private final Connector connector;
    private final EventLoop watchdog;
    private Optional<Credentials> credentials = Optional.empty();
    private Function<String, EventLoop> loops = ThreadEventLoop::new;
    private Executor hookExecutor = Thread::startVirtualThread;
    private RandomGenerator random = new Random();
    private InstantSource clock = InstantSource.system();
    private SessionBudget budget = new SessionBudget(SessionBudget.LUNO_LIMIT);
    private FeedSettings settings = FeedSettings.DEFAULT;

    private Builder(URI streamUrl, Connector connector, EventLoop watchdog) {
      this.streamUrl = streamUrl;
      this.connector = connector;
      this.watchdog = watchdog;
    }

    /**
     * Shows a key to the exchange.
     *
     * @param key see {@link StreamEnvironment#credentials}
     * @return this builder
     */
    public Builder credentials(Credentials key) {
      credentials = Optional.of(key);
      return this;
    }

    /**
     * Other event loops for markets.
     *
     * @param maker see {@link StreamEnvironment#loops}
     * @return this builder
     */
    public Builder loops(Function<String, EventLoop> maker) {
      loops = maker;
      return this;
    }

    /**
     * Another place for asynchronous hooks to run.
     *
     * @param executor see {@link StreamEnvironment#hookExecutor}
     * @return this builder
     */
    public Builder hookExecutor(Executor executor) {
      hookExecutor = executor;
      return this;
    }

    /**
     * Another source of randomness.
     *
     * @param generator see {@link StreamEnvironment#random}
     * @return this builder
     */
    public Builder random(RandomGenerator generator) {
      random = generator;
      return this;
    }

    /**
     * Another clock.
     *
     * @param source see {@link StreamEnvironment#clock}
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /**
     * Another budget of sessions.
     *
     * @param shared see {@link StreamEnvironment#budget}
     * @return this builder
     */
    public Builder budget(SessionBudget shared) {
      budget = shared;
      return this;
    }

    /**
     * Other timeouts and bounds.
     *
     * @param changed see {@link StreamEnvironment#settings}
     * @return this builder
     */
    public Builder settings(FeedSettings changed) {
      settings = changed;
      return this;
    }

    /**
     * Makes the environment.
     *
     * @return what was given, and defaults for the rest
     */
    public StreamEnvironment build() {
      return new StreamEnvironment(
          streamUrl,
          credentials,
          connector,
          loops,
          watchdog,
          hookExecutor,
          random,
          clock,
          budget,
          settings);
    }
  }
}
