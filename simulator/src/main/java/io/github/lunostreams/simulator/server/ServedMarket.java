package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.fault.FaultInjector;
import io.github.lunostreams.simulator.fault.Refusals;
import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Pacer;
import io.github.lunostreams.simulator.market.Update;
import io.github.lunostreams.simulator.wire.Broadcaster;
import io.github.lunostreams.simulator.wire.Connection;
import io.github.lunostreams.simulator.wire.Wire;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One market with its connections, behind one lock: every message is applied to the state and
 * queued for all connections before the next, so all see the same sequences in the same order, and
 * a connection that joins gets a snapshot and then exactly what follows.
 *
 * <p>Any thread may call any method; none waits for a client.
 */
public final class ServedMarket {
  private static final Logger log = LoggerFactory.getLogger(ServedMarket.class);

  private final MarketShape shape;
  private final Refusals refusals = new Refusals();

  /** Takes the lock by itself. */
  private final Pacer pacer;

  /** Guards all below; connections' own locks are taken inside it, never around it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final MarketState state;
  private final Broadcaster broadcaster;
  private final FaultInjector faults;

  /**
   * A market without connections, paused.
   *
   * @param state changed by this object alone from now on
   * @param nanoTime nanoseconds of a monotonic clock
   * @param scheduler whose threads the random flow's messages come on
   */
  public ServedMarket(
      MarketState state, LongSupplier nanoTime, ScheduledExecutorService scheduler) {
    this.state = state;
    shape = state.shape();
    Wire wire = new Wire(shape);
    broadcaster = new Broadcaster(state, wire);
    faults = new FaultInjector(state, broadcaster, wire, refusals);
    pacer =
        new Pacer(
            shape, nanoTime, scheduler, lock, this::advance, () -> read(MarketState::sequence));
  }

  /** {@return the shape the market was made with} */
  public MarketShape shape() {
    return shape;
  }

  /** {@return the pace of the random flow} */
  public Pacer pacer() {
    return pacer;
  }

  /** {@return the faults that wait for new connections and REST calls} */
  public Refusals refusals() {
    return refusals;
  }

  /** {@return how many connections have had their snapshot and are open} */
  public int connections() {
    lock.lock();
    try {
      return broadcaster.connections();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at the state between two messages.
   *
   * @param <T> of the result
   * @param part must neither change the state nor keep its live book
   * @return its result
   */
  public <T> T read(Function<MarketState, T> part) {
    lock.lock();
    try {
      return part.apply(state);
    } finally {
      lock.unlock();
    }
  }

  /** {@return an id that no order of this market has or will have} */
  public String newOrderId() {
    return read(MarketState::newOrderId);
  }

  // ---- the one writer

  /** One message of the random flow. */
  public void advance() {
    lock.lock();
    try {
      publish(state.advance());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks, applies and sends one message.
   *
   * @param change made of the state, between two messages
   * @return the sequence it got
   * @throws IllegalArgumentException if the book does not allow it; nothing has changed then
   */
  public long send(Function<MarketState, Change> change) {
    lock.lock();
    try {
      Change wanted = change.apply(state);
      state.matching().check(wanted, state.sequence());
      publish(state.apply(wanted));
      return state.sequence();
    } finally {
      lock.unlock();
    }
  }

  /** Every message is sent here: an applied update is sent before anything else is applied. */
  private void publish(Update update) {
    assert lock.isHeldByCurrentThread();
    broadcaster.publish(update);
  }

  /**
   * Lets something go wrong now, in order with the messages before and after it.
   *
   * @param fault what
   * @throws IllegalStateException if the fault needs an order in the book and there is none
   */
  public void inject(Fault fault) {
    lock.lock();
    try {
      log.info("{}: {} at sequence {}", shape.pair(), fault, state.sequence());
      faults.apply(fault);
    } finally {
      lock.unlock();
    }
  }

  // ---- connections

  /** Gives a connection the snapshot, and from then on every message. */
  void join(Connection connection) {
    lock.lock();
    try {
      faults.join(connection);
    } finally {
      lock.unlock();
    }
  }

  void leave(Connection connection) {
    lock.lock();
    try {
      broadcaster.leave(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the random flow for good, and all connections with close code 1001. */
  public void close() {
    lock.lock();
    try {
      pacer.end();
      broadcaster.closeAll();
    } finally {
      lock.unlock();
    }
  }
}
