package io.github.lunostreams.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the gateway on the real exchange takes besides pairs and a key. */
final class ServeOptions {
  @Mixin final ExchangeOptions exchange = new ExchangeOptions();

  @Option(
      names = "--optional",
      paramLabel = "PAIR",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      converter = Values.Pair.class,
      description = "A pair that /readyz does not wait for; may be given several times.")
  List<String> optional = new ArrayList<>();

  // Without the fallback, --all-pairs would turn off what the environment variable turned on.
  @Option(
      names = "--all-pairs",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      converter = Values.Switch.class,
      description =
          "Serve every market of the exchange: those that are named are followed always, any other"
              + " while somebody asks for it.")
  boolean allPairs;

  @Option(
      names = "--quiet-time",
      paramLabel = "WAIT",
      converter = Values.Wait.class,
      defaultValue = "5m",
      description =
          "With --all-pairs, how long a market that was not named is followed after the last who"
              + " asked for it (${DEFAULT-VALUE}).")
  Duration quietTime = Duration.ZERO;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      converter = Values.Sessions.class,
      defaultValue = "50",
      description =
          "How many sessions to have open at the exchange at once, one a pair. Luno allows an"
              + " account 50: give less if it is used elsewhere too (${DEFAULT-VALUE}).")
  int sessions;

  /** The markets to follow always: at least one, unless all can be asked for. */
  List<String> pairs(List<String> named) {
    return allPairs ? Pairs.eachOnce(named) : Pairs.checked(named);
  }

  @Mixin final GatewayOptions gateway = new GatewayOptions();
  @Mixin final FeedOptions feed = new FeedOptions();
  @Mixin final LogOptions log = new LogOptions();
}
