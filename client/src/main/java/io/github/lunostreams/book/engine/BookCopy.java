package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
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

  BookCopy(BookView of, Levels bids, Levels asks) {
    this.pair = of.pair();
    this.sequence = of.sequence();
    this.timestampMillis = of.timestampMillis();
    this.status = of.status();
    this.priceScale = of.priceScale();
    this.volumeScale = of.volumeScale();
    this.bids = bids;
    this.asks = asks;
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
    return new BookCopy(this, bids.best(depth), asks.best(depth));
  }

  @Override
  public String toString() {
    return "BookSnapshot[%s #%s, %s bids, %s asks]"
        .formatted(pair, sequence, bids.size(), asks.size());
  }
}
