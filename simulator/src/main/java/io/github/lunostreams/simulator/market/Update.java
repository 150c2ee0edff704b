package io.github.lunostreams.simulator.market;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One applied message of the market, as it goes on the wire. Prices and volumes in the market's
 * units.
 *
 * @param sequence of the message
 * @param trades its fills, in order
 * @param create the new order, or null
 * @param delete the id of the removed order, or null
 * @param status the new status, or null
 * @param timestamp milliseconds since the epoch
 */
public record Update(
    long sequence,
    List<Trade> trades,
    Change.@Nullable NewOrder create,
    @Nullable String delete,
    @Nullable String status,
    long timestamp) {
  /**
   * One fill of one maker.
   *
   * @param sequence the trade's own number
   * @param price the maker's limit, in units of the price scale
   * @param base what changed hands, in units of the volume scale
   * @param maker the resting order
   * @param taker the order that met it
   */
  public record Trade(long sequence, long price, long base, String maker, String taker) {}
}
