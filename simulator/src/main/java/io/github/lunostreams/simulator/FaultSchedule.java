package io.github.lunostreams.simulator;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets {@link ScheduledFault}s strike. A strike that fails is logged and the next is not lost. */
final class FaultSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(FaultSchedule.class);

  private final Map<String, SimulatedMarket> markets;
  private final ScheduledExecutorService scheduler;

  FaultSchedule(Map<String, SimulatedMarket> markets, ScheduledExecutorService scheduler) {
    this.markets = markets;
    this.scheduler = scheduler;
  }

  /** Starts the clock of these. */
  void start(List<ScheduledFault> faults) {
    for (ScheduledFault fault : faults) {
      at(fault.after().toNanos(), () -> strike(fault));
    }
  }

  private void strike(ScheduledFault scheduled) {
    inject(scheduled, scheduled.fault());
    Fault ending = scheduled.fault().ending();
    if (scheduled.lasting() != null && ending != null) {
      at(scheduled.lasting().toNanos(), () -> inject(scheduled, ending));
    }
    if (scheduled.every() != null) {
      at(scheduled.every().toNanos(), () -> strike(scheduled));
    }
  }

  private void inject(ScheduledFault scheduled, Fault fault) {
    SimulatedMarket named = scheduled.pair() == null ? null : markets.get(scheduled.pair());
    Collection<SimulatedMarket> struck = named == null ? markets.values() : List.of(named);
    for (SimulatedMarket market : struck) {
      try {
        market.inject(fault);
      } catch (RuntimeException e) {
        LOG.warn("{}: {} did not work: {}", market.pair(), fault, e.getMessage());
      }
    }
  }

  private void at(long nanos, Runnable task) {
    try {
      var _ = scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the simulator is closing, no more faults", e);
    }
  }
}
