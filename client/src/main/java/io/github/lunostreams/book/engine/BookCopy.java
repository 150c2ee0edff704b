package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.LevelConsumer;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Side;

/** A copy of a book's best levels, made of copies of chunks that other copies share. */
final class BookCopy implements BookSnapshot {
  private final Pair pair;
  private final long sequence;
  private final long timestampMillis;
  private final MarketStatus status;
  private final int priceScale;
  private final int volumeScale;
  private final Levels bids;
  private final Levels asks;

  BookCopy(LiveOrderBook book, int depth) {
    this.pair = book.pair();
    this.sequence = book.sequence();
    this.timestampMillis = book.timestampMillis();
    this.status = book.status();
    this.priceScale = book.priceScale();
    this.volumeScale = book.volumeScale();
    this.bids = book.ladder(Side.BID).best(depth);
    this.asks = book.ladder(Side.ASK).best(depth);
  }

  private BookCopy(BookCopy other, int depth) {
    this.pair = other.pair;
    this.sequence = other.sequence;
    this.timestampMillis = other.timestampMillis;
    this.status = other.status;
    this.priceScale = other.priceScale;
    this.volumeScale = other.volumeScale;
    this.bids = other.bids.best(depth);
    this.asks = other.asks.best(depth);
  }

  private Levels ladder(Side side) {
    return side == Side.BID ? bids : asks;
  }

  @Override
  public Pair pair() {
    return pair;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public MarketStatus status() {
    return status;
  }

  @Override
  public int levels(Side side) {
    return ladder(side).size();
  }

  @Override
  public long unscaledPrice(Side side, int index) {
    return Math.abs(ladder(side).priceKey(index));
  }

  @Override
  public long unscaledVolume(Side side, int index) {
    return ladder(side).volume(index);
  }

  @Override
  public int orders(Side side, int index) {
    return ladder(side).orders(index);
  }

  @Override
  public int priceScale() {
    return priceScale;
  }

  @Override
  public int volumeScale() {
    return volumeScale;
  }

  @Override
  public void forEachLevel(Side side, int depth, LevelConsumer consumer) {
    ladder(side).forEach(depth, consumer);
  }

  @Override
  public BookSnapshot snapshot(int depth) {
    return new BookCopy(this, depth);
  }

  @Override
  public String toString() {
    return "BookSnapshot[%s #%d, %d bids, %d asks]"
        .formatted(pair, sequence, bids.size(), asks.size());
  }
}
