package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.MarketView.Level;
import io.github.lunostreams.cli.watch.Style.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * Draws a market for a window of some size: head, book, trades beside it or, in a narrow window,
 * below. Pure: the same state, size, style and zone give the same lines.
 */
final class Screen {
  /** Levels a side, in a window that has room for more. */
  private static final int MAX_LEVELS = 20;

  /** From this width on the trades are beside the book. */
  private static final int WIDE_COLUMNS = 110;

  private static final int TRADES_WIDTH = 40;
  private static final int TRADES_BELOW = 6;
  private static final int HEAD_AND_FOOT = 4;
  private static final MathContext TWO_DIGITS = new MathContext(2);

  private final ViewState state;
  private final int columns;
  private final int rows;
  private final Style style;
  private final TradePanel trades;

  private Screen(ViewState state, int columns, int rows, Style style, ZoneId zone) {
    this.state = state;
    this.columns = columns;
    this.rows = rows;
    this.style = style;
    this.trades = new TradePanel(state.trades(), rows, zone);
  }

  /** At most {@code rows} lines of at most {@code columns} columns. */
  static List<AttributedString> render(
      ViewState state, int columns, int rows, Style style, ZoneId zone) {
    List<TextLine> lines = new Screen(state, columns, rows, style, zone).lines();
    return lines.stream().limit(rows).map(TextLine::toAttributedString).toList();
  }

  private List<TextLine> lines() {
    boolean wide = columns >= WIDE_COLUMNS;
    int room = Math.max(0, rows - HEAD_AND_FOOT);
    // Below the book trades get their heading and a few lines, but never more than half the room.
    int below = wide ? 0 : Math.min(TRADES_BELOW, room / 2);
    int levels = Math.min(MAX_LEVELS, room - below);
    int bookWidth = wide ? columns - TRADES_WIDTH : columns;

    List<TextLine> lines = new ArrayList<>();
    lines.add(head());
    lines.add(prices());
    lines.addAll(new BookPanel(state, levels, bookWidth, style).lines(this::line));
    if (wide) {
      addTradesBeside(lines, bookWidth, room);
    } else {
      addTradesBelow(lines, room - levels);
    }
    while (lines.size() < rows - 1) {
      lines.add(line());
    }
    lines.add(foot());
    return lines;
  }

  private TextLine line() {
    return new TextLine(style, columns);
  }

  private TextLine head() {
    MarketView.Book book = state.book();
    TextLine line = line().add(" " + state.pair(), Color.BOLD);
    line.add("  ").add(state.feed(), feedColor());
    if (book != null) {
      line.add("  ")
          .add(book.status(), "ACTIVE".equals(book.status()) ? Color.PLAIN : Color.WARNING);
    }
    StringBuilder figures = new StringBuilder();
    figures.append(state.updatesPerSecond().toPlainString()).append(" updates/s");
    state.delayMillis().ifPresent(delay -> figures.append("   delay ").append(delay).append(" ms"));
    if (book != null) {
      figures.append("   #").append(book.sequence());
    }
    figures.append(' ');
    line.add("   ");
    line.to(columns - figures.length());
    return line.add(figures.toString(), Color.DIM);
  }

  private Color feedColor() {
    return switch (state.feed()) {
      case MarketView.LIVE -> Color.GOOD;
      case "FAILED" -> Color.BAD;
      default -> Color.WARNING;
    };
  }

  private TextLine prices() {
    TextLine line = line();
    MarketView.Book book = state.book();
    if (book == null) {
      return line.add(" no book yet", Color.DIM);
    }
    Level bid = book.bids().isEmpty() ? null : book.bids().getFirst();
    Level ask = book.asks().isEmpty() ? null : book.asks().getFirst();
    line.add(" bid ", Color.DIM).add(price(bid), state.isLive() ? Color.BEST_BID : Color.DIM);
    line.add("   ask ", Color.DIM).add(price(ask), state.isLive() ? Color.BEST_ASK : Color.DIM);
    if (bid != null && ask != null) {
      BigDecimal spread = ask.price().subtract(bid.price());
      line.add("   spread ", Color.DIM).add(spread.toPlainString() + relative(spread, ask.price()));
    }
    switch (state.feed()) {
      case MarketView.LIVE -> {}
      case MarketView.LAGGING -> line.add("   late", Color.WARNING);
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

  private void addTradesBeside(List<TextLine> lines, int bookWidth, int room) {
    while (lines.size() < Math.min(rows - 1, room + 3)) {
      lines.add(line());
    }
    for (int i = 2; i < lines.size(); i++) {
      TextLine line = lines.get(i).to(bookWidth).add(style.upright(), Color.DIM).add(" ");
      if (i == 2) {
        line.add("trades", Color.DIM);
      } else {
        trades.addTo(line, i - 3);
      }
    }
  }

  private void addTradesBelow(List<TextLine> lines, int room) {
    if (room > 1) {
      lines.add(line().add(" trades", Color.DIM));
      for (int i = 0; i < room - 1; i++) {
        TextLine line = line().add(" ");
        trades.addTo(line, i);
        lines.add(line);
      }
    }
  }

  private TextLine foot() {
    TextLine line = line().add(" q", Color.BOLD).add(" quit   ", Color.DIM);
    line.add(state.source(), Color.DIM);
    if (!state.detail().isEmpty()) {
      line.add("   ").add(state.detail(), feedColor());
    }
    return line;
  }
}
