package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.BookFormat;
import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.gateway.channel.LiveBook;
import io.github.lunostreams.gateway.channel.LunoChannel;
import io.github.lunostreams.gateway.channel.LunoChannelStatistics;
import io.github.lunostreams.gateway.channel.LunoFormat;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.http.Answer;
import io.github.lunostreams.gateway.http.HttpServer;
import io.github.lunostreams.gateway.http.RouteTable;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.market.MarketRegistry;
import io.github.lunostreams.gateway.market.MarketSelection;
import io.github.lunostreams.gateway.market.ReferenceData;
import io.github.lunostreams.gateway.market.ReferenceDataPoller;
import io.github.lunostreams.gateway.market.RestCalls;
import io.github.lunostreams.gateway.protocol.luno.LunoStreamFormat;
import io.github.lunostreams.gateway.protocol.python.PythonToolFormat;
import io.github.lunostreams.gateway.resources.Health;
import io.github.lunostreams.gateway.resources.Pairs;
import io.github.lunostreams.gateway.resources.PublicRest;
import io.github.lunostreams.gateway.resources.Site;
import io.github.lunostreams.gateway.session.LunoEndpoint;
import io.github.lunostreams.gateway.session.PythonToolEndpoint;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.EventLoop;
import io.github.lunostreams.upstream.SessionBudget;
import io.github.lunostreams.upstream.ThreadEventLoop;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows markets, each with one session upstream, and serves them to any number of clients.
 *
 * {@snippet :
 * try (Gateway gateway = Gateway.start(config)) {
 *   System.out.println("listening on " + gateway.url());
 *   gateway.allFailed().toCompletableFuture().join(); // until no market is left
 * }
 * }
 *
 * <p>On its port, and on a second one if configured:
 *
 * <ul>
 *   <li>{@code ws /<pair>?depth=N}, the code in any case: see {@link PythonToolFormat}. A websocket
 *       anywhere else gets the text {@code Invalid path} and is closed with 1008
 *   <li>{@code ws /api/1/stream/<PAIR>}, the exchange's own stream: see {@link LunoChannel}
 *   <li>{@code GET /api/1/ticker} and the exchange's other public calls: see {@link PublicRest}
 *   <li>{@code GET /v1/pairs}: see {@link Pairs}
 *   <li>{@code GET /healthz}, {@code GET /readyz}: see {@link Health}
 *   <li>{@code GET /}: the web page, if configured; see {@link Site}
 * </ul>
 *
 * <p>With {@link GatewayConfig#allPairs} the exchange's other markets are there too, each followed
 * while it is used: see {@link MarketRegistry}.
 *
 * <p>Any thread may call its methods.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private static final String NO_REST = "the exchange's REST is not asked: none is configured";

  private static final LunoFormat LUNO = new LunoStreamFormat();

  private final GatewayConfig config;
  private final BookFormat pythonFormat;
  private final InstantSource clock;
  private final LunoStreams luno;
  private final boolean ownsStreams;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-answer-", 0).factory());
  private final ReferenceData reference = new ReferenceData();
  private final Optional<ReferenceDataPoller> poller;
  private final MarketRegistry registry;
  private final Map<Pair, Cause> failures = new ConcurrentHashMap<>();
  private final CompletableFuture<Map<Pair, Cause>> allFailed = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final HttpServer server;
  private int port;
  private OptionalInt appPort = OptionalInt.empty();

  private Gateway(
      GatewayConfig config,
      LunoStreams luno,
      boolean ownsStreams,
      Site site,
      InstantSource clock,
      Supplier<EventLoop> timers) {
    this.config = config;
    this.pythonFormat = new PythonToolFormat(config.source());
    this.clock = clock;
    this.luno = luno;
    this.ownsStreams = ownsStreams;
    poller = exchangeRest(config, ownsStreams).map(this::poller);
    if (poller.isEmpty()) {
      reference.never(NO_REST);
    }
    registry =
        new MarketRegistry(
            new MarketSelection(
                config.pairs(), config.allPairs(), config.idleTimeout(), config.sessions()),
            reference,
            this::market,
            luno::prepare,
            this::failed,
            timers);
    server = new HttpServer(routes(site), config.limits());
  }

  private ReferenceDataPoller poller(URI restUrl) {
    return new ReferenceDataPoller(
        RestCalls.of(restUrl), new ThreadEventLoop("luno-rest"), reference);
  }

  private RouteTable routes(Site site) {
    Health health =
        new Health(registry::followed, config::requires, reference, () -> server.connections());
    Pairs pairs = new Pairs(registry::all);
    PublicRest rest = new PublicRest(registry, reference, workers);
    PythonToolEndpoint pythonTool =
        new PythonToolEndpoint(registry, config.depth(), config.limits());
    RouteTable.Builder routes =
        RouteTable.builder()
            .get("/healthz", _ -> Answer.now(health.liveness()))
            .get("/readyz", _ -> Answer.now(health.readiness()))
            .get("/v1/pairs", _ -> Answer.now(pairs.list()))
            .webSocket("/api/1/stream/{pair...}", new LunoEndpoint(registry, LUNO, config.limits()))
            .webSocket("/{pair}", pythonTool)
            .otherWebSockets(pythonTool::invalidPath);
    for (String path : PublicRest.PATHS) {
      routes.get(path, request -> Answer.later(rest.answer(request)));
    }
    for (String path : site.paths()) {
      routes.get(path, request -> Answer.now(site.get(request.path())));
    }
    return routes.build();
  }

  /**
   * Starts a gateway that makes its own streams, from the configuration's address and key.
   *
   * @param config what to serve, and where
   * @return it listens; the markets' books are on their way
   * @throws BindException if it cannot listen there; nothing is left running
   * @throws IllegalArgumentException if the configuration has no credentials
   */
  public static Gateway start(GatewayConfig config) throws BindException {
    Credentials credentials =
        config
            .credentials()
            .orElseThrow(() -> new IllegalArgumentException("expected credentials, got none"));
    LunoStreams luno =
        LunoStreams.builder(credentials)
            .streamUrl(config.streamUrl())
            .settings(config.feedSettings())
            .sessionBudget(new SessionBudget(config.sessions()))
            .build();
    return start(config, luno, true, () -> site(config));
  }

  /**
   * Starts a gateway that follows its markets by streams made elsewhere; the configuration's
   * address, key and timeouts for them are not used.
   *
   * @param config what to serve, and where
   * @param luno follows none of the configured pairs yet; not closed by the gateway, which closes
   *     only the streams it makes
   * @return it listens; the markets' books are on their way
   * @throws BindException if it cannot listen there; nothing is left running
   * @throws IllegalStateException if one of the pairs is followed already
   */
  public static Gateway start(GatewayConfig config, LunoStreams luno) throws BindException {
    return start(config, luno, false, () -> site(config));
  }

  /** Streams that were made elsewhere may be of an exchange without REST: a recording, a test. */
  private static Optional<URI> exchangeRest(GatewayConfig config, boolean ownsStreams) {
    return ownsStreams ? Optional.of(config.restUrlOrDefault()) : config.restUrl();
  }

  private static Site site(GatewayConfig config) {
    return config.app() ? Site.load() : Site.off();
  }

  /** Streams that are the gateway's own are closed also if there comes to be no gateway. */
  static Gateway start(
      GatewayConfig config, LunoStreams luno, boolean ownsStreams, Supplier<Site> site)
      throws BindException {
    return start(config, luno, ownsStreams, site, InstantSource.system(), Gateway::ownTimers);
  }

  static Gateway start(
      GatewayConfig config,
      LunoStreams luno,
      boolean ownsStreams,
      Supplier<Site> site,
      InstantSource clock,
      Supplier<EventLoop> timers)
      throws BindException {
    Gateway gateway;
    try {
      gateway = new Gateway(config, luno, ownsStreams, site.get(), clock, timers);
    } catch (RuntimeException | Error failure) {
      if (ownsStreams) {
        luno.close();
      }
      throw failure;
    }
    try {
      gateway.registry.prepare();
      gateway.listen();
      gateway.poller.ifPresent(ReferenceDataPoller::start);
      gateway.registry.start();
      return gateway;
    } catch (BindException | RuntimeException failure) {
      gateway.close();
      throw failure;
    }
  }

  private static EventLoop ownTimers() {
    return new ThreadEventLoop("luno-pairs");
  }

  private Market market(Pair pair, BiConsumer<Market, Cause> whenFailed) {
    Market market =
        new Market(
            pair,
            book -> channels(pair, book),
            new Market.Listener() {
              @Override
              public void reset(Market market) {
                poller.ifPresent(asks -> asks.requestTrades(pair, market.tape()));
              }

              @Override
              public void failed(Market market, Cause cause) {
                whenFailed.accept(market, cause);
              }
            },
            workers,
            System::nanoTime);
    if (poller.isEmpty()) {
      market.tape().incomplete(NO_REST);
    }
    return market;
  }

  private MarketChannels channels(Pair pair, LiveBook book) {
    LunoChannel luno =
        new LunoChannel(
            LUNO,
            config.limits().luno(),
            book,
            Thread::startVirtualThread,
            () -> ThreadLocalRandom.current().nextLong(),
            System::nanoTime);
    return new MarketChannels(pair, pythonFormat, config.limits().slowClients(), luno, clock);
  }

  private void listen() throws BindException {
    port = server.listen(config.address(), config.port()).getPort();
    if (config.appPort().isPresent()) {
      appPort =
          OptionalInt.of(server.listen(config.address(), config.appPort().getAsInt()).getPort());
    }
    log.info(
        "listening on {} for {}{}",
        url(),
        config.pairs(),
        config.allPairs() ? " and whatever is asked for" : "");
  }

  private void failed(Pair pair, Cause cause) {
    failures.put(pair, cause);
    if (failures.size() == config.pairs().size() && !otherPairsMayDo()) {
      allFailed.complete(Map.copyOf(failures));
    }
  }

  /** With all pairs others may be asked for still, unless it is the key that is refused. */
  private boolean otherPairsMayDo() {
    return config.allPairs()
        && failures.values().stream().noneMatch(cause -> cause.isRefusal("invalid_credentials"));
  }

  /**
   * The port it listens on.
   *
   * @return the real one, also if 0 was configured
   */
  public int port() {
    return port;
  }

  /**
   * The second port it listens on.
   *
   * @return the real one, also if 0 was configured; empty if none was
   */
  public OptionalInt appPort() {
    return appPort;
  }

  /**
   * Where it listens.
   *
   * @return {@code http://127.0.0.1:8010} for instance
   */
  public URI url() {
    return URI.create("http://" + HttpServer.hostAndPort(config.address(), port));
  }

  /**
   * Where each followed market's stream is in its life.
   *
   * @return by market, in the configuration's order; then those followed on demand
   */
  public SequencedMap<Pair, FeedState> feedStates() {
    SequencedMap<Pair, FeedState> states = new LinkedHashMap<>();
    registry.followed().forEach(market -> states.put(market.pair(), market.state()));
    return Collections.unmodifiableSequencedMap(states);
  }

  /**
   * Tells when there is nothing left to serve: every market of the configuration has {@linkplain
   * FeedState#FAILED failed}, and no other can be asked for, or would fail for the same cause.
   *
   * @return completes with each market's cause, on a market's thread; never, as long as one market
   *     has not failed, or if none was configured by name
   */
  public CompletionStage<Map<Pair, Cause>> allFailed() {
    return allFailed.minimalCompletionStage();
  }

  /**
   * What has been counted.
   *
   * @return the counters of now
   */
  public GatewayStatistics statistics() {
    SequencedMap<Pair, ChannelStatistics> pairs = new LinkedHashMap<>();
    SequencedMap<Pair, LunoChannelStatistics> lunoChannels = new LinkedHashMap<>();
    for (Market market : registry.followed()) {
      pairs.put(market.pair(), market.channels().statistics());
      lunoChannels.put(market.pair(), market.channels().luno().statistics());
    }
    return new GatewayStatistics(
        server.connections(),
        Collections.unmodifiableSequencedMap(pairs),
        Collections.unmodifiableSequencedMap(lunoChannels));
  }

  /**
   * Accepts no client any more, sends every client close code 1001, releases the exchange, and ends
   * all threads, within 5 seconds whatever the clients do. Closing again does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Clients first: none may read that the markets failed only because we go.
    server.beginDrain();
    registry.close();
    poller.ifPresent(ReferenceDataPoller::close);
    workers.shutdownNow();
    if (ownsStreams) {
      luno.close();
    }
    server.close();
  }
}
