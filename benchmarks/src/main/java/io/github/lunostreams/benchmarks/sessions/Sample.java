package io.github.lunostreams.benchmarks.sessions;

import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketShape.Size;

/** The markets that sessions are made of. */
public enum Sample {
  /** The busiest market as measured on the exchange: 18,600 orders on 2,625 levels. */
  XBTZAR("XBTZAR"),
  /** The same without trades: an update that only creates or deletes has to allocate nothing. */
  XBTZAR_NO_TRADES("XBTZAR without trades"),
  /** Ten times as many orders and levels: 186,000 and 26,250. */
  XBTZAR_TENFOLD("XBTZAR, 186,000 orders"),
  /** A market that changes about as often, with a book of 262 orders. */
  XBTUSDT("XBTUSDT");

  /** The updates of each session. */
  public static final int UPDATES = 100_000;

  private static final int TIMES = 10;

  private final String words;

  Sample(String words) {
    this.words = words;
  }

  /** {@return what tables call it} */
  public String words() {
    return words;
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
    return new Size(size.orders() * TIMES, size.levels() * TIMES);
  }
}
