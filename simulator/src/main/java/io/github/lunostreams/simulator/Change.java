package io.github.lunostreams.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message does to a market, before it has a sequence and a time: fills, then a create,
 * then a delete, then a status, any of them absent. Prices and volumes in the market's units.
 */
record Change(
    List<Fill> fills, @Nullable NewOrder create, @Nullable String delete, @Nullable String status) {
  /** Takes from one resting order. */
  record Fill(String maker, long base) {}

  /** A new resting order; with fills of the other side, what is left of the taker. */
  record NewOrder(String id, Side side, long price, long volume) {}

  static final Change EMPTY = new Change(List.of(), null, null, null);

  static Change of(NewOrder create) {
    return new Change(List.of(), create, null, null);
  }

  static Change of(List<Fill> fills) {
    return new Change(fills, null, null, null);
  }

  static Change delete(String id) {
    return new Change(List.of(), null, id, null);
  }

  static Change status(String status) {
    return new Change(List.of(), null, null, status);
  }
}
