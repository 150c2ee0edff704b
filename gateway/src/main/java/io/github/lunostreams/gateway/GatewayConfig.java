package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.SessionBudget;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;

/**
 * What a {@link Gateway} serves, where, and which exchange it follows.
 *
 * {@snippet :
 * GatewayConfig config =
 *     GatewayConfig.builder()
 *         .pair("XBTZAR")
 *         .optionalPair("ETHZAR")
 *         .credentials(Credentials.fromEnvironment())
 *         .depth(20)
 *         .build();
 * }
 *
 * @param address where to listen: a host's name or number
 * @param port where to listen; 0 for any free port
 * @param app whether the web page is served, at {@code /}
 * @param appPort a second port with the same routes, if there is to be one; 0 for any free port
 * @param pairs the markets to follow, in the order given
 * @param optionalPairs those of them that the gateway can be ready without
 * @param allPairs whether every other market of the exchange is followed too, while it is used
 * @param idleTimeout how long such a market is still followed after its last use
 * @param depth how many price levels a side clients get; 0 for all
 * @param streamUrl the base of the exchange's streams
 * @param restUrl the base of its REST calls; empty for {@link #restUrlOrDefault}
 * @param credentials the key to show to the exchange; needed unless a gateway is given streams
 * @param feedSettings the timeouts for the exchange
 * @param sessions how many sessions at the exchange may be open at once: of more pairs, some wait;
 *     with {@code allPairs} a client that asks for one market more is refused
 * @param source what the frames of {@code ws /<pair>} say that the markets are: live ones, or not
 * @param limits the bounds for clients
 */
public record GatewayConfig(
    String address,
    int port,
    boolean app,
    OptionalInt appPort,
    SequencedSet<Pair> pairs,
    SequencedSet<Pair> optionalPairs,
    boolean allPairs,
    Duration idleTimeout,
    int depth,
    URI streamUrl,
    Optional<URI> restUrl,
    Optional<Credentials> credentials,
    FeedSettings feedSettings,
    int sessions,
    Source source,
    Limits limits) {
  /** How long a market followed on demand is still followed after its last use, by default. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** Checks the numbers, and that there is something to follow. */
  public GatewayConfig {
    checkPort("port", port);
    appPort.ifPresent(other -> checkPort("appPort", other));
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
    if (sessions < 1) {
      throw new IllegalArgumentException("expected a session or more, got " + sessions);
    }
    if (!idleTimeout.isPositive()) {
      throw new IllegalArgumentException("expected an idle timeout above 0, got " + idleTimeout);
    }
    if (pairs.isEmpty() && !allPairs) {
      throw new IllegalArgumentException("expected at least one pair, got none");
    }
    if (!pairs.containsAll(optionalPairs)) {
      throw new IllegalArgumentException(
          "expected optional pairs among %s, got %s".formatted(pairs, optionalPairs));
    }
    pairs = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(pairs));
    optionalPairs = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(optionalPairs));
  }

  /**
   * Where the exchange's REST is: by default the live one with the live streams, else their host.
   *
   * @return the base of its calls
   */
  public URI restUrlOrDefault() {
    return restUrl.orElseGet(
        () ->
            streamUrl.equals(LunoStreams.LIVE_SERVICE)
                ? LunoRest.LIVE_SERVICE
                : URI.create(
                    ("wss".equals(streamUrl.getScheme()) ? "https://" : "http://")
                        + streamUrl.getRawAuthority()));
  }

  private static void checkPort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "expected a %s of 0 to 65535, got %d".formatted(name, port));
    }
  }

  /** Whether the gateway is ready only while that market is live. */
  boolean requires(Pair pair) {
    return pairs.contains(pair) && !optionalPairs.contains(pair);
  }

  /**
   * Starts from the defaults: 127.0.0.1:8010, all levels, the live service.
   *
   * @return needs at least one pair, or all, before {@link Builder#build}
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private String address = "127.0.0.1";
    private int port = 8010;
    private boolean app;
    private OptionalInt appPort = OptionalInt.empty();
    private final SequencedSet<Pair> pairs = new LinkedHashSet<>();
    private final SequencedSet<Pair> optionalPairs = new LinkedHashSet<>();
    private boolean allPairs;
    private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    private int depth;
    private URI streamUrl = LunoStreams.LIVE_SERVICE;
    private Optional<URI> restUrl = Optional.empty();
    private Optional<Credentials> credentials = Optional.empty();
    private FeedSettings feedSettings = FeedSettings.DEFAULT;
    private int sessions = SessionBudget.LUNO_LIMIT;
    private Source source = Source.LIVE;
    private Limits limits = Limits.DEFAULT;

    private Builder() {}

    /**
     * Where to listen.
     *
     * @param host a host's name or number
     * @return this builder
     */
    public Builder address(String host) {
      address = host;
      return this;
    }

    /**
     * Where to listen.
     *
     * @param number 0 for any free port
     * @return this builder
     */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /**
     * Whether to serve the web page, at {@code /}; it is not by default.
     *
     * @param served the page, or a hint where it would be
     * @return this builder
     */
    public Builder app(boolean served) {
      app = served;
      return this;
    }

    /**
     * Serves the web page, and adds a second port with the same routes.
     *
     * @param number 0 for any free port
     * @return this builder
     */
    public Builder appPort(int number) {
      app = true;
      appPort = OptionalInt.of(number);
      return this;
    }

    /**
     * Adds a market to follow.
     *
     * @param pair the market's
     * @return this builder
     */
    public Builder pair(Pair pair) {
      pairs.add(pair);
      return this;
    }

    /**
     * Adds a market to follow.
     *
     * @param code the market's, in any case
     * @return this builder
     * @throws IllegalArgumentException if that cannot be a market's code
     */
    public Builder pair(String code) {
      return pair(Pair.of(code));
    }

    /**
     * Adds markets to follow.
     *
     * @param codes in any case
     * @return this builder
     * @throws IllegalArgumentException if one cannot be a market's code
     */
    public Builder pairs(Collection<String> codes) {
      codes.forEach(this::pair);
      return this;
    }

    /**
     * Adds a market to follow that the gateway can be ready without.
     *
     * @param pair the market's
     * @return this builder
     */
    public Builder optionalPair(Pair pair) {
      pairs.add(pair);
      optionalPairs.add(pair);
      return this;
    }

    /**
     * Adds a market to follow that the gateway can be ready without.
     *
     * @param code the market's, in any case
     * @return this builder
     * @throws IllegalArgumentException if that cannot be a market's code
     */
    public Builder optionalPair(String code) {
      return optionalPair(Pair.of(code));
    }

    /**
     * Whether to follow every other market of the exchange too, while it is used.
     *
     * @param onDemand not by default
     * @return this builder
     */
    public Builder allPairs(boolean onDemand) {
      allPairs = onDemand;
      return this;
    }

    /**
     * How long a market followed on demand is still followed after its last use.
     *
     * @param timeout since the last websocket client left or the last REST call came
     * @return this builder
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /**
     * Cuts the books.
     *
     * @param levels how many a side; 0 for all
     * @return this builder
     */
    public Builder depth(int levels) {
      depth = levels;
      return this;
    }

    /**
     * Another exchange than the live one: a simulator, another gateway.
     *
     * @param base {@code ws://127.0.0.1:9001} for instance
     * @return this builder
     */
    public Builder streamUrl(URI base) {
      streamUrl = base;
      return this;
    }

    /**
     * Another address of the exchange's REST calls than goes with its streams.
     *
     * @param base {@code http://127.0.0.1:9001} for instance
     * @return this builder
     */
    public Builder restUrl(URI base) {
      restUrl = Optional.of(base);
      return this;
    }

    /**
     * The key to show to the exchange.
     *
     * @param key any key of Luno will do, market data needs no permission
     * @return this builder
     */
    public Builder credentials(Credentials key) {
      credentials = Optional.of(key);
      return this;
    }

    /**
     * Other timeouts for the exchange.
     *
     * @param settings how long to wait for what
     * @return this builder
     */
    public Builder feedSettings(FeedSettings settings) {
      feedSettings = settings;
      return this;
    }

    /**
     * How many sessions at the exchange there may be: fewer if the account is used elsewhere too.
     *
     * @param atOnce how many may be open
     * @return this builder
     */
    public Builder sessions(int atOnce) {
      sessions = atOnce;
      return this;
    }

    /**
     * What the markets are; {@link Source#LIVE} by default.
     *
     * @param ofMarkets simulated for instance: clients must not take those for live ones
     * @return this builder
     */
    public Builder source(Source ofMarkets) {
      source = ofMarkets;
      return this;
    }

    /**
     * Other bounds for clients.
     *
     * @param bounds what is kept for a client, how long one is waited for
     * @return this builder
     */
    public Builder limits(Limits bounds) {
      limits = bounds;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return what was set, and defaults for the rest
     * @throws IllegalArgumentException if there is no pair, or a number is out of its range
     */
    public GatewayConfig build() {
      return new GatewayConfig(
          address,
          port,
          app,
          appPort,
          pairs,
          optionalPairs,
          allPairs,
          idleTimeout,
          depth,
          streamUrl,
          restUrl,
          credentials,
          feedSettings,
          sessions,
          source,
          limits);
    }
  }
}
