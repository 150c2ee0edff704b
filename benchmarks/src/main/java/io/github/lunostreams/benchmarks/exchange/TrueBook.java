package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.simulator.market.BookImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a book is: the best levels of both sides at some sequence, as numbers, however they were
 * written.
 *
 * @param sequence of the last update in it
 * @param bids price and volume of each, highest price first
 * @param asks price and volume of each, lowest price first
 */
public record TrueBook(long sequence, List<Level> bids, List<Level> asks) {
  private static final Pattern LEVEL = Pattern.compile("\\[\"([0-9.]+)\",\"([0-9.]+)\"]");
  private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":([0-9]+),\"timestamp\"");
  private static final String ASKS = "],\"asks\":[";
  private static final String TRADES = "],\"trades\":[";

  /** Copies the lists. */
  public TrueBook {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * A price and what stands there, without trailing zeros.
   *
   * @param price of the level
   * @param volume of all its orders
   */
  public record Level(BigDecimal price, BigDecimal volume) {
    /** Takes the zeros off, so that equal numbers are equal. */
    public Level {
      price = price.stripTrailingZeros();
      volume = volume.stripTrailingZeros();
    }

    @Override
    public String toString() {
      return "[\"%s\",\"%s\"]".formatted(price.toPlainString(), volume.toPlainString());
    }
  }

  /** The exchange's own. */
  static TrueBook of(BookImage image, int depth) {
    return new TrueBook(image.sequence(), best(image.bids(), depth), best(image.asks(), depth));
  }

  private static List<Level> best(List<BookImage.Level> levels, int depth) {
    return levels.stream()
        .limit(depth)
        .map(level -> new Level(level.price(), level.volume()))
        .toList();
  }

  /**
   * From a frame of the gateway's {@code ws /PAIR}, or from {@link #toString}.
   *
   * @param frame its text
   * @return the book in it
   */
  public static TrueBook parse(String frame) {
    int asks = frame.indexOf(ASKS);
    int trades = frame.indexOf(TRADES);
    Matcher sequence = SEQUENCE.matcher(frame);
    if (asks < 0 || trades < asks || !sequence.find(trades)) {
      throw new IllegalArgumentException("expected a frame with a book, got " + frame);
    }
    return new TrueBook(
        Long.parseLong(sequence.group(1)),
        levels(frame.substring(0, asks + 1)),
        levels(frame.substring(asks, trades + 1)));
  }

  private static List<Level> levels(String text) {
    List<Level> levels = new ArrayList<>();
    Matcher matcher = LEVEL.matcher(text);
    while (matcher.find()) {
      levels.add(new Level(new BigDecimal(matcher.group(1)), new BigDecimal(matcher.group(2))));
    }
    return levels;
  }

  /** As the gateway would write it, on one line. */
  @Override
  public String toString() {
    return "{\"bids\":[%s],\"asks\":[%s],\"trades\":[],\"sequence\":%d,\"timestamp\":0}"
        .formatted(text(bids), text(asks), sequence);
  }

  private static String text(List<Level> levels) {
    return levels.stream().map(Level::toString).collect(Collectors.joining(","));
  }
}
