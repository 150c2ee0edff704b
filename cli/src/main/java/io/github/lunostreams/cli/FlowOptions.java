package io.github.lunostreams.cli;

import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The simulated markets' random orders and mishaps. */
final class FlowOptions {
  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      converter = Values.Seed.class,
      defaultValue = "1",
      description =
          "Where randomness starts; the same seed gives the same orders (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      paramLabel = "UPDATES",
      converter = Values.Rate.class,
      description = "Updates a second of every market; without it, as many as the real ones have.")
  private @Nullable Double rate;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      split = ";",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      converter = Values.Fault.class,
      description = {
        "Something that goes wrong, [PAIR:]KIND[:ARGUMENT]@TIME[+DURATION]; may be given several"
            + " times. drop@10s, XBTZAR:gap@every:30s, stall@20s+15s, close:1012@1m,"
            + " refuse:503@5s+10s, reject:invalid_credentials@0s, restart:1@1m."
      })
  private List<ScheduledFault> faults = new ArrayList<>();

  /** A configuration with this flow; pairs may be empty for the default ones. */
  SimulatorConfig.Builder config(List<String> pairs) {
    SimulatorConfig.Builder config = SimulatorConfig.builder().seed(seed);
    if (!pairs.isEmpty()) {
      for (String pair : Pairs.checked(pairs)) {
        addPair(config, pair);
      }
    }
    if (rate != null) {
      config.rate(rate);
    }
    faults.forEach(config::fault);
    return config;
  }

  private static void addPair(SimulatorConfig.Builder config, String pair) {
    try {
      config.pair(pair);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "expected a pair of 6 to 16 letters and digits to simulate, got '%s'".formatted(pair),
          "XBTZAR and ETHUSDT are such pairs");
    }
  }
}
