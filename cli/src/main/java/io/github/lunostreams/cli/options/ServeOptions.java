package io.github.lunostreams.cli.options;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gateway on the real exchange: all its options but the pairs and the key. */
public final class ServeOptions {
  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();

  @Option(
      names = "--optional",
      paramLabel = "PAIR",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      converter = Converters.PairCode.class,
      description = "A pair that /readyz does not wait for; may be given several times.")
  private List<Pair> optional = new ArrayList<>();

  // Without the fallback, --all-pairs would turn off what the environment variable turned on.
  @Option(
      names = "--all-pairs",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      converter = Converters.Switch.class,
      description =
          "Serve every market of the exchange: those that are named are followed always, any other"
              + " while somebody asks for it.")
  private boolean allPairs;

  @Option(
      names = {"--idle-timeout", "--quiet-time"},
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "5m",
      description =
          "With --all-pairs, how long a market that was not named is followed after the last"
              + " request for it (${DEFAULT-VALUE}).")
  private Duration idleTimeout = Duration.ZERO;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      converter = Converters.Sessions.class,
      defaultValue = "50",
      description =
          "How many sessions to have open at the exchange at once, one a pair. Luno allows an"
              + " account 50: give less if it is used elsewhere too (${DEFAULT-VALUE}).")
  private int sessions;

  @Mixin private final GatewayOptions gateway = new GatewayOptions();
  @Mixin private final FeedOptions feed = new FeedOptions();
  @Mixin private final LogOptions log = new LogOptions();

  /** Sets how much is logged. */
  public void applyLogLevel() {
    log.apply();
  }

  /**
   * Whether markets that are not named are served too.
   *
   * @return true with {@code --all-pairs}
   */
  public boolean allPairs() {
    return allPairs;
  }

  /**
   * The base of the exchange's REST calls.
   *
   * @return without a slash at its end
   */
  public URI restUrl() {
    return exchange.restUrl();
  }

  /**
   * The markets to follow always: at least one, unless all can be asked for.
   *
   * @param named as given
   * @return each once
   * @throws UsageException if one is no pair or given twice, or one is needed and there is none
   */
  public List<Pair> pairs(List<String> named) {
    return allPairs ? PairArguments.eachOnce(named) : PairArguments.atLeastOne(named);
  }

  /**
   * The configuration of the gateway, once the options fit together.
   *
   * @param pairs the markets to follow always
   * @param credentials the key to show to the exchange
   * @return to start it with
   * @throws UsageException if they do not fit
   */
  public GatewayConfig config(List<Pair> pairs, Credentials credentials) {
    if (pairs.size() > sessions) {
      throw new UsageException(
          "--sessions: expected at least one a pair (%s), got %s".formatted(pairs.size(), sessions),
          "name fewer pairs, or more sessions; Luno allows an account 50");
    }
    GatewayConfig.Builder config =
        gateway
            .config()
            .streamUrl(exchange.streamUrl())
            .restUrl(exchange.restUrl())
            .feedSettings(feed.settings())
            .credentials(credentials)
            .sessions(sessions)
            .allPairs(allPairs)
            .idleTimeout(idleTimeout);
    pairs.forEach(config::pair);
    PairArguments.checkOptional(optional, pairs);
    optional.forEach(config::optionalPair);
    return config.build();
  }
}
