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

  private volatile Map<Pair, Ticker> tickers = Map.of();
  private volatile boolean volumesExpired;

  /** Nothing is known yet. */
  public ReferenceData() {}

  void markets(List<Market> received) {
    SequencedMap<Pair, Market> byPair = new LinkedHashMap<>();
    received.forEach(market -> byPair.putIfAbsent(market.pair(), market));
    markets = Collections.unmodifiableSequencedMap(byPair);
  }

  void tickers(List<Ticker> received) {
    tickers =
        received.stream()
            .collect(
                Collectors.toUnmodifiableMap(Ticker::pair, ticker -> ticker, (first, _) -> first));
    volumesExpired = false;
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
   * @return empty if the exchange never returned its markets
   */
  public Optional<Boolean> has(Pair pair) {
    return Optional.ofNullable(markets).map(received -> received.containsKey(pair));
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
   * What was traded in 24 hours.
   *
   * @param pair the market's
   * @return in the base currency, up to a minute ago if REST answers; empty if it is not known, or
   *     too old
   */
  public Optional<BigDecimal> dayVolume(Pair pair) {
    return volumesExpired
        ? Optional.empty()
        : Optional.ofNullable(tickers.get(pair)).map(Ticker::rolling24HourVolume);
  }

  /**
   * The price of the newest trade when REST answered last.
   *
   * @param pair the market's
   * @return empty if it is not known
   */
  public Optional<BigDecimal> lastTrade(Pair pair) {
    return Optional.ofNullable(tickers.get(pair)).map(Ticker::lastTrade);
  }
}
