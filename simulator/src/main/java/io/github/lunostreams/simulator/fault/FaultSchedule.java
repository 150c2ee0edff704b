package io.github.lunostreams.simulator.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Injects {@link ScheduledFault}s when they are due. One that fails is logged; the next is not
 * lost.
 */
public final class FaultSchedule {
  private static final Logger log = LoggerFactory.getLogger(FaultSchedule.class);

  private final Map<String, Consumer<Fault>> markets;
  private final ScheduledExecutorService scheduler;

  /**
   * Nothing is due yet.
   *
   * @param markets what injects into each, by pair
   * @param scheduler its clock and its thread
   */
  public FaultSchedule(Map<String, Consumer<Fault>> markets, ScheduledExecutorService scheduler) {
    this.markets = markets;
    this.scheduler = scheduler;
  }

  /**
   * Starts the clock of some faults.
   *
   * @param faults each of a market there is, or of all
   */
  public void start(List<ScheduledFault> faults) {
    for (ScheduledFault fault : faults) {
      at(fault.after().toNanos(), () -> apply(fault));
    }
  }

  private void apply(ScheduledFault scheduled) {
    inject(scheduled, scheduled.fault());
    Fault ending = scheduled.fault().ending();
    if (scheduled.lasting() != null && ending != null) {
      at(scheduled.lasting().toNanos(), () -> inject(scheduled, ending));
    }
    if (scheduled.every() != null) {
      at(scheduled.every().toNanos(), () -> apply(scheduled));
    }
  }

  private void inject(ScheduledFault scheduled, Fault fault) {
    markets.forEach(
        (pair, market) -> {
          if (scheduled.pair() == null || scheduled.pair().equals(pair)) {
            inject(pair, market, fault);
          }
        });
  }

  private static void inject(String pair, Consumer<Fault> market, Fault fault) {
    try {
      market.accept(fault);
    } catch (RuntimeException e) {
      log.warn("{}: {} did not work: {}", pair, fault, e.getMessage());
    }
  }

  private void at(long nanos, Runnable task) {
    try {
      scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the simulator is closing, no more faults", e);
    }
  }
}
