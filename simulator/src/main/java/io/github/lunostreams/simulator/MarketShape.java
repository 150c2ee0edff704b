package io.github.lunostreams.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a market looks like: its scales, the size of its book, how often it changes.
 *
 * <p>{@link #of} knows the markets measured on the live exchange; any other pair gets a middling
 * book. Use the {@code with} methods to vary one.
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
    if (!(rate >= 0 && rate <= SimulatedMarket.MAX_RATE)) {
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
   * @throws IllegalArgumentException if the text can not be a pair
   */
  public static MarketShape of(String pair) {
    return switch (pair) {
      case "XBTZAR" ->
          shape(pair, 0, 6, "1403128", 17_172, 1_850, 1_428, 775, 51, FlowMix.live(), 4530030190L);
      case "XBTUSDT" ->
          shape(pair, 2, 8, "83214.50", 163, 113, 99, 78, 28, FlowMix.live(), 1893405512L);
      case "ETHUSDT" -> shape(pair, 2, 6, "2763.50", 48, 28, 107, 86, 2, FlowMix.live(), 74538167L);
      case "PAXGUSDT" ->
          shape(pair, 2, 6, "3961.00", 17, 14, 14, 12, 1 / 300.0, FlowMix.quiet(), 9120844L);
      case "ETHAUD" -> shape(pair, 2, 6, "4190.00", 0, 0, 0, 0, 0, FlowMix.quiet(), 3178245L);
      case "ETHZAR" ->
          shape(pair, 0, 6, "46602", 1_310, 402, 640, 275, 6, FlowMix.live(), 912288104L);
      default -> shape(pair, 2, 6, "1250.00", 150, 90, 150, 90, 5, FlowMix.live(), 1_000_000L);
    };
  }

  /** {@return the pairs simulated when none is named} */
  public static List<String> defaultPairs() {
    return List.of("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHAUD");
  }

  private static MarketShape shape(
      String pair,
      int priceScale,
      int volumeScale,
      String price,
      int bids,
      int bidLevels,
      int asks,
      int askLevels,
      double rate,
      FlowMix mix,
      long sequence) {
    String counter =
        COUNTERS.stream()
            .filter(pair::endsWith)
            .findFirst()
            .orElseGet(() -> pair.substring(Math.max(0, pair.length() - 3)));
    return new MarketShape(
        pair,
        pair.substring(0, pair.length() - counter.length()),
        counter,
        priceScale,
        volumeScale,
        new BigDecimal(price),
        new Size(bids, bidLevels),
        new Size(asks, askLevels),
        rate,
        mix,
        sequence);
  }

  /**
   * Another rate.
   *
   * @param newRate random messages a second
   * @return the same but for that
   */
  public MarketShape withRate(double newRate) {
    return new MarketShape(
        pair,
        base,
        counter,
        priceScale,
        volumeScale,
        startPrice,
        bids,
        asks,
        newRate,
        mix,
        startSequence);
  }

  /**
   * Another mixture of messages.
   *
   * @param newMix the shares
   * @return the same but for that
   */
  public MarketShape withMix(FlowMix newMix) {
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
        newMix,
        startSequence);
  }

  /**
   * Another size of the book.
   *
   * @param newBids of the bid side
   * @param newAsks of the ask side
   * @return the same but for that
   */
  public MarketShape withSizes(Size newBids, Size newAsks) {
    return new MarketShape(
        pair,
        base,
        counter,
        priceScale,
        volumeScale,
        startPrice,
        newBids,
        newAsks,
        rate,
        mix,
        startSequence);
  }

  /**
   * Another first sequence.
   *
   * @param sequence of the first book
   * @return the same but for that
   */
  public MarketShape withStartSequence(long sequence) {
    return new MarketShape(
        pair, base, counter, priceScale, volumeScale, startPrice, bids, asks, rate, mix, sequence);
  }

  /** The size one side keeps near to. */
  Size size(Side side) {
    return side == Side.BID ? bids : asks;
  }

  /** A price in units of 10^-priceScale. */
  long price(BigDecimal price) {
    return units("price", price, priceScale);
  }

  /** A volume in units of 10^-volumeScale. */
  long volume(BigDecimal volume) {
    return units("volume", volume, volumeScale);
  }

  /** The decimal of a price in units of 10^-priceScale. */
  BigDecimal price(long units) {
    return BigDecimal.valueOf(units, priceScale);
  }

  /** The decimal of a volume in units of 10^-volumeScale. */
  BigDecimal volume(long units) {
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
}
