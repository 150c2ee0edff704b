package io.github.lunostreams.book;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A consolidated order book to read: the orders of each price added up into a level. An order of
 * volume zero, which an exchange may leave lying, is in no level and counts as no order.
 *
 * <p>Levels are counted from the best: index 0 is the highest bid or the lowest ask. Numbers come
 * in two forms: as {@link BigDecimal}, and, for code that must not allocate, as unscaled longs at
 * {@link #priceScale()} and {@link #volumeScale()} ({@code price = unscaled × 10^-scale}).
 */
public sealed interface BookView permits OrderBook, BookSnapshot {
  /**
   * The market.
   *
   * @return {@code XBTZAR} for instance
   */
  Pair pair();

  /** {@return the sequence of the message that made this state; 0 before the first snapshot} */
  long sequence();

  /**
   * When the exchange sent that message, for code that must not allocate.
   *
   * @return milliseconds since the epoch; 0 if that is not known: before the first snapshot, or
   *     since the message has no time that can be read
   */
  long timestampMillis();

  /**
   * When the exchange sent that message, by its clock.
   *
   * @return to the millisecond; empty before the first snapshot, and if the message has no time
   *     that can be read
   */
  default Optional<Instant> timestamp() {
    long millis = timestampMillis();
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** {@return what traders may do; {@link MarketStatus#UNKNOWN} before the first snapshot} */
  MarketStatus status();

  /**
   * How many price levels can be read here.
   *
   * @param side bids or asks
   * @return 0 if that side is empty
   */
  int levels(Side side);

  /**
   * A level's price as an unscaled long.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return the price × 10^{@link #priceScale()}
   * @throws IndexOutOfBoundsException if there is no such level
   */
  long unscaledPrice(Side side, int index);

  /**
   * A level's volume as an unscaled long.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return the volume × 10^{@link #volumeScale()}
   * @throws IndexOutOfBoundsException if there is no such level
   */
  long unscaledVolume(Side side, int index);

  /**
   * How many orders make up a level.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return at least 1
   * @throws IndexOutOfBoundsException if there is no such level
   */
  int orders(Side side, int index);

  /**
   * Shows the best levels of a side, without garbage: the quickest way to read many.
   *
   * @param side bids or asks
   * @param depth how many at the most; 0 for all
   * @param consumer is called once a level, the best first
   */
  void forEachLevel(Side side, int depth, LevelConsumer consumer);

  /**
   * The decimals of this book's prices. It may change from update to update: it grows with the
   * longest fraction, and shrinks when zeros at the end have to make room for a large number.
   *
   * @return 0 to 18
   */
  int priceScale();

  /**
   * The decimals of this book's volumes. It may change from update to update, as that of the prices
   * may.
   *
   * @return 0 to 18
   */
  int volumeScale();

  /**
   * A copy that never changes and may go to any thread.
   *
   * @param depth how many levels a side at the most; 0 for all
   * @return the copy
   */
  BookSnapshot snapshot(int depth);

  /**
   * One level.
   *
   * @param side bids or asks
   * @param index 0 is the best level
   * @return the level
   * @throws IndexOutOfBoundsException if there is no such level
   */
  default PriceLevel level(Side side, int index) {
    return new PriceLevel(
        BigDecimal.valueOf(unscaledPrice(side, index), priceScale()),
        BigDecimal.valueOf(unscaledVolume(side, index), volumeScale()),
        orders(side, index));
  }

  /**
   * The best levels of a side.
   *
   * @param side bids or asks
   * @param depth how many at the most; 0 for all
   * @return a new list, the best first
   */
  default List<PriceLevel> levels(Side side, int depth) {
    List<PriceLevel> levels =
        new ArrayList<>(depth == 0 ? levels(side) : Math.min(levels(side), depth));
    forEachLevel(
        side,
        depth,
        (price, volume, orders) ->
            levels.add(
                new PriceLevel(
                    BigDecimal.valueOf(price, priceScale()),
                    BigDecimal.valueOf(volume, volumeScale()),
                    orders)));
    return Collections.unmodifiableList(levels);
  }

  /**
   * All bids.
   *
   * @return a new list, the highest price first
   */
  default List<PriceLevel> bids() {
    return levels(Side.BID, 0);
  }

  /**
   * All asks.
   *
   * @return a new list, the lowest price first
   */
  default List<PriceLevel> asks() {
    return levels(Side.ASK, 0);
  }

  /** {@return the highest bid, if there is one} */
  default Optional<PriceLevel> bestBid() {
    return levels(Side.BID) == 0 ? Optional.empty() : Optional.of(level(Side.BID, 0));
  }

  /** {@return the lowest ask, if there is one} */
  default Optional<PriceLevel> bestAsk() {
    return levels(Side.ASK) == 0 ? Optional.empty() : Optional.of(level(Side.ASK, 0));
  }

  /**
   * The best ask's price less the best bid's.
   *
   * @return the spread in the counter currency; empty unless both sides have orders
   */
  default Optional<BigDecimal> spread() {
    if (levels(Side.BID) == 0 || levels(Side.ASK) == 0) {
      return Optional.empty();
    }
    long spread = Math.subtractExact(unscaledPrice(Side.ASK, 0), unscaledPrice(Side.BID, 0));
    return Optional.of(BigDecimal.valueOf(spread, priceScale()));
  }
}
