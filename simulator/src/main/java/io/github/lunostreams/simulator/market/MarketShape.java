package io.github.lunostreams.simulator.market;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a market looks like: its scales, the size of its book, how often it changes.
 *
 * <p>{@link #of} has the markets measured on the live exchange; any other pair gets a middling
 * book. Another shape starts from one of these:
 *
 * <pre>{@code
 * MarketShape shape = MarketShape.of("XBTZAR").toBuilder().rate(500).mix(FlowMix.busy()).build();
 * }</pre>
 *
 * @param pair the pair as on the wire, upper case, such as {@code XBTZAR}
 * @param base the traded currency
 * @param counter the currency of the price
 * @param priceScale decimals of a price
 * @param volumeScale decimals of a volume, trailing zeros included
 * @param startPrice the price around which the first book is built and to which the flow reverts
 * @param bids the size the bid side keeps near to
 * @param asks the size the ask side keeps near to
 * @param rate random messages a second when no other rate is asked for
 * @param mix what the messages are
 * @param startSequence the sequence of the first book
 */
public record MarketShape(
    String pair,
    String base,
    String counter,
    int priceScale,
    int volumeScale,
    BigDecimal startPrice,
    Size bids,
    Size asks,
    double rate,
    FlowMix mix,
    long startSequence) {
  /**
   * The size of one side of a book.
   *
   * @param orders resting orders
   * @param levels distinct prices among them
   */
  public record Size(int orders, int levels) {
    /** Checks that every level can hold an order. */
    public Size {
      if (levels < 0 || orders < levels || (levels == 0 && orders > 0)) {
        throw new IllegalArgumentException(orders + " orders on " + levels + " levels");
      }
    }
  }

  /** The highest rate, messages a second. */
  public static final double MAX_RATE = 1_000_000;

  private static final Pattern PAIR = Pattern.compile("[A-Z0-9]{6,16}");
  private static final List<String> COUNTERS =
      List.of("USDT", "USDC", "ZAR", "EUR", "GBP", "AUD", "NGN", "MYR", "IDR", "UGX", "XBT", "ETH");

  /** Checks the parts against each other. */
  public MarketShape {
    if (!PAIR.matcher(pair).matches()) {
      throw new IllegalArgumentException(
          "pair '" + pair + "' is not 6 to 16 capitals and digits, such as XBTZAR");
    }
    if (priceScale < 0 || priceScale > 8 || volumeScale < 0 || volumeScale > 8) {
      throw new IllegalArgumentException(
          pair + ": scales " + priceScale + " and " + volumeScale + " are not within 0 to 8");
    }
    if (!(rate >= 0 && rate <= MAX_RATE)) {
      throw new IllegalArgumentException(pair + ": rate " + rate + " is out of range");
    }
    if (startSequence < 0) {
      throw new IllegalArgumentException(pair + ": sequence " + startSequence + " is negative");
    }
    if (startPrice.signum() <= 0) {
      throw new IllegalArgumentException(pair + ": start price " + startPrice);
    }
  }

  /**
   * The shape of a pair: as measured on the live exchange for the well-known ones, else a generic
   * one.
   *
   * @param pair such as {@code XBTZAR}
   * @return its shape
   * @throws IllegalArgumentException if the text cannot be a pair
   */
  public static MarketShape of(String pair) {
    Builder shape = new Builder(pair);
    return switch (pair) {
      case "XBTZAR" ->
          shape
              .priceScale(0)
              .startPrice(new BigDecimal("1403128"))
              .sizes(new Size(17_172, 1_850), new Size(1_428, 775))
              .rate(51)
              .startSequence(4_530_030_190L)
              .build();
      case "XBTUSDT" ->
          shape
              .volumeScale(8)
              .startPrice(new BigDecimal("83214.50"))
              .sizes(new Size(163, 113), new Size(99, 78))
              .rate(28)
              .startSequence(1_893_405_512L)
              .build();
      case "ETHUSDT" ->
          shape
              .startPrice(new BigDecimal("2763.50"))
              .sizes(new Size(48, 28), new Size(107, 86))
              .rate(2)
              .startSequence(74_538_167L)
              .build();
      case "PAXGUSDT" ->
          shape
              .startPrice(new BigDecimal("3961.00"))
              .sizes(new Size(17, 14), new Size(14, 12))
              .rate(1 / 300.0)
              .mix(FlowMix.quiet())
              .startSequence(9_120_844L)
              .build();
      case "ETHAUD" ->
          shape
              .startPrice(new BigDecimal("4190.00"))
              .sizes(new Size(0, 0), new Size(0, 0))
              .rate(0)
              .mix(FlowMix.quiet())
              .startSequence(3_178_245L)
              .build();
      case "ETHZAR" ->
          shape
              .priceScale(0)
              .startPrice(new BigDecimal("46602"))
              .sizes(new Size(1_310, 402), new Size(640, 275))
              .rate(6)
              .startSequence(912_288_104L)
              .build();
      default -> shape.build();
    };
  }

  /** {@return the pairs simulated when none is named} */
  public static List<String> defaultPairs() {
    return List.of("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHAUD");
  }

  /** {@return a builder that starts with these values} */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The size one side keeps near to. */
  Size size(Side side) {
    return side == Side.BID ? bids : asks;
  }

  /**
   * A price in units of 10^-priceScale.
   *
   * @param price of at most that many decimals
   * @return the units
   * @throws IllegalArgumentException if it has more decimals or is beyond 64 bits
   */
  public long priceUnits(BigDecimal price) {
    return units("price", price, priceScale);
  }

  /**
   * A volume in units of 10^-volumeScale.
   *
   * @param volume of at most that many decimals
   * @return the units
   * @throws IllegalArgumentException if it has more decimals or is beyond 64 bits
   */
  public long volumeUnits(BigDecimal volume) {
    return units("volume", volume, volumeScale);
  }

  /**
   * The decimal of a price.
   *
   * @param units of 10^-priceScale
   * @return the price, trailing zeros included
   */
  public BigDecimal price(long units) {
    return BigDecimal.valueOf(units, priceScale);
  }

  /**
   * The decimal of a volume.
   *
   * @param units of 10^-volumeScale
   * @return the volume, trailing zeros included
   */
  public BigDecimal volume(long units) {
    return BigDecimal.valueOf(units, volumeScale);
  }

  private long units(String what, BigDecimal value, int scale) {
    try {
      return value.setScale(scale).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          pair + ": " + what + " " + value + " does not fit " + scale + " decimals", e);
    }
  }

  /** Collects a {@link MarketShape}. For one thread. */
  public static final class Builder {
    private final String pair;
    private final String base;
    private final String counter;
    private int priceScale = 2;
    private int volumeScale = 6;
    private BigDecimal startPrice = new BigDecimal("1250.00");
    private Size bids = new Size(150, 90);
    private Size asks = bids;
    private double rate = 5;
    private FlowMix mix = FlowMix.live();
    private long startSequence = 1_000_000;

    /** The generic shape of a pair; its currencies are split at a known counter currency. */
    private Builder(String pair) {
      this.pair = pair;
      counter =
          COUNTERS.stream()
              .filter(pair::endsWith)
              .findFirst()
              .orElseGet(() -> pair.substring(Math.max(0, pair.length() - 3)));
      base = pair.substring(0, pair.length() - counter.length());
    }

    private Builder(MarketShape shape) {
      pair = shape.pair;
      base = shape.base;
      counter = shape.counter;
      priceScale = shape.priceScale;
      volumeScale = shape.volumeScale;
      startPrice = shape.startPrice;
      bids = shape.bids;
      asks = shape.asks;
      rate = shape.rate;
      mix = shape.mix;
      startSequence = shape.startSequence;
    }

    /**
     * Decimals of a price.
     *
     * @param decimals 0 to 8
     * @return this
     */
    public Builder priceScale(int decimals) {
      priceScale = decimals;
      return this;
    }

    /**
     * Decimals of a volume, trailing zeros included.
     *
     * @param decimals 0 to 8
     * @return this
     */
    public Builder volumeScale(int decimals) {
      volumeScale = decimals;
      return this;
    }

    /**
     * The price around which the first book is built and to which the flow reverts.
     *
     * @param price above zero, of at most the price scale of decimals
     * @return this
     */
    public Builder startPrice(BigDecimal price) {
      startPrice = price;
      return this;
    }

    /**
     * The size of the book.
     *
     * @param newBids of the bid side
     * @param newAsks of the ask side
     * @return this
     */
    public Builder sizes(Size newBids, Size newAsks) {
      bids = newBids;
      asks = newAsks;
      return this;
    }

    /**
     * Random messages a second when no other rate is asked for.
     *
     * @param messagesPerSecond 0 to {@link #MAX_RATE}
     * @return this
     */
    public Builder rate(double messagesPerSecond) {
      rate = messagesPerSecond;
      return this;
    }

    /**
     * What the messages are.
     *
     * @param newMix the shares
     * @return this
     */
    public Builder mix(FlowMix newMix) {
      mix = newMix;
      return this;
    }

    /**
     * The sequence of the first book.
     *
     * @param sequence 0 or more
     * @return this
     */
    public Builder startSequence(long sequence) {
      startSequence = sequence;
      return this;
    }

    /**
     * Checks and freezes what was collected.
     *
     * @return the shape
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public MarketShape build() {
      return new MarketShape(
          pair,
          base,
          counter,
          priceScale,
          volumeScale,
          startPrice,
          bids,
          asks,
          rate,
          mix,
          startSequence);
    }
  }
}
