package io.github.lunostreams.book;

/**
 * A book's best levels at one sequence. Immutable: it may go to any thread and be kept. It shares
 * with the snapshots before and after it what did not change between them, so that one of the whole
 * book costs little more than one of its top.
 */
public final class BookSnapshot implements BookView {
  private final String pair;
  private final long sequence;
  private final long timestampMillis;
  private final MarketStatus status;
  private final int priceScale;
  private final int volumeScale;
  private final Levels bids;
  private final Levels asks;

  BookSnapshot(OrderBook book, int depth) {
    this.pair = book.pair();
    this.sequence = book.sequence();
    this.timestampMillis = book.timestampMillis();
    this.status = book.status();
    this.priceScale = book.priceScale();
    this.volumeScale = book.volumeScale();
    this.bids = book.ladder(Side.BID).best(depth);
    this.asks = book.ladder(Side.ASK).best(depth);
  }

  private BookSnapshot(BookSnapshot other, int depth) {
    this.pair = other.pair;
    this.sequence = other.sequence;
    this.timestampMillis = other.timestampMillis;
    this.status = other.status;
    this.priceScale = other.priceScale;
    this.volumeScale = other.volumeScale;
    this.bids = other.bids.best(depth);
    this.asks = other.asks.best(depth);
  }

  static int limit(int levels, int depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
    return depth == 0 ? levels : Math.min(levels, depth);
  }

  private Levels ladder(Side side) {
    return side == Side.BID ? bids : asks;
  }

  @Override
  public String pair() {
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
    return Math.abs(ladder(side).rank(index));
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
    return new BookSnapshot(this, depth);
  }

  @Override
  public String toString() {
    return "BookSnapshot[%s #%d, %d bids, %d asks]"
        .formatted(pair, sequence, bids.size(), asks.size());
  }
}
