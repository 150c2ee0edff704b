package io.github.lunostreams.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.MailboxOptions.Overflow;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.StreamEnvironment;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Books handed from thread to thread under load. What a book must show follows from its sequence
 * alone, so a reader that sees a torn one, an old one or one twice can tell.
 *
 * <p>At sequence n the book has one bid, of price n and volume 2n; each update deletes the order
 * before and makes its own, and fills one order of an ask of its own.
 */
class HandOverStressTest {
  private static final long TIMEOUT_SECONDS = 120;
  private static final int UPDATES = 100_000;
  private static final long FIRST = 1_000_000;

  /** Hands frames over from a thread of its own, as a socket does. */
  private static final class Feed implements Connector {
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile Connection.Listener listener;
    private final AtomicBoolean released = new AtomicBoolean();

    @Override
    public Connection connect(URI address, Duration timeout, Connection.Listener to) {
      listener = to;
      Connection connection =
          new Connection() {
            @Override
            public void sendText(String text) {
              opened.countDown();
            }

            @Override
            public void sendPing() {}

            @Override
            public void close() {
              released.set(true);
            }

            @Override
            public void abort() {
              released.set(true);
            }
          };
      Thread.ofVirtual().start(() -> to.onOpen(connection));
      return connection;
    }

    /** Sends the updates until all are sent or the stream lets go. */
    void run(int updates) throws InterruptedException {
      opened.await();
      listener.onText(
          Frames.snapshot(
                  FIRST, "o%d %d %d".formatted(FIRST, FIRST, 2 * FIRST), "a 9000000 900000000")
              .getBytes(UTF_8));
      for (long n = FIRST + 1; n <= FIRST + updates && !released.get(); n++) {
        listener.onText(
            Frames.update(
                    n,
                    "[" + Frames.fill(n, "a", "1", "9000000") + "]",
                    Frames.createPart("o" + n, "BID", Long.toString(n), Long.toString(2 * n)),
                    "{\"order_id\":\"o%d\"}".formatted(n - 1),
                    "null")
                .getBytes(UTF_8));
      }
    }

    @Override
    public void close() {}
  }

  /** Checks each book by its sequence, and that trades come once each, in order. */
  private static final class Reader implements AsyncHook {
    private final Queue<String> complaints;
    private final CountDownLatch sawLast = new CountDownLatch(1);
    private final AtomicLong books = new AtomicLong();
    private long lastSequence;
    private long lastTrade = FIRST;

    Reader(Queue<String> complaints) {
      this.complaints = complaints;
    }

    @Override
    public void onUpdate(BookSnapshot book, List<Trade> trades) {
      long n = book.sequence();
      PriceLevel expected = new PriceLevel(BigDecimal.valueOf(n), BigDecimal.valueOf(2 * n), 1);
      if (!book.bids().equals(List.of(expected))) {
        complaints.add("at " + n + " " + book.bids());
      }
      long asks = 900_000_000 - (n - FIRST);
      if (book.asks().getFirst().volume().longValueExact() != asks) {
        complaints.add("at " + n + " " + book.asks());
      }
      if (n <= lastSequence) {
        complaints.add(n + " after " + lastSequence);
      }
      lastSequence = n;
      for (Trade trade : trades) {
        if (trade.sequence() != ++lastTrade) {
          complaints.add("expected trade " + lastTrade + ", got " + trade.sequence());
        }
      }
      if (lastTrade != n) {
        complaints.add("at " + n + " the last trade is " + lastTrade);
      }
      books.incrementAndGet();
      if (n == FIRST + UPDATES) {
        sawLast.countDown();
      }
    }
  }

  @Test
  void booksHandedToOtherThreadsAreWholeAndInOrderAndNoTradeIsMissing() throws Exception {
    Queue<String> complaints = new ConcurrentLinkedQueue<>();
    List<Reader> readers =
        List.of(new Reader(complaints), new Reader(complaints), new Reader(complaints));
    Feed feed = new Feed();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var stream = new MarketStream(Pair.of("XBTZAR"), environment(feed, threads))) {
      stream.addAsyncHook(readers.get(0), new MailboxOptions(Overflow.CONFLATE, UPDATES + 1, 0));
      stream.addAsyncHook(readers.get(1), new MailboxOptions(Overflow.BLOCK, 7, 1));
      stream.addAsyncHook(readers.get(2), new MailboxOptions(Overflow.FAIL, UPDATES + 1, 5));
      stream.start();
      feed.run(UPDATES);

      for (Reader reader : readers) {
        assertThat(reader.sawLast.await(TIMEOUT_SECONDS, TimeUnit.SECONDS))
            .as("the last book came: %s", stream)
            .isTrue();
      }
    }
    assertThat(complaints).isEmpty();
    assertThat(readers.get(1).books.get()).isEqualTo(UPDATES + 1);
    assertThat(readers.get(2).books.get()).isEqualTo(UPDATES + 1);
    System.out.println(
        "HandOverStressTest: the conflating hook got " + readers.get(0).books + " books");
  }

  @Test
  void closingWhileFramesComeEndsEverythingWhateverTheMoment() throws Exception {
    long seed = Long.getLong("luno.streams.seed", 11);
    System.out.println("HandOverStressTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      AtomicBoolean closed = new AtomicBoolean();
      AtomicLong afterClosing = new AtomicLong();
      CountDownLatch closeNow = new CountDownLatch(1 + random.nextInt(50));
      Feed feed = new Feed();
      MarketStream stream = new MarketStream(Pair.of("XBTZAR"), environment(feed, Runnable::run));
      stream.addHook(
          (book, trades) -> {
            if (closed.get()) {
              afterClosing.incrementAndGet();
            }
            closeNow.countDown();
          });
      stream.start();
      Thread socket = Thread.ofPlatform().start(() -> runUninterrupted(feed));
      assertThat(closeNow.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();

      stream.close();
      closed.set(true);

      assertThat(socket.join(Duration.ofSeconds(TIMEOUT_SECONDS))).as("round %d", round).isTrue();
      assertThat(stream.state()).as("round %d", round).isEqualTo(FeedState.CLOSED);
      assertThat(afterClosing).as("hook calls after closing, round %d", round).hasValue(0);
    }
  }

  private static void runUninterrupted(Feed feed) {
    try {
      feed.run(UPDATES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StreamEnvironment environment(
      Connector connector, java.util.concurrent.Executor hooks) {
    return StreamEnvironment.builder(
            URI.create("ws://exchange.example"), connector, new SimulatedTime())
        .credentials(new Credentials("id", "secret"))
        .hookExecutor(hooks)
        .random(new Random(1))
        // What is tested is the hand-over, which is slower than this exchange.
        .settings(
            FeedSettings.builder().maxQueuedBytes(1L << 30).lagBound(Duration.ofHours(1)).build())
        .build();
  }
}
