package io.github.lunostreams.simulator.market;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message does to a market, before it has a sequence and a time: fills, then a create,
 * then a delete, then a status, any of them absent. Prices and volumes in the market's units.
 *
 * @param fills of resting orders, in order
 * @param taker the order that takes the fills, or null: the created order if it rests on the other
 *     side, else an order that leaves nothing in the book
 * @param create the new order, or null
 * @param delete the id of the order to remove, or null
 * @param status the new status, or null
 */
public record Change(
    List<Fill> fills,
    @Nullable String taker,
    @Nullable NewOrder create,
    @Nullable String delete,
    @Nullable String status) {
  /**
   * Takes from one resting order.
   *
   * @param maker its id
   * @param base how much, in units of the volume scale
   */
  public record Fill(String maker, long base) {}

  /**
   * A new resting order; with fills of the other side, what is left of the taker.
   *
   * @param id of the order
   * @param side it rests on
   * @param price in units of the price scale
   * @param volume in units of the volume scale
   */
  public record NewOrder(String id, Side side, long price, long volume) {}

  static final Change EMPTY = new Change(List.of(), null, null, null, null);

  static Change of(NewOrder create) {
    return new Change(List.of(), null, create, null, null);
  }

  static Change of(List<Fill> fills) {
    return new Change(fills, null, null, null, null);
  }

  static Change of(List<Fill> fills, NewOrder create) {
    return new Change(fills, null, create, null, null);
  }

  static Change delete(String id) {
    return new Change(List.of(), null, null, id, null);
  }

  static Change status(String status) {
    return new Change(List.of(), null, null, null, status);
  }
}
