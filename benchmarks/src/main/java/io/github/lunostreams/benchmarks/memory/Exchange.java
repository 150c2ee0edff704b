package io.github.lunostreams.benchmarks.memory;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A JVM of its own that simulates as many markets as the exchange lists, each at the rate of its
 * shape. Says where, and ends with its standard input.
 */
final class Exchange {
  /** Those whose shape was measured; all others are middling ones. */
  private static final List<String> MEASURED =
      List.of("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHZAR", "ETHAUD");

  private static final long SEED = 145;

  private Exchange() {}

  /** The first pairs of the list. */
  static List<String> pairs(int count) {
    List<String> pairs = new ArrayList<>(MEASURED);
    for (int i = pairs.size(); i < count; i++) {
      pairs.add(String.format(Locale.ROOT, "C%03dZAR", i));
    }
    return pairs.subList(0, count);
  }

  /**
   * Simulates.
   *
   * @param args how many markets
   * @throws IOException if it can not listen
   */
  public static void main(String[] args) throws IOException {
    int markets = Integer.parseInt(args[0]);
    SimulatorConfig config =
        SimulatorConfig.builder().pairs(pairs(markets)).seed(SEED).sessionLimit(markets).build();
    try (Simulator simulator = Simulator.start(config)) {
      new PrintStream(System.out, true, StandardCharsets.UTF_8).println(simulator.streamUrl());
      System.in.transferTo(PrintStream.nullOutputStream());
    }
  }
}
