package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.benchmarks.process.Commands;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.io.IOException;
import java.util.List;

/**
 * A JVM of its own that simulates one market. Says where, and then, when it is told:
 *
 * <pre>
 *   schedule RATE COUNT   sends so many updates at that rate, from a tenth of a second on; answers when
 *                         the first is due (nanoseconds) and the sequence before it
 *   finish                waits for the end of the schedule; answers the sequence then, and by how much the
 *                         latest update was late (nanoseconds)
 *   rate RATE             lets updates come by themselves; 0 for none
 *   sequence              the newest one
 *   book DEPTH            the true book, see {@link TrueBook}
 * </pre>
 */
public final class ExchangeProcess {
  /** So that whoever is to expect the first update can be told when it comes. */
  private static final long LEAD_NANOS = 100_000_000;

  private static final long SEED = 5_000;

  private final SimulatedMarket market;
  private Metronome metronome;

  private ExchangeProcess(SimulatedMarket market) {
    this.market = market;
    this.metronome = Metronome.silent(market);
  }

  /**
   * Simulates.
   *
   * @param args the pair, then the mishaps, as {@link ScheduledFault#parse} reads them
   * @throws IOException if it can not listen
   */
  public static void main(String[] args) throws IOException {
    String pair = args[0];
    SimulatorConfig.Builder config = SimulatorConfig.builder().pair(pair).seed(SEED).rate(0);
    List.of(args).subList(1, args.length).stream()
        .map(ScheduledFault::parse)
        .forEach(config::fault);
    try (Simulator simulator = Simulator.start(config.build())) {
      ExchangeProcess process = new ExchangeProcess(simulator.market(pair));
      Commands.serve(simulator.streamUrl(), process::answer);
    }
  }

  private String answer(String command, List<String> args) throws InterruptedException {
    return switch (command) {
      case "schedule" -> {
        metronome.finish();
        metronome =
            Metronome.start(
                market,
                System.nanoTime() + LEAD_NANOS,
                Double.parseDouble(args.get(0)),
                Integer.parseInt(args.get(1)));
        yield metronome.startNanos() + " " + metronome.before();
      }
      case "finish" -> {
        metronome.finish();
        yield market.sequence() + " " + metronome.latestNanos();
      }
      case "rate" -> {
        market.rate(Double.parseDouble(args.getFirst()));
        yield "ok";
      }
      case "sequence" -> Long.toString(market.sequence());
      case "book" -> TrueBook.of(market.book(), Integer.parseInt(args.getFirst())).toString();
      default -> throw Commands.unknown(command);
    };
  }
}
