package io.github.lunostreams.cli.commands;

import io.github.lunostreams.cli.options.Converters;
import io.github.lunostreams.cli.options.LogOptions;
import io.github.lunostreams.cli.options.PairArguments;
import io.github.lunostreams.cli.options.SimulationOptions;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code simulate [PAIR…]}: the exchange's simulator, alone. */
@Command(
    name = "simulate",
    description =
        "Stands in for the exchange: its stream and public REST calls, with random orders.")
public final class SimulateCommand implements Callable<Integer> {
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
      names = "--address",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address of this machine to listen on (${DEFAULT-VALUE}).")
  private String address = "";

  @Option(
      names = {"--port", "-p"},
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "9001",
      description = "The port to listen on; 0 takes any free one (${DEFAULT-VALUE}).")
  private int port;

  @Mixin private final SimulationOptions simulation = new SimulationOptions();
  @Mixin private final LogOptions log = new LogOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   */
  public SimulateCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    Simulator simulator =
        shutdown.closing(
            SimulationOptions.start(simulation.config(pairs).address(address).port(port)));
    console.err().println("for a gateway: serve --luno-url " + simulator.streamUrl());
    console.ready(simulator.restUrl());
    return shutdown.await();
  }
}
