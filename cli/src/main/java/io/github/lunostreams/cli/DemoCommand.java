package io.github.lunostreams.cli;

import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.upstream.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code demo}: a gateway on a simulated exchange, in one process. */
@Command(
    name = "demo",
    description =
        "Runs a simulated exchange, a gateway on it and its web page in one process: needs no key"
            + " and no network.")
final class DemoCommand implements Callable<Integer> {
  /** The simulator takes any. */
  private static final Credentials ANY = new Credentials("demo", "demo");

  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = Pairs.LABEL,
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets; without any, five shaped like real ones.")
  private List<String> pairs = new ArrayList<>();

  @Option(
      names = "--pairs",
      paramLabel = Pairs.LABEL,
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "More of them, separated by commas.")
  private List<String> morePairs = new ArrayList<>();

  @Mixin private final FlowOptions flow = new FlowOptions();
  @Mixin private final GatewayOptions options = new GatewayOptions();
  @Mixin private final LogOptions log = new LogOptions();

  DemoCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    List<String> wanted = new ArrayList<>(pairs);
    wanted.addAll(morePairs);
    Simulator simulator = shutdown.closing(Listening.start(flow.config(wanted)));
    List<String> simulated = List.copyOf(simulator.markets().keySet());

    Serving serving = new Serving(console, shutdown);
    Gateway gateway =
        serving.start(
            options
                .config()
                .app(true)
                .streamUrl(URI.create(simulator.streamUrl()))
                .restUrl(URI.create(simulator.restUrl()))
                .credentials(ANY)
                .pairs(simulated)
                .build());
    tellWhatToTry(gateway.url(), simulated);
    ExchangeOptions exchange = new ExchangeOptions();
    exchange.streamUrl = URI.create(simulator.streamUrl());
    return serving.untilAllFailed(gateway, exchange);
  }

  private void tellWhatToTry(URI gateway, List<String> simulated) {
    String stream = "ws://" + gateway.getRawAuthority() + "/" + simulated.getFirst();
    console
        .err()
        .print(
            """
            open in a browser: %s/
            simulated markets: %s
            book and trades:   %s
            state of feeds:    %s/readyz
            try it:            node --experimental-websocket -e 'new WebSocket("%s").onmessage = m => console.log(m.data.slice(0, 150))'
            Ctrl-C ends it
            """
                .formatted(gateway, String.join(" ", simulated), stream, gateway, stream));
    console.err().flush();
  }
}
