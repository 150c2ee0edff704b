package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One update of a market's book, at the depth of its channel. It is encoded once, by the first
 * thread that sends it, and not at all if every cursor skips it. Seen from outside it never
 * changes.
 */
final class BookEntry extends Entry<BookEntry> {
  private static final byte[] NONE = {};

  private final BookFormat format;
  private final int depth;
  private final int tradeCount;
  private final boolean hasBook;
  private final Feed feed;

  /** Guarded by this; null once it is encoded. */
  private @Nullable MarketImage image;

  /** Guarded by this; null once they are encoded. */
  private @Nullable List<Trade> trades;

  private volatile @Nullable Envelope envelope;
  private volatile byte @Nullable [] tradeBytes;

  /**
   * An entry that is in no log yet.
   *
   * @param number see {@link #number}
   * @param image the market, at any depth
   * @param trades the update's, a list that never changes
   */
  BookEntry(BookFormat format, int depth, long number, MarketImage image, List<Trade> trades) {
    super(number);
    this.format = format;
    this.depth = depth;
    this.image = image;
    this.hasBook = image.book() != null;
    this.feed = image.feed();
    this.tradeCount = trades.size();
    if (trades.isEmpty()) {
      this.tradeBytes = NONE;
    } else {
      this.trades = trades;
    }
  }

  /** Each is a frame of its own: they are large, and a client that is behind skips most of them. */
  @Override
  Batch<BookEntry> frames(ByteBufAllocator allocator, BookEntry upTo) {
    byte[] ownTrades = tradeBytes();
    List<byte[]> all = ownTrades.length == 0 ? List.of() : List.of(ownTrades);
    return new Batch<>(frameWith(allocator, all), 1, this);
  }

  /** A frame with this one's book and other trades, for the caller to release. */
  ByteBuf frameWith(ByteBufAllocator allocator, List<byte[]> otherTrades) {
    return TextFrame.build(allocator, envelope(), otherTrades, separator());
  }

  /**
   * Whether the exchange was lost here: trades before and after it need not be neighbours, and a
   * client that gets both has to be notified in between.
   */
  boolean isBreak() {
    return hasBook && feed == Feed.RESYNCING;
  }

  /** Whether there was a book: clients are sent nothing before the first. */
  boolean hasBook() {
    return hasBook;
  }

  /** Whether there never was a book, and there will be none. */
  boolean isEndWithoutBook() {
    return !hasBook && feed == Feed.FAILED;
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
      ready = format.envelope(source, depth);
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
