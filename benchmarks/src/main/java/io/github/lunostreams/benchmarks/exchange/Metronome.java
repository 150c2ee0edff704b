package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.benchmarks.clients.OpenLoop;
import io.github.lunostreams.simulator.SimulatedMarket;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a market's updates at their times, whatever becomes of them: one that is late is sent at
 * once, and puts off none of those after it.
 */
final class Metronome {
  private final SimulatedMarket market;
  private final OpenLoop schedule;
  private final Thread thread;

  /** Written by the thread; read after its end. */
  private long latestNanos;

  private Metronome(SimulatedMarket market, OpenLoop schedule) {
    this.market = market;
    this.schedule = schedule;
    this.thread = Thread.ofPlatform().name("metronome").daemon().unstarted(this::run);
  }

  /** One that has nothing to send. */
  static Metronome silent(SimulatedMarket market) {
    return new Metronome(market, new OpenLoop(0, 1, market.sequence(), 0, 1));
  }

  static Metronome start(SimulatedMarket market, long startNanos, double perSecond, int count) {
    Metronome metronome =
        new Metronome(market, new OpenLoop(startNanos, perSecond, market.sequence(), 0, count));
    metronome.thread.start();
    return metronome;
  }

  private void run() {
    for (long sequence = schedule.first(); sequence <= schedule.last(); sequence++) {
      long due = schedule.dueNanos(sequence);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      latestNanos = Math.max(latestNanos, System.nanoTime() - due);
      market.step(1);
    }
  }

  /** Waits for the last update. */
  void finish() throws InterruptedException {
    thread.join();
  }

  long startNanos() {
    return schedule.startNanos();
  }

  long before() {
    return schedule.before();
  }

  long latestNanos() {
    return latestNanos;
  }
}
