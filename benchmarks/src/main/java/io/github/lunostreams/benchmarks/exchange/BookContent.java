package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.simulator.market.BookImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The levels of a book as numbers, to compare books of any origin.
 *
 * @param sequence of the last update
 * @param bids highest price first
 * @param asks lowest price first
 */
public record BookContent(long sequence, List<Level> bids, List<Level> asks) {
  private static final Pattern LEVEL = Pattern.compile("\\[\"([0-9.]+)\",\"([0-9.]+)\"]");
  private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":([0-9]+),\"timestamp\"");
  private static final String ASKS = "],\"asks\":[";
  private static final String TRADES = "],\"trades\":[";

  /** Copies the lists. */
  public BookContent {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * A price level.
   *
   * @param price of the level
   * @param volume of all its orders
   */
  public record Level(BigDecimal price, BigDecimal volume) {
    /** Strips trailing zeros, so that equal numbers are equal. */
    public Level {
      price = price.stripTrailingZeros();
      volume = volume.stripTrailingZeros();
    }

    @Override
    public String toString() {
      return "[\"%s\",\"%s\"]".formatted(price.toPlainString(), volume.toPlainString());
    }
  }

  /** The best levels of the exchange's own book. */
  static BookContent of(BookImage image, int depth) {
    return new BookContent(image.sequence(), best(image.bids(), depth), best(image.asks(), depth));
  }

  private static List<Level> best(List<BookImage.Level> levels, int depth) {
    return levels.stream()
        .limit(depth)
        .map(level -> new Level(level.price(), level.volume()))
        .toList();
  }

  /** {@return all levels of the client's book} */
  public static BookContent of(BookView book) {
    return new BookContent(book.sequence(), all(book.bids()), all(book.asks()));
  }

  private static List<Level> all(Iterable<PriceLevel> side) {
    List<Level> levels = new ArrayList<>();
    side.forEach(level -> levels.add(new Level(level.price(), level.volume())));
    return levels;
  }

  /** Reads a frame of the gateway's {@code ws /PAIR}, or the text of {@link #toString}. */
  public static BookContent parse(String frame) {
    int asks = frame.indexOf(ASKS);
    int trades = frame.indexOf(TRADES);
    Matcher sequence = SEQUENCE.matcher(frame);
    if (asks < 0 || trades < asks || !sequence.find(trades)) {
      throw new IllegalArgumentException("expected a frame with a book, got " + frame);
    }
    return new BookContent(
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

  /** The book as the gateway would write it, on one line. */
  @Override
  public String toString() {
    return "{\"bids\":[%s],\"asks\":[%s],\"trades\":[],\"sequence\":%d,\"timestamp\":0}"
        .formatted(text(bids), text(asks), sequence);
  }

  private static String text(List<Level> levels) {
    return levels.stream().map(Level::toString).collect(Collectors.joining(","));
  }
}
