package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.Ticker;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What no stream contains about the markets: which there are, their specifications, what was traded
 * in 24 hours. All of it is empty until the exchange's REST has returned it: see {@link
 * ReferenceDataPoller}, the only writer. Any thread may read.
 */
public final class ReferenceData {
  /** Null as long as the exchange never returned them. */
  private volatile @Nullable SequencedMap<Pair, Market> markets;

  /** Null as long as the exchange never returned them. */
  private volatile @Nullable Map<Pair, Ticker> tickers;

  private volatile boolean volumesExpired;

  /** The exchange has markets whose rows could not be read. */
  private volatile boolean incomplete;

  /** Why the markets never came, if they were asked for. */
  private volatile Fact withoutMarkets = Fact.PENDING;

  /** Why the tickers never came, if they were asked for. */
  private volatile Fact withoutTickers = Fact.PENDING;

  /** Nothing is known yet. */
  public ReferenceData() {}

  void markets(List<Market> received) {
    markets(received, true);
  }

  /** With false, the exchange has others, too. */
  void markets(List<Market> received, boolean complete) {
    SequencedMap<Pair, Market> byPair = new LinkedHashMap<>();
    received.forEach(market -> byPair.putIfAbsent(market.pair(), market));
    incomplete = !complete;
    markets = Collections.unmodifiableSequencedMap(byPair);
  }

  void tickers(List<Ticker> received) {
    tickers =
        received.stream()
            .collect(
                Collectors.toUnmodifiableMap(Ticker::pair, ticker -> ticker, (first, _) -> first));
    volumesExpired = false;
  }

  /** The markets could not be had. */
  void marketsFailed(String reason) {
    withoutMarkets = Fact.missing(reason);
  }

  /** The tickers could not be had. */
  void tickersFailed(String reason) {
    withoutTickers = Fact.missing(reason);
  }

  /** What was not asked for yet could not be had now. */
  void pendingFailed(String reason) {
    if (withoutMarkets.isPending()) {
      marketsFailed(reason);
    }
    if (withoutTickers.isPending()) {
      tickersFailed(reason);
    }
  }

  /**
   * Nothing will be asked for.
   *
   * @param reason why, in words
   */
  public void never(String reason) {
    pendingFailed(reason);
  }

  /** The tickers are too old for a volume of 24 hours. */
  void expireVolumes() {
    volumesExpired = true;
  }

  /**
   * The exchange's markets.
   *
   * @return in its order, as returned at most ten minutes ago if its REST answers; empty if it
   *     never returned them
   */
  public Optional<Collection<Market>> markets() {
    return Optional.ofNullable(markets).map(SequencedMap::values);
  }

  /**
   * Whether the exchange has a market.
   *
   * @param pair the market's
   * @return empty if the exchange never returned its markets, or if that one may be among those
   *     whose rows could not be read
   */
  public Optional<Boolean> has(Pair pair) {
    return Optional.ofNullable(markets)
        .map(received -> received.containsKey(pair))
        .filter(known -> known || !incomplete);
  }

  /**
   * A market's specifications: its scales and the bounds of its orders.
   *
   * @param pair the market's
   * @return empty if the exchange has no such market, or never returned its markets
   */
  public Optional<Market> specs(Pair pair) {
    return Optional.ofNullable(markets).map(received -> received.get(pair));
  }

  /**
   * Whether a market's specifications are known.
   *
   * @param pair the market's
   * @return missing also if the exchange returned its markets without that one
   */
  public Fact specsFact(Pair pair) {
    SequencedMap<Pair, Market> received = markets;
    return received == null ? withoutMarkets : rowOf(pair, received);
  }

  /**
   * Whether it is known what was traded in 24 hours in a market.
   *
   * @param pair the market's
   * @return missing also if the exchange returned its tickers without that one, or too long ago
   */
  public Fact dayVolumeFact(Pair pair) {
    Map<Pair, Ticker> received = tickers;
    if (received != null && volumesExpired) {
      return Fact.missing("the exchange's REST returned it too long ago");
    }
    return received == null ? withoutTickers : rowOf(pair, received);
  }

  private static Fact rowOf(Pair pair, Map<Pair, ?> received) {
    return received.containsKey(pair)
        ? Fact.KNOWN
        : Fact.missing("the exchange's REST returned no row of " + pair + " that can be read");
  }

  /**
   * What was traded in 24 hours.
   *
   * @param pair the market's
   * @return in the base currency, up to a minute ago if REST answers; empty if it is not known, or
   *     too old
   */
  public Optional<BigDecimal> dayVolume(Pair pair) {
    return volumesExpired ? Optional.empty() : ticker(pair).map(Ticker::rolling24HourVolume);
  }

  /**
   * The price of the newest trade when REST answered last.
   *
   * @param pair the market's
   * @return empty if it is not known, or there was none
   */
  public Optional<BigDecimal> lastTrade(Pair pair) {
    return ticker(pair).map(Ticker::lastTrade).filter(price -> price.signum() > 0);
  }

  /**
   * A market at a glance when REST answered last.
   *
   * @param pair the market's
   * @return empty if it is not known
   */
  public Optional<Ticker> ticker(Pair pair) {
    return Optional.ofNullable(tickers).map(received -> received.get(pair));
  }
}
