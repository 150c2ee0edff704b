package io.github.lunostreams.simulator.fault;

import io.github.lunostreams.simulator.market.Book;
import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.Update;
import io.github.lunostreams.simulator.wire.Broadcaster;
import io.github.lunostreams.simulator.wire.Connection;
import io.github.lunostreams.simulator.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies a {@link Fault} to a market's connections, in order with what they are sent.
 *
 * <p>Only a restart changes the market's state; the others read it to send something else. Not
 * thread-safe: the market's lock guards it.
 */
public final class FaultInjector {
  private final MarketShape shape;
  private final MarketState state;
  private final Broadcaster broadcaster;
  private final Wire wire;
  private final Refusals refusals;

  /**
   * The faults of a market.
   *
   * @param state of the market
   * @param broadcaster to its connections
   * @param wire its frames
   * @param refusals where faults wait for new connections
   */
  public FaultInjector(MarketState state, Broadcaster broadcaster, Wire wire, Refusals refusals) {
    this.shape = state.shape();
    this.state = state;
    this.broadcaster = broadcaster;
    this.wire = wire;
    this.refusals = refusals;
  }

  /**
   * Lets something go wrong now.
   *
   * @param fault what
   * @throws IllegalStateException if the fault needs an order in the book and there is none
   */
  public void apply(Fault fault) {
    switch (fault) {
      case Fault.Drop drop -> broadcaster.forEach(each -> each.drop(drop.reset()));
      case Fault.Close close -> closeAll(close.code(), close.reason());
      case Fault.Gap gap -> broadcaster.skip(gap.messages());
      case Fault.Duplicate duplicate -> broadcaster.broadcast(past(0));
      case Fault.Stale stale -> broadcaster.broadcast(past(stale.back()));
      case Fault.Garbage garbage -> broadcaster.broadcast(Wire.text(garbage.text()));
      case Fault.Truncate truncate ->
          broadcaster.broadcast(wire.truncated(empty(state.sequence() + 1)));
      case Fault.ErrorFrame error -> {
        broadcaster.broadcast(Wire.error(error.code(), error.text()));
        if (error.thenClose()) {
          closeAll(Connection.NORMAL_CLOSURE, "");
        }
      }
      case Fault.Stall stall -> broadcaster.forEach(each -> each.stall(stall.pongs()));
      case Fault.EndStall end -> broadcaster.forEach(Connection::endStall);
      case Fault.RefuseUpgrade refusal -> refusals.begin(refusal);
      case Fault.RefuseSession refusal -> refusals.begin(refusal);
      case Fault.RefuseRest refusal -> refusals.begin(refusal);
      case Fault.EndRefusals end -> refusals.end();
      case Fault.WrongUpdate wrong -> broadcaster.broadcast(wire.update(wrong(wrong.content())));
      case Fault.WrongSnapshot wrong -> refusals.begin(wrong);
      case Fault.Restart restart -> {
        state.restart(restart.sequence());
        broadcaster.restart();
      }
    }
  }

  private void closeAll(int code, String reason) {
    broadcaster.forEach(each -> each.close(code, reason));
  }

  private byte[] past(int back) {
    byte[] kept = broadcaster.past(back);
    return kept == null ? wire.update(empty(Math.max(0, state.sequence() - back))) : kept;
  }

  private Update empty(long sequence) {
    return new Update(sequence, List.of(), null, null, null, state.timestamp());
  }

  private Update wrong(Fault.Content content) {
    String id = state.newOrderId();
    return switch (content) {
      case UNKNOWN_MAKER -> wrongTrade(id, shape.priceUnits(shape.startPrice()), 1);
      case OVERFILL -> {
        Book.Order maker = any();
        yield wrongTrade(maker.id(), maker.price(), maker.volume() + 1);
      }
      case CROSSED_CREATE -> {
        Book.Order best = any();
        yield wrongCreate(id, best.side().opposite(), best.price(), 1);
      }
      case NEGATIVE_VOLUME -> wrongCreate(id, Side.BID, 1, -1);
      case ZERO_VOLUME -> wrongCreate(id, Side.BID, 1, 0);
      case DUPLICATE_ID -> {
        Book.Order order = any();
        yield wrongCreate(order.id(), order.side(), order.price(), 1);
      }
    };
  }

  private Update wrongTrade(String maker, long price, long base) {
    Update.Trade trade =
        new Update.Trade(state.tape().lastSequence() + 1, price, base, maker, state.newOrderId());
    return new Update(state.sequence() + 1, List.of(trade), null, null, null, state.timestamp());
  }

  private Update wrongCreate(String id, Side side, long price, long volume) {
    Change.NewOrder create = new Change.NewOrder(id, side, price, volume);
    return new Update(state.sequence() + 1, List.of(), create, null, null, state.timestamp());
  }

  /** The best ask, or with no asks the best bid. */
  private Book.Order any() {
    Book.Level best = state.book().best(Side.ASK);
    if (best == null) {
      best = state.book().best(Side.BID);
    }
    if (best == null) {
      throw new IllegalStateException(
          shape.pair() + ": the fault needs an order, the book is empty");
    }
    return best.orders().getFirst();
  }

  /**
   * Gives a connection its snapshot, wrong if that is the next one's fault, and then every update.
   *
   * @param connection without a snapshot so far
   */
  public void join(Connection connection) {
    Fault.SnapshotFlaw flaw = refusals.takeFlaw();
    broadcaster.join(connection, flaw == null ? List.of() : phantoms(flaw));
  }

  /** The orders that make a snapshot wrong; without asks, one to be contradicted is among them. */
  private List<Change.NewOrder> phantoms(Fault.SnapshotFlaw flaw) {
    Book.Level best = state.book().best(Side.ASK);
    long price = best == null ? shape.priceUnits(shape.startPrice()) : best.price();
    String id = best == null ? "BX000000000DUPE" : best.orders().getFirst().id();
    Change.NewOrder ask = new Change.NewOrder(id, Side.ASK, price, 1);
    List<Change.NewOrder> phantoms = new ArrayList<>();
    if (best == null) {
      phantoms.add(ask);
    }
    phantoms.add(
        switch (flaw) {
          case CROSSED -> new Change.NewOrder("BX0000000CROSS1", Side.BID, price, 1);
          case DUPLICATE_ID -> ask;
        });
    return phantoms;
  }
}
