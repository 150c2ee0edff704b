package io.github.lunostreams.simulator;

import java.util.List;

/**
 * What each {@link Fault} does to those who follow a market, in order with what they are sent.
 *
 * <p>Only a restart changes the truth; the others read it, if only to say something else. Not
 * thread-safe: the market's lock guards it.
 */
final class Faults {
  private final MarketShape shape;
  private final Truth truth;
  private final Feed feed;
  private final Wire wire;
  private final Refusals refusals;
  private final OrderIds ids;

  /**
   * The faults of a market.
   *
   * @param ids for orders that never were
   */
  Faults(MarketShape shape, Truth truth, Feed feed, Wire wire, Refusals refusals, OrderIds ids) {
    this.shape = shape;
    this.truth = truth;
    this.feed = feed;
    this.wire = wire;
    this.refusals = refusals;
    this.ids = ids;
  }

  /**
   * Lets something go wrong now.
   *
   * @throws IllegalStateException if the fault needs an order in the book and there is none
   */
  void strike(Fault fault) {
    switch (fault) {
      case Fault.Drop drop -> feed.forEach(each -> each.drop(drop.reset()));
      case Fault.Close close -> feed.forEach(each -> each.close(close.code(), close.reason()));
      case Fault.Gap gap -> feed.skip(gap.messages());
      case Fault.Duplicate _ -> feed.broadcast(past(0));
      case Fault.Stale stale -> feed.broadcast(past(stale.back()));
      case Fault.Garbage garbage -> feed.broadcast(Wire.text(garbage.text()));
      case Fault.Truncate _ -> feed.broadcast(wire.truncated(empty(truth.sequence() + 1)));
      case Fault.ErrorFrame error -> {
        feed.broadcast(Wire.error(error.code(), error.text()));
        if (error.thenClose()) {
          feed.forEach(each -> each.close(StreamSession.NORMAL_CLOSURE, ""));
        }
      }
      case Fault.Stall stall -> feed.forEach(each -> each.stall(stall.pongs()));
      case Fault.EndStall _ -> feed.forEach(Outbox::endStall);
      case Fault.RefuseUpgrade refusal -> refusals.begin(refusal);
      case Fault.RefuseSession refusal -> refusals.begin(refusal);
      case Fault.RefuseRest refusal -> refusals.begin(refusal);
      case Fault.EndRefusals _ -> refusals.end();
      case Fault.WrongUpdate wrong -> feed.broadcast(wire.update(wrong(wrong.content())));
      case Fault.WrongSnapshot wrong -> refusals.begin(wrong);
      case Fault.Restart restart -> {
        truth.restart(restart.sequence());
        feed.restart();
      }
    }
  }

  private byte[] past(int back) {
    byte[] kept = feed.past(back);
    return kept == null ? wire.update(empty(Math.max(0, truth.sequence() - back))) : kept;
  }

  private Update empty(long sequence) {
    return new Update(sequence, List.of(), null, null, null, truth.timestamp());
  }

  private Update wrong(Fault.Content content) {
    long start = shape.price(shape.startPrice());
    String id = ids.next();
    return switch (content) {
      case UNKNOWN_MAKER -> wrongTrade(id, start, 1);
      case OVERFILL -> {
        Book.Order maker = any();
        yield wrongTrade(maker.id, maker.price, maker.volume() + 1);
      }
      case CROSSED_CREATE -> {
        Book.Order best = any();
        yield wrongCreate(id, best.side.opposite(), best.price, 1);
      }
      case NEGATIVE_VOLUME -> wrongCreate(id, Side.BID, 1, -1);
      case ZERO_VOLUME -> wrongCreate(id, Side.BID, 1, 0);
      case DUPLICATE_ID -> {
        Book.Order order = any();
        yield wrongCreate(order.id, order.side, order.price, 1);
      }
    };
  }

  private Update wrongTrade(String maker, long price, long base) {
    Update.Trade trade =
        new Update.Trade(truth.tradeSequence() + 1, price, base, maker, ids.next());
    return new Update(truth.sequence() + 1, List.of(trade), null, null, null, truth.timestamp());
  }

  private Update wrongCreate(String id, Side side, long price, long volume) {
    Change.NewOrder create = new Change.NewOrder(id, side, price, volume);
    return new Update(truth.sequence() + 1, List.of(), create, null, null, truth.timestamp());
  }

  /** The best ask, or with no asks the best bid. */
  private Book.Order any() {
    Book.Level best = truth.book().best(Side.ASK);
    if (best == null) {
      best = truth.book().best(Side.BID);
    }
    if (best == null) {
      throw new IllegalStateException(
          shape.pair() + ": the fault needs an order, the book is empty");
    }
    return best.orders().getFirst();
  }
}
