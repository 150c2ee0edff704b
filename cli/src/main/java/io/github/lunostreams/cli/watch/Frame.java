package io.github.lunostreams.cli.watch;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A market after an update, or after its feed changed: what a gateway sends in one message.
 *
 * @param feed what the book is worth: {@code LIVE}, {@code STALE}, {@code SUSPECT}, {@code
 *     RESYNCING} or {@code FAILED}
 * @param detail why the feed is so; empty if the source does not say
 * @param book the newest good book; null before the first
 * @param trades the trades of this update, in the exchange's order
 * @param updates how many updates made this frame; 0 if only the feed changed or a snapshot came
 * @param json the message as a gateway sends it; empty if nobody asked for it
 */
public record Frame(
    String feed,
    String detail,
    @Nullable Book book,
    List<Trade> trades,
    long updates,
    String json) {
  /** The feed of a book that is the exchange's. */
  public static final String LIVE = "LIVE";

  /** Copies the list. */
  public Frame {
    trades = List.copyOf(trades);
  }

  /** The same, made by no update. */
  Frame withoutUpdates() {
    return new Frame(feed, detail, book, trades, 0, json);
  }

  /**
   * A book's best levels.
   *
   * @param sequence the exchange's
   * @param timestampMillis the exchange's time, in milliseconds since the epoch
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
   * @param timestampMillis the exchange's time, in milliseconds since the epoch
   * @param buy whether the taker bought
   * @param price the maker's
   * @param base the traded volume, in the base currency
   */
  public record Trade(long timestampMillis, boolean buy, BigDecimal price, BigDecimal base) {}
}
