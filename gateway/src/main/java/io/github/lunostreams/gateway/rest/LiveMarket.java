package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.gateway.http.Body;
import io.github.lunostreams.gateway.market.Feed;
import io.github.lunostreams.gateway.protocol.luno.LunoBodies;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketEvent;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One market for those who ask about it now and then. Its book can be read on the market's thread
 * only: it is read there when somebody asks and no answer of the same sequence is at hand, and put
 * into bytes elsewhere.
 *
 * <p>Any thread may ask. Answers are empty while the market is not live.
 */
final class LiveMarket {
  /** Levels a side that the exchange's {@code orderbook_top} has. */
  static final int TOP = 100;

  /**
   * How long an answer with every order may be used again, so that askers of a large book take
   * little of the market's thread, however many they are.
   */
  static final Duration REUSE = Duration.ofMillis(250);

  /** For a turn on the market's thread, which is never blocked for long. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long NONE = -1;

  /**
   * A book in bytes.
   *
   * @param epoch counts the breaks of the stream before it
   * @param readAtNanos when the book was read
   */
  private record Written(int epoch, long sequence, long readAtNanos, BookBytes bytes) {}

  /**
   * A body and the book's sequence it is of.
   *
   * @param sequence the exchange's number
   * @param body shared by all who ask
   */
  record BookBytes(long sequence, Body body) {}

  private record Orders(int epoch, long sequence, long timestampMillis, List<Order> orders) {}

  private final MarketStream stream;
  private final Executor workers;
  private final LongSupplier nanoTime;
  private final Tape tape = new Tape();

  // Written by the market's thread only.
  private volatile long sequence = NONE;
  private volatile int epoch;
  private volatile @Nullable BookSnapshot top;

  private volatile @Nullable Written writtenTop;
  private volatile @Nullable Written writtenOrders;

  /** The reading of every order that is under way. */
  private final AtomicReference<@Nullable CompletableFuture<Optional<BookBytes>>> reading =
      new AtomicReference<>();

  /**
   * Listens to a stream that has not started, and before whoever else tells clients of its updates:
   * who asks after such an update is not to get an answer from before it.
   *
   * @param whenInStep is called each time the market has come into step, on the market's thread
   * @param workers where books are put into bytes
   * @param nanoTime a clock for durations
   */
  LiveMarket(MarketStream stream, Runnable whenInStep, Executor workers, LongSupplier nanoTime) {
    this.stream = stream;
    this.workers = workers;
    this.nanoTime = nanoTime;
    stream.addListener(event -> heard(event, whenInStep));
    stream.addHook(
        (book, trades) -> {
          sequence = book.sequence();
          tape.add(trades);
        });
  }

  // Only the market's thread writes it.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void heard(MarketEvent event, Runnable whenInStep) {
    if (event instanceof StateChanged change) {
      boolean before = hasBook(change.from());
      boolean now = hasBook(change.to());
      if (before && !now) {
        sequence = NONE;
        top = null;
        epoch++;
      } else if (!before && now) {
        whenInStep.run();
      }
    }
  }

  /** A stale book is kept: if the exchange is heard again, it was right all the time. */
  private static boolean hasBook(FeedState state) {
    return state.isInStep() || state == FeedState.STALE;
  }

  String pair() {
    return stream.pair().code();
  }

  Tape tape() {
    return tape;
  }

  /** What its book is worth. */
  Feed feed() {
    FeedState state = stream.state();
    return state == FeedState.NEW ? Feed.RESYNCING : Feed.of(state);
  }

  boolean isLive() {
    return stream.state() == FeedState.LIVE;
  }

  /** The best levels. */
  CompletionStage<Optional<BookSnapshot>> top() {
    BookSnapshot known = top;
    if (isLive() && known != null && known.sequence() == sequence) {
      return CompletableFuture.completedFuture(Optional.of(known));
    }
    return read(this::topOf);
  }

  private BookSnapshot topOf(OrderBook book) {
    BookSnapshot known = top;
    if (known == null || known.sequence() != book.sequence()) {
      known = book.snapshot(TOP);
      top = known;
    }
    return known;
  }

  /** The answer to {@code orderbook_top}. */
  CompletionStage<Optional<BookBytes>> writtenTop() {
    Written known = writtenTop;
    if (isLive() && known != null && known.sequence() == sequence && known.epoch() == epoch) {
      return CompletableFuture.completedFuture(Optional.of(known.bytes()));
    }
    int before = epoch;
    return top().thenApplyAsync(read -> read.map(book -> written(before, book)), workers);
  }

  private BookBytes written(int before, BookSnapshot book) {
    Written known = writtenTop;
    if (known != null && known.epoch() == before && known.sequence() == book.sequence()) {
      return known.bytes();
    }
    BookBytes bytes = new BookBytes(book.sequence(), Body.of(LunoBodies.orderBookTop(book)));
    writtenTop = new Written(before, book.sequence(), 0, bytes);
    return bytes;
  }

  /** The answer to {@code orderbook}: up to {@link #REUSE} old, if others asked just before. */
  CompletionStage<Optional<BookBytes>> writtenOrders() {
    Written known = writtenOrders;
    if (isLive()
        && known != null
        && known.epoch() == epoch
        && (known.sequence() == sequence
            || nanoTime.getAsLong() - known.readAtNanos() < REUSE.toNanos())) {
      return CompletableFuture.completedFuture(Optional.of(known.bytes()));
    }
    CompletableFuture<Optional<BookBytes>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<BookBytes>> other = reading.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    var _ =
        read(this::ordersOf)
            .thenApplyAsync(read -> read.map(this::written), workers)
            .whenComplete(
                (bytes, failure) -> {
                  reading.set(null);
                  if (failure == null) {
                    mine.complete(bytes);
                  } else {
                    mine.completeExceptionally(failure);
                  }
                });
    return mine;
  }

  /** Copied and no more: this is on the market's thread. */
  private Orders ordersOf(OrderBook book) {
    return new Orders(epoch, book.sequence(), book.timestampMillis(), book.orders());
  }

  private BookBytes written(Orders read) {
    long now = nanoTime.getAsLong();
    List<Order> bids = new ArrayList<>();
    List<Order> asks = new ArrayList<>();
    for (Order order : read.orders()) {
      (order.side() == Side.BID ? bids : asks).add(order);
    }
    bids.sort(Order.BEST_FIRST);
    asks.sort(Order.BEST_FIRST);
    BookBytes bytes =
        new BookBytes(
            read.sequence(), Body.of(LunoBodies.orderBook(read.timestampMillis(), bids, asks)));
    writtenOrders = new Written(read.epoch(), read.sequence(), now, bytes);
    return bytes;
  }

  /** Empty also if the market's thread has ended. */
  private <T> CompletionStage<Optional<T>> read(Function<OrderBook, T> reader) {
    if (!isLive()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    stream.readBook(
        book -> answer.complete(isLive() ? Optional.of(reader.apply(book)) : Optional.empty()));
    return answer.completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
