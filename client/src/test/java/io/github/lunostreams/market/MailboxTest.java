package io.github.lunostreams.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.MailboxOptions.Overflow;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.StreamEnvironment;
import io.github.lunostreams.upstream.ThreadEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailboxTest {
  private static final String BOOK = Frames.snapshot(1, "a 500 9, b 499 1", "z 600 9");
  private static final long TIMEOUT_SECONDS = 20;

  /** What a hook is told, in order. On simulated time it is slow for as long as the test wants. */
  private static class Recorder implements AsyncHook {
    final List<String> told = new ArrayList<>();

    @Override
    public void onUpdate(BookSnapshot book, List<Trade> trades) throws Exception {
      told.add(StreamFixture.shown(book) + StreamFixture.shownTrades(trades));
    }

    @Override
    public void onConflated(long updates, long lostTrades) {
      told.add("conflated " + updates + ", lost " + lostTrades);
    }

    @Override
    public void onState(FeedState state, Cause cause) {
      told.add(state.toString());
    }
  }

  @Test
  void anAsynchronousHookGetsEveryUpdateInOrderAsACopyOfTheAskedDepth() {
    StreamFixture f = new StreamFixture();
    Recorder hook = new Recorder();
    f.stream.addAsyncHook(hook, new MailboxOptions(Overflow.BLOCK, 10, 1));
    f.live(BOOK);
    f.send(Frames.delete(2, "a"));
    f.send(Frames.trade(3, Frames.fill(7, "z", "1", "600")));

    assertThat(hook.told)
        .containsExactly(
            "CONNECTING",
            "SYNCING",
            "LIVE",
            "#1 500x9 | 600x9",
            "#2 499x1 | 600x9",
            "#3 499x1 | 600x8 BUY 600x1");
  }

  @Test
  void aSlowHookGetsTheNewestBookAllTradesAndTheCountConflated() {
    StreamFixture f = new StreamFixture();
    Recorder hook = new Recorder();
    f.stream.addAsyncHook(hook, new MailboxOptions(Overflow.CONFLATE, 100, 1));
    f.live(BOOK);
    hook.told.clear();

    burst(f, 2, 6);

    assertThat(hook.told)
        .containsExactly(
            "conflated 4, lost 0",
            "#6 500x4 | 600x9 SELL 500x1 SELL 500x1 SELL 500x1 SELL 500x1 SELL 500x1");
  }

  @Test
  void tradesBeyondTheBoundAreLostTheOldestFirstAndCounted() {
    StreamFixture f = new StreamFixture();
    Recorder hook = new Recorder();
    f.stream.addAsyncHook(hook, new MailboxOptions(Overflow.CONFLATE, 2, 1));
    f.live(BOOK);
    hook.told.clear();

    burst(f, 2, 6);

    assertThat(hook.told)
        .containsExactly("conflated 4, lost 3", "#6 500x4 | 600x9 SELL 500x1 SELL 500x1");
  }

  @Test
  void aBreakIsReportedInOrder() {
    StreamFixture f = new StreamFixture();
    Recorder hook = new Recorder();
    f.stream.addAsyncHook(hook, MailboxOptions.DEFAULT);
    f.live(BOOK);
    hook.told.clear();

    f.exchange.last().send(Frames.delete(2, "b")).send(Frames.empty(9));
    f.time.run();

    assertThat(hook.told).containsExactly("#2 500x9 | 600x9", "BACKING_OFF");
  }

  @ParameterizedTest
  @EnumSource
  void aHookThatSleepsThroughABreakLearnsOfItBeforeTheBookThatFollows(Overflow overflow) {
    StreamFixture f = new StreamFixture();
    List<Runnable> asleep = new ArrayList<>();
    StreamEnvironment e = f.environment;
    MarketStream stream =
        new MarketStream(Pair.of("ETHZAR"), e.toBuilder().hookExecutor(asleep::add).build());
    Recorder hook = new Recorder();
    stream.addAsyncHook(hook, new MailboxOptions(overflow, 100, 1)).start();
    f.time.run();
    f.exchange.last().open().send(BOOK).send(Frames.trade(2, Frames.fill(1, "a", "1", "500")));
    f.time.run();
    f.exchange.last().hangUp(1006, "");
    f.advance(Duration.ofSeconds(1));
    f.exchange.last().open().send(Frames.snapshot(900, "c 7 1", ""));
    f.advance(Duration.ofSeconds(30));
    assertThat(stream.state()).isEqualTo(FeedState.STALE);

    asleep.forEach(Runnable::run);

    assertThat(hook.told)
        .containsExactlyElementsOf(
            overflow == Overflow.CONFLATE
                ? List.of(
                    "CONNECTING", "LIVE", "conflated 2, lost 0", "#900 7x1 |  SELL 500x1", "STALE")
                : List.of(
                    "CONNECTING",
                    "LIVE",
                    "#1 500x9 | 600x9",
                    "#2 500x8 | 600x9 SELL 500x1",
                    "BACKING_OFF",
                    "LIVE",
                    "#900 7x1 | ",
                    "STALE"));
  }

  @Test
  void aHookThatMustNotMissAnythingIsDetachedWhenItFallsBehind() {
    StreamFixture f = new StreamFixture();
    Recorder hook = new Recorder();
    f.stream.addAsyncHook(hook, new MailboxOptions(Overflow.FAIL, 3, 1));
    f.live(BOOK);
    hook.told.clear();
    f.news();

    burst(f, 2, 6);
    f.send(Frames.empty(7));

    assertThat(hook.told).isEmpty();
    assertThat(f.news()).contains("hook detached at #5, capacity 3");
  }

  @Test
  void anAsynchronousHookThatThrowsIsReportedAndCalledAgain() {
    StreamFixture f = new StreamFixture();
    f.stream.addAsyncHook(
        (book, trades) -> {
          throw new IllegalStateException("async");
        },
        MailboxOptions.DEFAULT);
    f.live(BOOK);
    f.send(Frames.empty(2));

    assertThat(f.news())
        .contains("hook failed at #1: async", "hook failed at #2: async")
        .contains("book #2 500x9 499x1 | 600x9");
  }

  @Test
  void aHookAddedToALiveStreamGetsTheBookAtOnce() {
    StreamFixture f = new StreamFixture().live(BOOK);
    Recorder hook = new Recorder();

    f.stream.addAsyncHook(hook, MailboxOptions.DEFAULT);
    f.time.run();

    assertThat(hook.told).containsExactly("#1 500x9 499x1 | 600x9");
  }

  @Test
  void boundsAreChecked() {
    assertThatThrownBy(() -> new MailboxOptions(Overflow.FAIL, 0, 1))
        .hasMessage("expected a capacity of 1 or more, got 0");
    assertThatThrownBy(() -> new MailboxOptions(Overflow.FAIL, 1, -1))
        .hasMessage("expected a depth of 0 (all) or more, got -1");
  }

  @Test
  void aBlockedMarketThreadGoesOnWhenTheHookDoesAndNothingIsLost() throws Exception {
    StreamFixture f = new StreamFixture();
    CountDownLatch mayGoOn = new CountDownLatch(1);
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    try (var loop = new ThreadEventLoop("test-market");
        var stream = new MarketStream(Pair.of("XBTZAR"), onThreads(f, loop))) {
      stream.addAsyncHook(
          (book, trades) -> {
            mayGoOn.await();
            seen.add(book.sequence());
          },
          new MailboxOptions(Overflow.BLOCK, 2, 1));
      goLive(f, stream, 20);

      assertThat(seen).isEmpty();
      mayGoOn.countDown();
      for (long sequence = 1; sequence <= 20; sequence++) {
        assertThat(seen.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(sequence);
      }
    }
  }

  @Test
  void closingReleasesTheConnectionThoughAHookBlocksTheThread() throws Exception {
    StreamFixture f = new StreamFixture();
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    CountDownLatch closedTold = new CountDownLatch(1);
    MarketStream stream;
    try (var loop = new ThreadEventLoop("test-market-held")) {
      stream = new MarketStream(Pair.of("XBTZAR"), onThreads(f, loop));
      stream.addListener(
          event -> {
            if (event instanceof MarketUpdate.StateChanged changed
                && changed.to() == FeedState.CLOSED) {
              closedTold.countDown();
            }
          });
      stream.addHook(
          (book, trades) -> {
            holding.countDown();
            awaitDeafToInterrupts(mayGoOn);
          });
      goLive(f, stream, 3);
      assertThat(holding.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      Thread closer = Thread.ofPlatform().start(stream::close);
      closer.interrupt();
      assertThat(closer.join(Duration.ofSeconds(TIMEOUT_SECONDS))).isTrue();

      assertThat(stream.state()).isEqualTo(FeedState.CLOSED);
      assertThat(f.exchange.last().ended()).isTrue();
      assertThat(f.environment.budget().used()).isZero();
      mayGoOn.countDown();
      assertThat(closedTold.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitDeafToInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingFreesABlockedMarketThread() throws Exception {
    StreamFixture f = new StreamFixture();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    Thread market;
    try (var loop = new ThreadEventLoop("test-market-blocked")) {
      MarketStream stream = new MarketStream(Pair.of("XBTZAR"), onThreads(f, loop));
      LinkedBlockingQueue<Thread> thread = new LinkedBlockingQueue<>();
      stream.addHook(
          (book, trades) -> {
            thread.add(Thread.currentThread());
            if (book.sequence() == 3) {
              blocked.countDown();
            }
          });
      stream.addAsyncHook(
          (book, trades) -> never.await(), new MailboxOptions(Overflow.BLOCK, 1, 1));
      goLive(f, stream, 20);
      market = thread.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(blocked.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (market.getState() != Thread.State.WAITING && System.nanoTime() < giveUp) {
        Thread.onSpinWait();
      }
      assertThat(market.getState()).isEqualTo(Thread.State.WAITING);
      stream.close();
      assertThat(stream.state()).isEqualTo(FeedState.CLOSED);
      assertThat(f.exchange.last().ended()).isTrue();
    }
    assertThat(market.join(Duration.ofSeconds(TIMEOUT_SECONDS))).isTrue();
  }

  /** Lets messages {@code from..to} arrive at once, each selling 1 to order a. */
  private static void burst(StreamFixture f, int from, int to) {
    for (int i = from; i <= to; i++) {
      f.exchange.last().send(Frames.trade(i, Frames.fill(i, "a", "1", "500")));
    }
    f.time.run();
  }

  private static StreamEnvironment onThreads(StreamFixture f, ThreadEventLoop loop) {
    StreamEnvironment e = f.environment;
    return e.toBuilder()
        .loops(name -> loop)
        .hookExecutor(task -> Thread.ofVirtual().start(task))
        .build();
  }

  private static void goLive(StreamFixture f, MarketStream stream, int lastSequence)
      throws InterruptedException {
    CountDownLatch connecting = new CountDownLatch(1);
    stream.addListener(
        event -> {
          if (event instanceof MarketUpdate.StateChanged changed
              && changed.to() == FeedState.SYNCING) {
            connecting.countDown();
          }
        });
    CountDownLatch connected = new CountDownLatch(1);
    stream.addListener(event -> connected.countDown());
    stream.start();
    assertThat(connected.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (f.exchange.connections().isEmpty() && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    f.exchange.last().open();
    assertThat(connecting.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    f.exchange.last().send(BOOK);
    for (int i = 2; i <= lastSequence; i++) {
      f.exchange.last().send(Frames.empty(i));
    }
  }
}
