package io.github.lunostreams.cli.options;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The random orders and the faults of simulated markets. */
public final class SimulationOptions {
  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      converter = Converters.Seed.class,
      defaultValue = "1",
      description =
          "Where randomness starts; the same seed gives the same orders (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "UPDATES",
      converter = Converters.Rate.class,
      description = "Updates a second of every market; without it, as many as the real ones have.")
  private @Nullable Double rate;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      split = ";",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      converter = Converters.Fault.class,
      description = {
        "Something that goes wrong, [PAIR:]KIND[:ARGUMENT]@TIME[+DURATION]; may be given several"
            + " times. drop@10s, XBTZAR:gap@every:30s, stall@20s+15s, close:1012@1m,"
            + " refuse:503@5s+10s, reject:invalid_credentials@0s, restart:1@1m."
      })
  private List<ScheduledFault> faults = new ArrayList<>();

  /**
   * A configuration with these options.
   *
   * @param pairs as given; empty for the default ones
   * @return to start with {@link #start}
   * @throws UsageException if one of the pairs cannot be simulated
   */
  public SimulatorConfig.Builder config(List<String> pairs) {
    SimulatorConfig.Builder config = SimulatorConfig.builder().seed(seed);
    for (Pair pair : PairArguments.eachOnce(pairs)) {
      addPair(config, pair);
    }
    if (rate != null) {
      config.rate(rate);
    }
    faults.forEach(config::fault);
    return config;
  }

  private static void addPair(SimulatorConfig.Builder config, Pair pair) {
    try {
      config.pair(pair.code());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "expected a pair of 6 to 16 letters and digits to simulate, got '%s'".formatted(pair),
          "XBTZAR and ETHUSDT are such pairs");
    }
  }

  /**
   * Starts a simulated exchange.
   *
   * @param config of {@link #config}
   * @return to be closed by the caller
   * @throws UsageException if the configuration does not fit together
   * @throws FailedException if the exchange cannot listen
   */
  public static Simulator start(SimulatorConfig.Builder config) {
    SimulatorConfig checked;
    try {
      checked = config.build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), "");
    }
    try {
      return Simulator.start(checked);
    } catch (IOException e) {
      throw FailedException.cannotListen(e);
    }
  }
}
