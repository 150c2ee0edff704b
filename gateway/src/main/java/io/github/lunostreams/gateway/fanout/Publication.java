package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.fanout.Format.Envelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One update of a market, in a chain of all that came: each knows the next, none the one before, so
 * that those which every reader has passed are garbage.
 *
 * <p>It is put into bytes once, by the first thread that sends it, and not at all if every reader
 * skips it. After {@link #append} immutable to the eye; any thread may read it.
 */
final class Publication {
  private static final byte[] NONE = {};

  private final Format format;
  private final int tradeCount;
  private final long number;
  private final boolean breaking;

  /** Guarded by this; null once it is in bytes. */
  private @Nullable MarketImage image;

  /** Guarded by this; null once they are in bytes. */
  private @Nullable List<Trade> trades;

  private volatile @Nullable Envelope envelope;
  private volatile byte @Nullable [] tradeBytes;

  /** Set once, by the writer. */
  private volatile @Nullable Publication next;

  private Publication(Format format, long number, MarketImage image, List<Trade> trades) {
    this.format = format;
    this.number = number;
    this.image = image;
    this.breaking = image.feed() == Feed.RESYNCING;
    this.tradeCount = trades.size();
    if (trades.isEmpty()) {
      this.tradeBytes = NONE;
    } else {
      this.trades = trades;
    }
  }

  /** The start of a chain. */
  static Publication first(Format format, MarketImage image) {
    return new Publication(format, 0, image, List.of());
  }

  /** Makes the next one, for the writer alone. */
  Publication append(MarketImage newImage, List<Trade> newTrades) {
    Publication appended = new Publication(format, number + 1, newImage, newTrades);
    next = appended;
    return appended;
  }

  @Nullable Publication next() {
    return next;
  }

  /** Counts the publications of this chain. */
  long number() {
    return number;
  }

  /**
   * The exchange was lost here: trades before and after it need not be neighbours, and whoever gets
   * both is to be told in between.
   */
  boolean breaking() {
    return breaking;
  }

  int tradeCount() {
    return tradeCount;
  }

  byte separator() {
    return format.separator();
  }

  Envelope envelope() {
    Envelope ready = envelope;
    return ready != null ? ready : encodeEnvelope();
  }

  /** Empty if there is no trade. */
  byte[] tradeBytes() {
    byte[] ready = tradeBytes;
    return ready != null ? ready : encodeTrades();
  }

  private synchronized Envelope encodeEnvelope() {
    Envelope ready = envelope;
    if (ready == null) {
      MarketImage source = image;
      if (source == null) {
        throw new IllegalStateException("neither image nor envelope");
      }
      ready = format.envelope(source);
      envelope = ready;
      image = null;
    }
    return ready;
  }

  private synchronized byte[] encodeTrades() {
    byte[] ready = tradeBytes;
    if (ready == null) {
      List<Trade> source = trades;
      if (source == null) {
        throw new IllegalStateException("neither trades nor their bytes");
      }
      ready = format.trades(source);
      tradeBytes = ready;
      trades = null;
    }
    return ready;
  }
}
