package io.github.lunostreams.simulator.market;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Every trade of a market since it started, oldest first, up to a limit beyond which the oldest are
 * forgotten and counted. Not thread-safe: the market's lock guards it.
 */
public final class Tape {
  private static final long BEFORE_FIRST_TRADE = 33_279_896;

  private final int limit;
  private final Deque<SimulatedTrade> trades = new ArrayDeque<>();
  private long discarded;
  private long lastSequence = BEFORE_FIRST_TRADE;

  Tape(int limit) {
    this.limit = limit;
  }

  void add(SimulatedTrade trade) {
    trades.addLast(trade);
    lastSequence = trade.sequence();
    if (trades.size() > limit) {
      trades.removeFirst();
      discarded++;
    }
  }

  /** {@return the number of the last trade; trades count on through restarts of the market} */
  public long lastSequence() {
    return lastSequence;
  }

  /** {@return a copy, oldest first} */
  public List<SimulatedTrade> all() {
    return List.copyOf(trades);
  }

  /**
   * The newest trades.
   *
   * @param count how many at most
   * @param since milliseconds since the epoch; older ones are left out
   * @return a copy, newest first
   */
  public List<SimulatedTrade> newest(int count, long since) {
    List<SimulatedTrade> newest = new ArrayList<>();
    Iterator<SimulatedTrade> backwards = trades.descendingIterator();
    while (backwards.hasNext() && newest.size() < count) {
      SimulatedTrade trade = backwards.next();
      if (trade.timestamp() < since) {
        break;
      }
      newest.add(trade);
    }
    return newest;
  }

  /** {@return how many of the oldest trades are not kept any more} */
  public long discarded() {
    return discarded;
  }
}
