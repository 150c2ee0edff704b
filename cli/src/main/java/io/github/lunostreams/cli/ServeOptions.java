package io.github.lunostreams.cli;

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

  @Option(
      names = "--sessions",
      paramLabel = "N",
      converter = Values.Sessions.class,
      defaultValue = "50",
      description =
          "How many sessions to have open at the exchange at once, one a pair. Luno allows an"
              + " account 50: give less if it is used elsewhere too (${DEFAULT-VALUE}).")
  int sessions;

  @Mixin final GatewayOptions gateway = new GatewayOptions();
  @Mixin final FeedOptions feed = new FeedOptions();
  @Mixin final LogOptions log = new LogOptions();
}
