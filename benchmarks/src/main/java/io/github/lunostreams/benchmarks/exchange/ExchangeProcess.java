package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.benchmarks.process.CommandLoop;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM that runs the simulator. Prints the address of its streams, then takes these commands for
 * the first market:
 *
 * <pre>
 *   schedule RATE COUNT   sends updates at that rate, from 0.1 s on; answers when the first is due
 *                         (nanoseconds) and the sequence before it
 *   finish                waits for the end of the schedule
 *   rate RATE             sends updates without a schedule; 0 for none
 *   sequence              answers the newest sequence
 *   book DEPTH            answers the exchange's own book, see {@link BookContent}
 * </pre>
 */
public final class ExchangeProcess {
  /** Clients have to know the schedule before the first update. */
  private static final long LEAD_NANOS = 100_000_000;

  private static final long SEED = 5_000;
  private static final int SESSIONS = 200;

  private final SimulatedMarket market;
  private Thread sender = new Thread(() -> {});

  private ExchangeProcess(SimulatedMarket market) {
    this.market = market;
  }

  /**
   * Runs the simulator.
   *
   * @param args the pairs, separated by commas; their updates a second, empty for each market's
   *     usual rate; then faults, see {@link ScheduledFault#parse}
   */
  public static void main(String[] args) throws IOException {
    List<String> pairs = List.of(args[0].split(",", -1));
    SimulatorConfig.Builder config =
        SimulatorConfig.builder().pairs(pairs).seed(SEED).sessionLimit(SESSIONS);
    if (!args[1].isEmpty()) {
      config.rate(Double.parseDouble(args[1]));
    }
    List.of(args).subList(2, args.length).stream()
        .map(ScheduledFault::parse)
        .forEach(config::fault);
    try (Simulator simulator = Simulator.start(config.build())) {
      ExchangeProcess process = new ExchangeProcess(simulator.market(pairs.getFirst()));
      CommandLoop.run(simulator.streamUrl(), process::answer);
    }
  }

  private String answer(String command, List<String> args) throws InterruptedException {
    return switch (command) {
      case "schedule" -> {
        sender.join();
        long start = System.nanoTime() + LEAD_NANOS;
        double rate = Double.parseDouble(args.get(0));
        Schedule schedule =
            new Schedule(start, rate, market.sequence(), 0, Integer.parseInt(args.get(1)));
        sender = Thread.ofPlatform().name("sender").daemon().start(() -> send(schedule));
        yield start + " " + schedule.before();
      }
      case "finish" -> {
        sender.join();
        yield "ok";
      }
      case "rate" -> {
        market.rate(Double.parseDouble(args.getFirst()));
        yield "ok";
      }
      case "sequence" -> Long.toString(market.sequence());
      case "book" -> BookContent.of(market.book(), Integer.parseInt(args.getFirst())).toString();
      default -> throw CommandLoop.unknown(command);
    };
  }

  /** A late update is sent at once and delays none of those after it. */
  private void send(Schedule schedule) {
    for (long sequence = schedule.first(); sequence <= schedule.last(); sequence++) {
      long due = schedule.dueNanos(sequence);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      market.step(1);
    }
  }
}
