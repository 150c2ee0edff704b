package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketShape.Size;

/** The markets that are recorded. */
public enum RecordedMarket {
  /** The busiest market as measured on the exchange: 18,600 orders on 2,625 levels. */
  XBTZAR("XBTZAR"),
  /** The same without trades: an update that only creates or deletes must allocate nothing. */
  XBTZAR_NO_TRADES("XBTZAR without trades"),
  /** Ten times as many orders and levels: 186,000 and 26,250. */
  XBTZAR_TENFOLD("XBTZAR, 186,000 orders"),
  /** A market that changes about as often, with a book of 262 orders. */
  XBTUSDT("XBTUSDT");

  /** The updates of each recording. */
  public static final int UPDATES = 100_000;

  private final String title;

  RecordedMarket(String title) {
    this.title = title;
  }

  /** {@return its name in tables} */
  public String title() {
    return title;
  }

  /** {@return the market to simulate} */
  MarketShape shape() {
    return switch (this) {
      case XBTZAR, XBTUSDT -> MarketShape.of(name());
      case XBTZAR_NO_TRADES -> {
        MarketShape shape = MarketShape.of("XBTZAR");
        FlowMix mix = shape.mix();
        FlowMix noTrades = new FlowMix(0, 0, mix.unknownDeletes(), mix.empties(), mix.halts());
        yield shape.toBuilder().mix(noTrades).build();
      }
      case XBTZAR_TENFOLD -> {
        MarketShape shape = MarketShape.of("XBTZAR");
        yield shape.toBuilder().sizes(tenfold(shape.bids()), tenfold(shape.asks())).build();
      }
    };
  }

  private static Size tenfold(Size size) {
    return new Size(size.orders() * 10, size.levels() * 10);
  }
}
