package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.rest.PublicTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A market's newest trades, each once: those of the stream, and, for the time before it and for
 * what was missed when it broke, those that the exchange's REST returns.
 *
 * <p>Keeps {@value #CAPACITY} trades, about a day of the busiest market; beyond, the oldest go. Any
 * thread may call its methods; none waits for more than a few entries to be copied.
 */
public final class Tape {
  static final int CAPACITY = 10_000;

  /** By the trade's own sequence. Guarded by this. */
  private final NavigableMap<Long, PublicTrade> trades = new TreeMap<>();

  /** The volumes of {@link #trades} added up. Guarded by this. */
  private BigDecimal total = BigDecimal.ZERO;

  /** The newest of the stream. Guarded by this. */
  private long lastLive;

  /** The newest trade's price, which stays when it is too old to be shown. Guarded by this. */
  private @Nullable BigDecimal lastPrice;

  /** That trade's sequence. Guarded by this. */
  private long lastPriced;

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
        total = BigDecimal.ZERO;
        lastPrice = null;
        lastPriced = 0;
      }
      lastLive = trade.sequence();
      priced(trade.sequence(), trade.price());
      trade
          .timestamp()
          .map(
              time ->
                  new PublicTrade(
                      trade.sequence(), time, trade.price(), trade.base(), trade.type()))
          .ifPresent(this::put);
    }
  }

  private void priced(long sequence, BigDecimal price) {
    if (lastPrice == null || sequence > lastPriced) {
      lastPrice = price;
      lastPriced = sequence;
    }
  }

  /** Adds those of the trades that are not known yet. */
  synchronized void merge(List<PublicTrade> received) {
    received.forEach(this::put);
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
    total = total.add(trade.volume());
    priced(trade.sequence(), trade.price());
    if (trades.size() > CAPACITY) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    total = total.subtract(trades.pollFirstEntry().getValue().volume());
  }

  /**
   * The newest trades.
   *
   * @param count how many at most
   * @param sinceMillis none older than that, in milliseconds since the epoch
   * @return the newest first
   */
  public synchronized List<PublicTrade> newest(int count, long sinceMillis) {
    List<PublicTrade> newest = new ArrayList<>();
    for (PublicTrade trade : trades.descendingMap().values()) {
      if (newest.size() == count || trade.timestamp().toEpochMilli() < sinceMillis) {
        break;
      }
      newest.add(trade);
    }
    return newest;
  }

  /**
   * What was traded since a time. Older trades are forgotten.
   *
   * @param millis that time, in milliseconds since the epoch
   * @return in the base currency, as far as it is known here
   */
  public synchronized BigDecimal volumeSince(long millis) {
    while (!trades.isEmpty()
        && trades.firstEntry().getValue().timestamp().toEpochMilli() < millis) {
      forgetOldest();
    }
    return total;
  }

  /**
   * The newest trade's price.
   *
   * @return however old it is; empty if there was none
   */
  public synchronized Optional<BigDecimal> lastPrice() {
    return Optional.ofNullable(lastPrice);
  }
}
