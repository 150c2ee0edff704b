package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.gateway.channel.LiveBook;
import io.github.lunostreams.gateway.http.Body;
import io.github.lunostreams.gateway.protocol.luno.LunoBookBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A market's book for requests. The live book can be read on the market's thread only: it is read
 * there when a request comes and no answer of the same sequence is at hand, and encoded elsewhere.
 *
 * <p>Any thread may ask. Answers are empty while the market is not live.
 */
public final class BookReader {
  /** Levels a side that the exchange's {@code orderbook_top} has. */
  public static final int TOP = 100;

  /**
   * How long an answer with every order may be used again, so that requests for a large book take
   * little of the market's thread, however many they are.
   */
  static final Duration REUSE = Duration.ofMillis(250);

  /** For a turn on the market's thread, which is never blocked for long. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  /**
   * A body and the book's sequence it is of.
   *
   * @param sequence the exchange's number
   * @param body shared by all who ask
   */
  public record EncodedBook(long sequence, Body body) {}

  /** The best levels at one sequence, encoded when that is first asked for. */
  private static final class Top {
    final BookSnapshot book;
    volatile @Nullable EncodedBook encoded;

    Top(BookSnapshot book) {
      this.book = book;
    }

    EncodedBook encode() {
      EncodedBook known = encoded;
      if (known == null) {
        known = new EncodedBook(book.sequence(), Body.of(LunoBookBodies.top(book)));
        encoded = known;
      }
      return known;
    }
  }

  /** Every order, encoded. */
  private record EncodedOrders(long readAtNanos, EncodedBook book) {}

  /**
   * One book of the exchange, from the snapshot to the loss of it. What is kept belongs to it, so
   * that nothing from before a break is used after it.
   */
  private static final class Run {
    /** Written by the market's thread only. */
    volatile long sequence;

    /** Written by the market's thread only. */
    volatile @Nullable Top top;

    volatile @Nullable EncodedOrders orders;

    Run(long sequence) {
      this.sequence = sequence;
    }
  }

  private record CopiedOrders(Run run, long sequence, long timestampMillis, List<Order> orders) {}

  private final LiveBook book;
  private final BooleanSupplier live;
  private final Executor workers;
  private final LongSupplier nanoTime;

  /** Null while there is no current book. Written by the market's thread only. */
  private volatile @Nullable Run run;

  /** The reading of every order that is under way. */
  private final AtomicReference<@Nullable CompletableFuture<Optional<EncodedBook>>> reading =
      new AtomicReference<>();

  /**
   * A reader of a market that has no book yet.
   *
   * @param book the market's
   * @param live whether the market is live now
   * @param workers where books are encoded
   * @param nanoTime a clock for durations
   */
  BookReader(LiveBook book, BooleanSupplier live, Executor workers, LongSupplier nanoTime) {
    this.book = book;
    this.live = live;
    this.workers = workers;
    this.nanoTime = nanoTime;
  }

  /** There is a new book. On the market's thread. */
  void reset(long sequence) {
    run = new Run(sequence);
  }

  /** The book was updated. On the market's thread. */
  void changed(long sequence) {
    Run now = run;
    if (now != null) {
      now.sequence = sequence;
    }
  }

  /** There is no current book any more. On the market's thread. */
  void lost() {
    run = null;
  }

  /**
   * The best levels.
   *
   * @return {@link #TOP} a side at the most; empty if the market is not live
   */
  public CompletionStage<Optional<BookSnapshot>> top() {
    return readTop().thenApply(read -> read.map(top -> top.book));
  }

  /**
   * The body of {@code orderbook_top}.
   *
   * @return empty if the market is not live
   */
  public CompletionStage<Optional<EncodedBook>> encodedTop() {
    Top known = currentTop();
    if (known != null && known.encoded != null) {
      return CompletableFuture.completedFuture(Optional.of(known.encode()));
    }
    return readTop().thenApplyAsync(read -> read.map(Top::encode), workers);
  }

  private CompletionStage<Optional<Top>> readTop() {
    Top known = currentTop();
    return known == null
        ? read(this::copyTop)
        : CompletableFuture.completedFuture(Optional.of(known));
  }

  private @Nullable Top currentTop() {
    Run now = run;
    if (now == null || !live.getAsBoolean()) {
      return null;
    }
    Top known = now.top;
    return known != null && known.book.sequence() == now.sequence ? known : null;
  }

  private Top copyTop(OrderBook from) {
    Run now = run;
    Top known = now == null ? null : now.top;
    if (known == null || known.book.sequence() != from.sequence()) {
      known = new Top(from.snapshot(TOP));
      if (now != null) {
        now.top = known;
      }
    }
    return known;
  }

  /**
   * The body of {@code orderbook}, with every order.
   *
   * @return up to {@link #REUSE} old, if others asked just before; empty if the market is not live
   */
  public CompletionStage<Optional<EncodedBook>> encodedOrders() {
    EncodedOrders known = currentOrders();
    if (known != null) {
      return CompletableFuture.completedFuture(Optional.of(known.book()));
    }
    CompletableFuture<Optional<EncodedBook>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<EncodedBook>> other = reading.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    var _ =
        read(this::copyOrders)
            .thenApplyAsync(read -> read.map(this::encode), workers)
            .whenComplete(
                (encoded, failure) -> {
                  reading.set(null);
                  if (failure == null) {
                    mine.complete(encoded);
                  } else {
                    mine.completeExceptionally(failure);
                  }
                });
    return mine;
  }

  private @Nullable EncodedOrders currentOrders() {
    Run now = run;
    if (now == null || !live.getAsBoolean()) {
      return null;
    }
    EncodedOrders known = now.orders;
    return known != null
            && (known.book().sequence() == now.sequence
                || nanoTime.getAsLong() - known.readAtNanos() < REUSE.toNanos())
        ? known
        : null;
  }

  /** Copied and no more: this is on the market's thread. */
  private CopiedOrders copyOrders(OrderBook from) {
    Run now = run;
    return new CopiedOrders(
        now == null ? new Run(from.sequence()) : now,
        from.sequence(),
        from.timestampMillis(),
        from.orders());
  }

  private EncodedBook encode(CopiedOrders copied) {
    long now = nanoTime.getAsLong();
    List<Order> bids = new ArrayList<>();
    List<Order> asks = new ArrayList<>();
    for (Order order : copied.orders()) {
      (order.side() == Side.BID ? bids : asks).add(order);
    }
    bids.sort(Order.BEST_FIRST);
    asks.sort(Order.BEST_FIRST);
    EncodedBook encoded =
        new EncodedBook(
            copied.sequence(),
            Body.of(LunoBookBodies.orders(copied.timestampMillis(), bids, asks)));
    copied.run().orders = new EncodedOrders(now, encoded);
    return encoded;
  }

  /** Empty also if the market's thread has ended. */
  private <T> CompletionStage<Optional<T>> read(Function<OrderBook, T> reader) {
    if (!live.getAsBoolean()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    book.read(
        from ->
            answer.complete(
                live.getAsBoolean() ? Optional.of(reader.apply(from)) : Optional.empty()));
    return answer.completeOnTimeout(
        Optional.empty(), READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
