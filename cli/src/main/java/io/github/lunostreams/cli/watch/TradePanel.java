package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.Style.Color;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The newest trades, one a line, their volumes aligned. */
final class TradePanel {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** As wide as a time. */
  private static final String NO_TIME = "--:--:--";

  private final List<MarketView.Trade> trades;
  private final DateTimeFormatter time;
  private final int scale;
  private final int width;

  /** A panel of at most so many trades, the newest first. */
  TradePanel(List<MarketView.Trade> newestFirst, int max, ZoneId zone) {
    trades = newestFirst.subList(0, Math.min(max, newestFirst.size()));
    time = TIME.withZone(zone);
    List<BigDecimal> volumes = trades.stream().map(MarketView.Trade::base).toList();
    scale = volumes.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    width = BookPanel.widest(volumes.stream().map(volume -> volume.setScale(scale)));
  }

  /** Appends a trade to a line; nothing if there are fewer. */
  void addTo(TextLine line, int index) {
    if (index < trades.size()) {
      MarketView.Trade trade = trades.get(index);
      Color color = trade.buy() ? Color.BID : Color.ASK;
      long millis = trade.timestampMillis();
      line.add(millis == 0 ? NO_TIME : time.format(Instant.ofEpochMilli(millis)), Color.DIM);
      line.add(trade.buy() ? "  buy  " : "  sell ", color);
      line.add(BookPanel.right(trade.base().setScale(scale), width)).add("  ");
      line.add(trade.price().toPlainString(), color);
    }
  }
}
