package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.util.List;

/**
 * The price levels that one message of the exchange touched, each once, as they are after it: bids
 * first, the highest price first, then asks, the lowest price first.
 *
 * <p>A view that the market uses again for its next update: to be read on the market's thread,
 * inside the hook. Take {@link #toList} of what is to be kept. Numbers are unscaled, at {@link
 * BookView#priceScale} and {@link BookView#volumeScale} of the book after the update.
 */
public interface LevelChanges {
  /**
   * One level, to keep.
   *
   * @param side bids or asks
   * @param price the level's price, in the counter currency
   * @param volume the base volume of its orders together; 0 if the level is gone
   * @param orders how many orders rest there; 0 if the level is gone
   */
  record LevelChange(Side side, BigDecimal price, BigDecimal volume, int orders) {}

  /**
   * How many levels were touched.
   *
   * @return 0 if the message changed no order
   */
  int size();

  /**
   * The level's side.
   *
   * @param index of the level, from 0
   * @return bids or asks
   */
  Side side(int index);

  /**
   * The level's price.
   *
   * @param index of the level, from 0
   * @return unscaled
   */
  long unscaledPrice(int index);

  /**
   * The volume of the level's orders together.
   *
   * @param index of the level, from 0
   * @return unscaled; 0 if the level is gone
   */
  long unscaledVolume(int index);

  /**
   * How many orders rest at the level.
   *
   * @param index of the level, from 0
   * @return 0 if the level is gone
   */
  int orders(int index);

  /**
   * The levels as a list to keep.
   *
   * @return an immutable copy, in the same order
   */
  List<LevelChange> toList();
}
