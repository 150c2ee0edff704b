package io.github.lunostreams.cli.watch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A market after an update, or after its feed changed: the content of one message of a gateway.
 *
 * @param feed what the book is worth: {@code LIVE}, {@code LAGGING}, {@code STALE}, {@code
 *     SUSPECT}, {@code RESYNCING} or {@code FAILED}
 * @param detail why the feed is so; empty if the source does not say
 * @param book the newest good book; null before the first
 * @param trades the trades of this update, in the exchange's order
 * @param updates how many updates led to this view; 0 if only the feed changed or a snapshot came
 * @param json the message as a gateway sends it
 */
public record MarketView(
    String feed, String detail, @Nullable Book book, List<Trade> trades, long updates, Json json) {
  /** The feed of a book that is the exchange's. */
  public static final String LIVE = "LIVE";

  /** The feed of a book that follows the exchange late. */
  static final String LAGGING = "LAGGING";

  /** The feed of a book that is not current, while another is awaited. */
  static final String RESYNCING = "RESYNCING";

  /** Trades kept when views are merged; beyond, the older view's are dropped. */
  static final int MAX_MERGED_TRADES = 10_000;

  /** Copies the list. */
  public MarketView {
    trades = List.copyOf(trades);
  }

  /** The same with another feed. */
  MarketView withFeed(String newFeed, String newDetail) {
    return new MarketView(newFeed, newDetail, book, trades, updates, json);
  }

  /** The same, led to by no update. */
  MarketView withoutUpdates() {
    return new MarketView(feed, detail, book, trades, 0, json);
  }

  /** This view with the trades and updates of an older one added. */
  MarketView mergedWith(MarketView older) {
    if (older.trades.size() + trades.size() > MAX_MERGED_TRADES) {
      return new MarketView(feed, detail, book, trades, older.updates + updates, json);
    }
    List<Trade> all = new ArrayList<>(older.trades);
    all.addAll(trades);
    return new MarketView(
        feed, detail, book, all, older.updates + updates, json.withTradesBefore(older.json.trades));
  }

  /**
   * A message of a gateway, an object with an array of trades, in three parts; the parts are empty
   * if nobody asked for it.
   *
   * @param beforeTrades up to the array's opening bracket
   * @param trades what the array holds
   * @param afterTrades from the array's closing bracket on
   */
  public record Json(String beforeTrades, String trades, String afterTrades) {
    /** No message. */
    public static final Json NONE = new Json("", "", "");

    private Json withTradesBefore(String older) {
      String separator = older.isEmpty() || trades.isEmpty() ? "" : ",";
      return new Json(beforeTrades, older + separator + trades, afterTrades);
    }

    /** The whole message. */
    @Override
    public String toString() {
      return beforeTrades + trades + afterTrades;
    }
  }

  /**
   * A book's best levels.
   *
   * @param sequence the exchange's
   * @param timestampMillis the exchange's time, in milliseconds since the epoch; 0 if not known
   * @param status the market's, in the exchange's word
   * @param bids the highest price first
   * @param asks the lowest price first
   */
  public record Book(
      long sequence, long timestampMillis, String status, List<Level> bids, List<Level> asks) {
    /** Copies the lists. */
    public Book {
      bids = List.copyOf(bids);
      asks = List.copyOf(asks);
    }
  }

  /**
   * All orders at one price.
   *
   * @param price in the counter currency
   * @param volume in the base currency
   */
  public record Level(BigDecimal price, BigDecimal volume) {}

  /**
   * One fill.
   *
   * @param timestampMillis the exchange's time, in milliseconds since the epoch; 0 if not known
   * @param buy whether the taker bought
   * @param price the maker's
   * @param base the traded volume, in the base currency
   */
  public record Trade(long timestampMillis, boolean buy, BigDecimal price, BigDecimal base) {}
}
