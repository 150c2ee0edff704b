package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.MarketView.Level;
import io.github.lunostreams.cli.watch.Style.Color;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The book, with bars of the volume added up from the best price: bids left, asks right. */
final class BookPanel {
  private static final int MIN_BAR = 3;

  private final Style style;
  private final boolean live;
  private final int count;
  private final List<Level> bids;
  private final List<Level> asks;

  // Columns.
  private final int half;
  private final int priceWidth;
  private final int volumeWidth;
  private final int barWidth;

  /** A panel of a number of levels a side. */
  BookPanel(ViewState state, int count, int width, Style style) {
    MarketView.Book book = state.book();
    this.style = style;
    this.live = state.isLive();
    this.count = count;
    bids = book == null ? List.of() : best(book.bids(), count);
    asks = book == null ? List.of() : best(book.asks(), count);
    half = Math.max(0, (width - 3) / 2);
    priceWidth = widest(Stream.concat(bids.stream(), asks.stream()).map(Level::price));
    int widestVolume = widest(Stream.concat(bids.stream(), asks.stream()).map(Level::volume));
    int room = half - priceWidth - widestVolume - 3;
    barWidth = room < MIN_BAR ? 0 : room;
    volumeWidth =
        room < MIN_BAR ? Math.max(0, Math.min(widestVolume, half - priceWidth - 2)) : widestVolume;
  }

  private static List<Level> best(List<Level> levels, int count) {
    return levels.subList(0, Math.min(count, levels.size()));
  }

  /** A heading and one line for each level. */
  List<TextLine> lines(Supplier<TextLine> newLine) {
    List<TextLine> lines = new ArrayList<>();
    lines.add(
        newLine
            .get()
            .to(half - priceWidth - 1 - "bid volume".length())
            .add("bid volume", Color.DIM)
            .to(half + 1)
            .add(style.upright(), Color.DIM)
            .to(half + 3 + priceWidth + 1)
            .add("ask volume", Color.DIM));
    BigDecimal deepest = sum(bids).max(sum(asks));
    BigDecimal bidSum = BigDecimal.ZERO;
    BigDecimal askSum = BigDecimal.ZERO;
    for (int i = 0; i < count; i++) {
      TextLine line = newLine.get();
      if (i < bids.size()) {
        bidSum = bidSum.add(bids.get(i).volume());
        addBid(line, bids.get(i), eighths(bidSum, deepest), i == 0 ? Color.BEST_BID : Color.BID);
      }
      line.to(half + 1).add(style.upright(), Color.DIM).add(" ");
      if (i < asks.size()) {
        askSum = askSum.add(asks.get(i).volume());
        addAsk(line, asks.get(i), eighths(askSum, deepest), i == 0 ? Color.BEST_ASK : Color.ASK);
      }
      lines.add(line);
    }
    return lines;
  }

  private void addBid(TextLine line, Level bid, int eighths, Color color) {
    line.add(" ").add(style.barToTheLeft(eighths, barWidth), ifLive(Color.BID));
    line.to(half - priceWidth - 1 - volumeWidth).add(right(bid.volume(), volumeWidth));
    line.to(half - priceWidth).add(right(bid.price(), priceWidth), ifLive(color));
  }

  private void addAsk(TextLine line, Level ask, int eighths, Color color) {
    line.add(right(ask.price(), priceWidth), ifLive(color));
    line.add(" ").add(right(ask.volume(), volumeWidth));
    line.add(" ").add(style.barToTheRight(eighths, barWidth), ifLive(Color.ASK));
  }

  /** A book that is not current has other colors. */
  private Color ifLive(Color color) {
    return live ? color : Color.DIM;
  }

  private static BigDecimal sum(List<Level> levels) {
    return levels.stream().map(Level::volume).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The length of a bar, in eighths of a cell. */
  private int eighths(BigDecimal part, BigDecimal whole) {
    if (whole.signum() <= 0) {
      return 0;
    }
    return part.multiply(BigDecimal.valueOf(8L * barWidth))
        .divide(whole, 0, RoundingMode.HALF_UP)
        .intValue();
  }

  /** Columns of the longest number. */
  static int widest(Stream<BigDecimal> numbers) {
    return numbers.mapToInt(number -> number.toPlainString().length()).max().orElse(0);
  }

  /** A number at the right of so many columns, cut if it is longer. */
  static String right(BigDecimal number, int width) {
    String text = number.toPlainString();
    return text.length() <= width
        ? " ".repeat(width - text.length()) + text
        : text.substring(0, width);
  }
}
