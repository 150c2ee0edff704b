package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.Frame.Level;
import io.github.lunostreams.cli.watch.Style.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * Draws a picture for a window of some size: head, book with bars of the volume added up from the
 * best price, trades beside it or, in a narrow window, below. Pure: the same picture, size, style
 * and zone give the same lines.
 */
final class Screen {
  /** Levels a side, in a window that has room for more. */
  static final int MOST_LEVELS = 20;

  private static final int TRADES_BESIDE_FROM = 110;
  private static final int TRADES_WIDTH = 40;
  private static final int TRADES_BELOW = 6;
  private static final int LEAST_BAR = 3;
  private static final int HEAD_AND_FOOT = 4;
  private static final MathContext TWO_DIGITS = new MathContext(2);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Picture picture;
  private final int columns;
  private final int rows;
  private final Style style;
  private final DateTimeFormatter time;

  private Screen(Picture picture, int columns, int rows, Style style, ZoneId zone) {
    this.picture = picture;
    this.columns = columns;
    this.rows = rows;
    this.style = style;
    this.time = TIME.withZone(zone);
  }

  /** At most {@code rows} lines of at most {@code columns} visible characters. */
  static List<AttributedString> render(
      Picture picture, int columns, int rows, Style style, ZoneId zone) {
    List<AttributedString> lines = new Screen(picture, columns, rows, style, zone).lines();
    return lines.subList(0, Math.min(rows, lines.size()));
  }

  private List<AttributedString> lines() {
    boolean beside = columns >= TRADES_BESIDE_FROM;
    int room = Math.max(0, rows - HEAD_AND_FOOT);
    // Below the book trades get their heading and a few lines, but never more than half the room.
    int below = beside ? 0 : Math.min(TRADES_BELOW, room / 2);
    int levels = Math.min(MOST_LEVELS, room - below);
    int bookWidth = beside ? columns - TRADES_WIDTH : columns;

    List<TextLine> lines = new ArrayList<>();
    lines.add(head());
    lines.add(prices());
    lines.addAll(book(levels, bookWidth));
    if (beside) {
      addBeside(lines, bookWidth, room);
    } else {
      addBelow(lines, room - levels);
    }
    while (lines.size() < rows - 1) {
      lines.add(line());
    }
    lines.add(foot());
    return lines.stream().map(TextLine::toAttributedString).toList();
  }

  private TextLine line() {
    return new TextLine(style, columns);
  }

  private TextLine head() {
    Frame.Book book = picture.book();
    TextLine line = line().add(" " + picture.pair(), Color.BOLD);
    line.add("  ").add(picture.feed(), feedColor());
    if (book != null) {
      line.add("  ")
          .add(book.status(), "ACTIVE".equals(book.status()) ? Color.PLAIN : Color.WARNING);
    }
    StringBuilder figures = new StringBuilder();
    figures.append(picture.updatesPerSecond().toPlainString()).append(" updates/s");
    picture
        .delayMillis()
        .ifPresent(delay -> figures.append("   delay ").append(delay).append(" ms"));
    if (book != null) {
      figures.append("   #").append(book.sequence());
    }
    figures.append(' ');
    line.add("   ");
    line.to(columns - figures.length());
    return line.add(figures.toString(), Color.DIM);
  }

  private Color feedColor() {
    return switch (picture.feed()) {
      case Frame.LIVE -> Color.GOOD;
      case "FAILED" -> Color.BAD;
      default -> Color.WARNING;
    };
  }

  private TextLine prices() {
    TextLine line = line();
    Frame.Book book = picture.book();
    if (book == null) {
      return line.add(" no book yet", Color.DIM);
    }
    Level bid = book.bids().isEmpty() ? null : book.bids().getFirst();
    Level ask = book.asks().isEmpty() ? null : book.asks().getFirst();
    line.add(" bid ", Color.DIM).add(price(bid), ink(Color.BEST_BID));
    line.add("   ask ", Color.DIM).add(price(ask), ink(Color.BEST_ASK));
    if (bid != null && ask != null) {
      BigDecimal spread = ask.price().subtract(bid.price());
      line.add("   spread ", Color.DIM).add(spread.toPlainString() + relative(spread, ask.price()));
    }
    switch (picture.feed()) {
      case Frame.LIVE -> {}
      case "STALE" -> line.add("   may be behind", Color.WARNING);
      case "SUSPECT" -> line.add("   not to be relied on", Color.WARNING);
      default -> line.add("   not current", Color.WARNING);
    }
    return line;
  }

  private static String price(@Nullable Level level) {
    return level == null ? "-" : level.price().toPlainString();
  }

  private static String relative(BigDecimal spread, BigDecimal price) {
    if (price.signum() <= 0) {
      return "";
    }
    BigDecimal percent = spread.movePointRight(2).divide(price, TWO_DIGITS);
    return " (%s %%)".formatted(percent.toPlainString());
  }

  /** A book that is not current is not shown in colours that say it were. */
  private Color ink(Color live) {
    return picture.feed().equals(Frame.LIVE) ? live : Color.DIM;
  }

  private List<TextLine> book(int count, int width) {
    Frame.Book book = picture.book();
    List<Level> bids = book == null ? List.of() : best(book.bids(), count);
    List<Level> asks = book == null ? List.of() : best(book.asks(), count);
    int half = Math.max(0, (width - 3) / 2);
    int priceWidth = widest(Stream.concat(bids.stream(), asks.stream()).map(Level::price));
    int volumeWidth = widest(Stream.concat(bids.stream(), asks.stream()).map(Level::volume));
    int bar = half - priceWidth - volumeWidth - 3;
    if (bar < LEAST_BAR) {
      bar = 0;
      volumeWidth = Math.max(0, Math.min(volumeWidth, half - priceWidth - 2));
    }
    BigDecimal most = sum(bids).max(sum(asks));

    List<TextLine> lines = new ArrayList<>();
    lines.add(
        line()
            .to(half - priceWidth - 1 - "bid volume".length())
            .add("bid volume", Color.DIM)
            .to(half + 1)
            .add(style.upright(), Color.DIM)
            .to(half + 3 + priceWidth + 1)
            .add("ask volume", Color.DIM));
    BigDecimal bidSum = BigDecimal.ZERO;
    BigDecimal askSum = BigDecimal.ZERO;
    for (int i = 0; i < count; i++) {
      TextLine line = line();
      if (i < bids.size()) {
        Level bid = bids.get(i);
        bidSum = bidSum.add(bid.volume());
        line.add(" ").add(style.barToTheLeft(eighths(bidSum, most, bar), bar), ink(Color.BID));
        line.to(half - priceWidth - 1 - volumeWidth).add(right(bid.volume(), volumeWidth));
        line.to(half - priceWidth)
            .add(right(bid.price(), priceWidth), ink(first(i, Color.BEST_BID, Color.BID)));
      }
      line.to(half + 1).add(style.upright(), Color.DIM).add(" ");
      if (i < asks.size()) {
        Level ask = asks.get(i);
        askSum = askSum.add(ask.volume());
        line.add(right(ask.price(), priceWidth), ink(first(i, Color.BEST_ASK, Color.ASK)));
        line.add(" ").add(right(ask.volume(), volumeWidth));
        line.add(" ").add(style.barToTheRight(eighths(askSum, most, bar), bar), ink(Color.ASK));
      }
      lines.add(line);
    }
    return lines;
  }

  private static Color first(int index, Color best, Color other) {
    return index == 0 ? best : other;
  }

  private static List<Level> best(List<Level> levels, int count) {
    return levels.subList(0, Math.min(count, levels.size()));
  }

  private static BigDecimal sum(List<Level> levels) {
    return levels.stream().map(Level::volume).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static int eighths(BigDecimal part, BigDecimal whole, int cells) {
    if (whole.signum() <= 0) {
      return 0;
    }
    return part.multiply(BigDecimal.valueOf(8L * cells))
        .divide(whole, 0, RoundingMode.HALF_UP)
        .intValue();
  }

  private static int widest(Stream<BigDecimal> numbers) {
    return numbers.mapToInt(number -> number.toPlainString().length()).max().orElse(0);
  }

  private static String right(BigDecimal number, int width) {
    String text = number.toPlainString();
    return text.length() <= width
        ? " ".repeat(width - text.length()) + text
        : text.substring(0, width);
  }

  private void addBeside(List<TextLine> lines, int bookWidth, int room) {
    while (lines.size() < Math.min(rows - 1, room + 3)) {
      lines.add(line());
    }
    for (int i = 2; i < lines.size(); i++) {
      TextLine line = lines.get(i).to(bookWidth).add(style.upright(), Color.DIM).add(" ");
      if (i == 2) {
        line.add("trades", Color.DIM);
      } else {
        addTrade(line, i - 3);
      }
    }
  }

  private void addBelow(List<TextLine> lines, int room) {
    if (room > 1) {
      lines.add(line().add(" trades", Color.DIM));
      for (int i = 0; i < room - 1; i++) {
        TextLine line = line().add(" ");
        addTrade(line, i);
        lines.add(line);
      }
    }
  }

  private void addTrade(TextLine line, int index) {
    List<Frame.Trade> trades = picture.trades();
    if (index < trades.size()) {
      Frame.Trade trade = trades.get(index);
      List<BigDecimal> shown = trades.stream().limit(rows).map(Frame.Trade::base).toList();
      int scale = shown.stream().mapToInt(BigDecimal::scale).max().orElse(0);
      int width = widest(shown.stream().map(base -> base.setScale(scale)));
      line.add(time.format(Instant.ofEpochMilli(trade.timestampMillis())), Color.DIM);
      line.add(trade.buy() ? "  buy  " : "  sell ", trade.buy() ? Color.BID : Color.ASK);
      line.add(right(trade.base().setScale(scale), width)).add("  ");
      line.add(trade.price().toPlainString(), trade.buy() ? Color.BID : Color.ASK);
    }
  }

  private TextLine foot() {
    TextLine line = line().add(" q", Color.BOLD).add(" quit   ", Color.DIM);
    line.add(picture.source(), Color.DIM);
    if (!picture.detail().isEmpty()) {
      line.add("   ").add(picture.detail(), feedColor());
    }
    return line;
  }
}
