package io.github.lunostreams.cli.commands;

import io.github.lunostreams.cli.options.GatewayOptions;
import io.github.lunostreams.cli.options.LogOptions;
import io.github.lunostreams.cli.options.PairArguments;
import io.github.lunostreams.cli.options.SimulationOptions;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.channel.Source;
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
public final class DemoCommand implements Callable<Integer> {
  /** The simulator accepts any key. */
  private static final Credentials ANY_KEY = new Credentials("demo", "demo");

  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = PairArguments.LABEL,
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets; without any, five shaped like real ones.")
  private List<String> pairs = new ArrayList<>();

  @Option(
      names = "--pairs",
      paramLabel = PairArguments.LABEL,
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "More of them, separated by commas.")
  private List<String> morePairs = new ArrayList<>();

  @Mixin private final SimulationOptions simulation = new SimulationOptions();
  @Mixin private final GatewayOptions options = new GatewayOptions();
  @Mixin private final LogOptions log = new LogOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   */
  public DemoCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    List<String> wanted = new ArrayList<>(pairs);
    wanted.addAll(morePairs);
    Simulator simulator = shutdown.closing(SimulationOptions.start(simulation.config(wanted)));
    List<String> simulated = List.copyOf(simulator.markets().keySet());

    URI restUrl = URI.create(simulator.restUrl());
    GatewayRunner runner = new GatewayRunner(console, shutdown);
    Gateway gateway =
        runner.start(
            options
                .config()
                .app(true)
                .streamUrl(URI.create(simulator.streamUrl()))
                .restUrl(restUrl)
                .credentials(ANY_KEY)
                .source(Source.SIMULATED)
                .pairs(simulated)
                .build());
    printWhatToTry(gateway.url(), simulated);
    return runner.awaitFailure(gateway, restUrl);
  }

  private void printWhatToTry(URI gateway, List<String> simulated) {
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
