package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.rest.PublicTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A market's newest trades, each once: those of the stream, and, for the time before it and for
 * what was missed when it broke, those that the exchange's REST returns.
 *
 * <p>Keeps {@value #CAPACITY} trades, about a day of the busiest market; beyond, the oldest go, and
 * none goes for its age: a time is only ever asked for. It knows no clock; whoever asks takes times
 * from the exchange. Any thread may call its methods; none waits for more than a few entries to be
 * copied, but for the first sum of volumes.
 */
public final class Tape {
  static final int CAPACITY = 10_000;

  /** Trades come in the order of their times; so many wrong ones in a row are looked over. */
  private static final int MAX_UNORDERED = 100;

  /** By the trade's own sequence. Guarded by this. */
  private final NavigableMap<Long, PublicTrade> trades = new TreeMap<>();

  /** The first of the trades whose volumes are in {@link #sum}. Guarded by this. */
  private long summedFrom = Long.MAX_VALUE;

  /** The volumes of all trades from {@link #summedFrom} on. Guarded by this. */
  private BigDecimal sum = BigDecimal.ZERO;

  /** The newest of the stream. Guarded by this. */
  private long lastLive;

  /** Stays when its trade is too old to be shown. Guarded by this. */
  private final LastPrice lastPrice = new LastPrice();

  /** Whether REST returned the trades before the stream. */
  private volatile Fact earlierTrades = Fact.PENDING;

  /** The market is not followed any more. */
  private volatile boolean retired;

  /** Without trades. */
  public Tape() {}

  /**
   * Adds the trades of an update; those without a number of their own cannot be placed. One whose
   * time is not known gives the last price, and is listed when REST returns it with its time.
   */
  synchronized void add(List<Trade> live) {
    for (Trade trade : live) {
      if (trade.sequence() <= 0) {
        continue;
      }
      if (trade.sequence() <= lastLive) {
        // The stream never repeats a trade: the exchange counts anew.
        trades.clear();
        summedFrom = Long.MAX_VALUE;
        sum = BigDecimal.ZERO;
        lastPrice.forget();
      }
      lastLive = trade.sequence();
      lastPrice.traded(trade.sequence(), trade.price());
      trade
          .timestamp()
          .map(
              time ->
                  new PublicTrade(
                      trade.sequence(), time, trade.price(), trade.base(), trade.type()))
          .ifPresent(this::put);
    }
  }

  /** Adds those of the trades that are not known yet. */
  synchronized void merge(List<PublicTrade> received) {
    received.forEach(this::put);
  }

  /** REST returned them. */
  void complete(List<PublicTrade> received) {
    merge(received);
    earlierTrades = Fact.KNOWN;
  }

  /**
   * The trades before the stream are not to be had.
   *
   * @param reason why, in words
   */
  public void incomplete(String reason) {
    earlierTrades = earlierTrades.orMissing(reason);
  }

  /**
   * Whether the trades before the stream are here.
   *
   * @return pending until REST was asked for them
   */
  public Fact earlierTrades() {
    return earlierTrades;
  }

  /** The market is not followed any more, so nothing is to be asked for its tape. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  private void put(PublicTrade trade) {
    if (trades.putIfAbsent(trade.sequence(), trade) != null) {
      return;
    }
    if (trade.sequence() >= summedFrom) {
      sum = sum.add(trade.volume());
    }
    lastPrice.traded(trade.sequence(), trade.price());
    if (trades.size() > CAPACITY) {
      PublicTrade oldest = trades.firstEntry().getValue();
      if (oldest.sequence() >= summedFrom) {
        leaveOut(oldest);
      }
      trades.remove(oldest.sequence());
    }
  }

  private void leaveOut(PublicTrade oldestSummed) {
    sum = sum.subtract(oldestSummed.volume());
    summedFrom = oldestSummed.sequence() + 1;
  }

  /**
   * The newest trades.
   *
   * @param count how many at most
   * @param sinceMillis none older than that, in milliseconds since the epoch by the exchange's
   *     clock
   * @return the newest first
   */
  public synchronized List<PublicTrade> newest(int count, long sinceMillis) {
    List<PublicTrade> newest = new ArrayList<>();
    int older = 0;
    for (PublicTrade trade : trades.descendingMap().values()) {
      if (newest.size() == count || older == MAX_UNORDERED) {
        break;
      }
      if (isOlder(trade, sinceMillis)) {
        older++;
      } else {
        newest.add(trade);
        older = 0;
      }
    }
    return newest;
  }

  private static boolean isOlder(PublicTrade trade, long millis) {
    return trade.timestamp().toEpochMilli() < millis;
  }

  /**
   * What was traded since a time.
   *
   * @param millis that time, in milliseconds since the epoch by the exchange's clock; may be
   *     earlier than the one asked for before
   * @return in the base currency, as far as it is known here
   */
  public synchronized BigDecimal volumeSince(long millis) {
    Map.Entry<Long, PublicTrade> before = trades.lowerEntry(summedFrom);
    while (before != null && !isOlder(before.getValue(), millis)) {
      sum = sum.add(before.getValue().volume());
      summedFrom = before.getKey();
      before = trades.lowerEntry(summedFrom);
    }
    Map.Entry<Long, PublicTrade> first = trades.ceilingEntry(summedFrom);
    while (first != null && isOlder(first.getValue(), millis)) {
      leaveOut(first.getValue());
      first = trades.ceilingEntry(summedFrom);
    }
    return sum;
  }

  /**
   * The newest trade's price.
   *
   * @return however old it is; empty if there was none
   */
  public synchronized Optional<BigDecimal> lastPrice() {
    return lastPrice.get();
  }
}
