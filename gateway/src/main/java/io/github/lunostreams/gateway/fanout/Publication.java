package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.fanout.Format.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One update of a market. It is put into bytes once, by the first thread that sends it, and not at
 * all if every reader skips it. Immutable to the eye.
 */
final class Publication extends Link<Publication> {
  private static final byte[] NONE = {};

  private final Format format;
  private final int tradeCount;
  private final boolean breaking;

  /** Guarded by this; null once it is in bytes. */
  private @Nullable MarketImage image;

  /** Guarded by this; null once they are in bytes. */
  private @Nullable List<Trade> trades;

  private volatile @Nullable Envelope envelope;
  private volatile byte @Nullable [] tradeBytes;

  private Publication(Format format, long number, MarketImage image, List<Trade> trades) {
    super(number);
    this.format = format;
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

  /** Makes the one to follow this. */
  Publication then(MarketImage newImage, List<Trade> newTrades) {
    return new Publication(format, number() + 1, newImage, newTrades);
  }

  /** Each is a frame of its own: they are large, and whoever is behind leaves most of them out. */
  @Override
  Batch<Publication> frames(ByteBufAllocator allocator, Publication upTo) {
    byte[] ownTrades = tradeBytes();
    List<byte[]> all = ownTrades.length == 0 ? List.of() : List.of(ownTrades);
    return new Batch<>(frameWith(allocator, all), 1, this);
  }

  /** A frame with this one's book and other trades, for the caller to release. */
  ByteBuf frameWith(ByteBufAllocator allocator, List<byte[]> otherTrades) {
    return TextFrame.build(allocator, envelope(), otherTrades, separator());
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
