package io.github.lunostreams.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beats, on a clock that the test sets and sockets that take frames as it says. */
class BeatsTest {
  private static final Limits LIMITS = Limits.builder().backlog(4).build();
  private static final Duration INTERVAL = MarketChannels.BEAT_INTERVAL;
  private static final Duration TICK = Duration.ofMillis(1);

  private final TestMarket market = new TestMarket("XBTZAR", LIMITS);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> ends = new ArrayList<>();

  BeatsTest() throws Exception {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private final class Ends implements Subscription.Listener {
    @Override
    public void tooSlow(String reason) {
      ends.add(reason);
    }

    @Override
    public void failedWithoutBook() {
      ends.add("failed");
    }
  }

  private Subscription subscribe(TestMarket to) throws ChannelLimitException {
    return subscribe(to, new ClientOutput(channel));
  }

  private Subscription subscribe(TestMarket to, ClientOutput output) throws ChannelLimitException {
    return to.channels().subscribeWithBeats(to.book(0), output, new Ends());
  }

  /** In small steps, so that every timer runs when it is due. */
  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left--) {
      channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    channel.runPendingTasks();
  }

  private void takes(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private List<String> frames() {
    return TestMarket.frames(channel);
  }

  @Test
  void aQuietClientIsSentABeatAfterEachInterval() throws Exception {
    subscribe(market);
    assertThat(frames()).containsExactly("XBTZAR 10 @0 .");
    for (int i = 0; i < 3; i++) {
      pass(INTERVAL.minus(TICK));
      assertThat(frames()).isEmpty();
      pass(TICK);
      assertThat(frames()).containsExactly("beat 10 LIVE");
    }
  }

  @Test
  void anUpdateDefersTheNextBeat() throws Exception {
    subscribe(market);
    pass(INTERVAL.dividedBy(2));
    market.update(1);
    assertThat(frames()).containsExactly("XBTZAR 10 @0 .", "XBTZAR 11 @0 t1.");
    pass(INTERVAL.minus(TICK));
    assertThat(frames()).isEmpty();
    pass(TICK);
    assertThat(frames()).containsExactly("beat 11 LIVE");
  }

  @Test
  void aBeatSaysWhatTheBookIsWorthNow() throws Exception {
    subscribe(market);
    frames();
    for (Feed feed : List.of(Feed.LAGGING, Feed.STALE, Feed.SUSPECT, Feed.RESYNCING, Feed.FAILED)) {
      market.channels().publish(feed);
      assertThat(frames()).containsExactly("XBTZAR 10 @0 .");
      pass(INTERVAL);
      assertThat(frames()).containsExactly("beat 10 " + feed);
    }
  }

  @Test
  void beforeTheFirstBookThereAreBeatsAndNothingElse() throws Exception {
    TestMarket empty = TestMarket.withoutBook("ETHZAR", LIMITS);
    subscribe(empty);
    pass(INTERVAL);
    assertThat(frames()).containsExactly("beat none RESYNCING");
    pass(INTERVAL);
    assertThat(frames()).containsExactly("beat none RESYNCING");
    empty.start();
    empty.update(1);
    assertThat(frames()).containsExactly("ETHZAR 10 @0 .", "ETHZAR 11 @0 t1.");
    pass(INTERVAL);
    assertThat(frames()).containsExactly("beat 11 LIVE");
  }

  @Test
  void aMarketThatFailsBeforeItsFirstBookEndsItsSubscriptionsWithoutAFrame() throws Exception {
    TestMarket empty = TestMarket.withoutBook("ETHZAR", LIMITS);
    subscribe(empty);
    empty.channels().publish(Feed.FAILED);
    assertThat(frames()).isEmpty();
    assertThat(ends).containsExactly("failed");
    subscribe(empty);
    assertThat(ends).containsExactly("failed", "failed");
    pass(INTERVAL.multipliedBy(2));
    assertThat(frames()).isEmpty();
    assertThat(channel.hasPendingTasks()).as("no timer is left").isFalse();
    assertThat(empty.channels().open()).isEmpty();
  }

  @Test
  void whoWaitedForTheFirstBookGetsEveryTradeSinceThen() throws Exception {
    TestMarket empty = TestMarket.withoutBook("ETHZAR", LIMITS);
    subscribe(empty);
    takes(false);
    empty.start();
    for (int i = 0; i < 8; i++) {
      empty.update(1);
      channel.runPendingTasks();
    }
    takes(true);
    empty.update(0);
    assertThat(frames()).containsExactly("ETHZAR 19 @0 t1+t2+t3+t4+t5+t6+t7+t8.");
  }

  @Test
  void whoWantsNoBeatsGetsNone() throws Exception {
    market.channels().subscribe(market.book(0), new ClientOutput(channel), ends::add);
    frames();
    pass(Duration.ofMinutes(1));
    assertThat(frames()).isEmpty();
    assertThat(channel.hasPendingTasks()).isFalse();
  }

  @Test
  void aFullSocketGetsNoBeatUntilItHasTakenWhatThereIs() throws Exception {
    ClientOutput output = new ClientOutput(channel);
    subscribe(market, output);
    frames();
    takes(false);
    pass(INTERVAL.multipliedBy(3));
    assertThat(frames()).as("nothing is new, but the socket is full").isEmpty();
    market.update(1);
    pass(INTERVAL.multipliedBy(3));
    assertThat(frames()).isEmpty();
    takes(true);
    output.drain();
    assertThat(frames()).containsExactly("XBTZAR 11 @0 t1.");
    pass(INTERVAL.minus(TICK));
    assertThat(frames()).isEmpty();
    pass(INTERVAL.dividedBy(20).plus(TICK));
    assertThat(frames()).containsExactly("beat 11 LIVE");
  }

  @Test
  void aConflatedClientGetsNoBeatBeforeTheFrameThatStandsForWhatItMissed() throws Exception {
    ClientOutput output = new ClientOutput(channel);
    subscribe(market, output);
    frames();
    takes(false);
    for (int i = 0; i < 10; i++) {
      market.update(1);
      channel.runPendingTasks();
    }
    pass(INTERVAL.multipliedBy(2));
    assertThat(frames()).isEmpty();
    takes(true);
    pass(INTERVAL);
    assertThat(frames()).as("the frame is still to come").isEmpty();
    output.drain();
    assertThat(frames()).containsExactly("XBTZAR 20 @0 t1+t2+t3+t4+t5+t6+t7+t8+t9+t10.");
  }

  @Test
  void bytesThatTheSocketHasNotTakenHoldABeatBack() throws Exception {
    subscribe(market);
    frames();
    channel.write(Unpooled.wrappedBuffer(new byte[] {1}));
    pass(INTERVAL.multipliedBy(2));
    assertThat(channel.outboundMessages()).isEmpty();
  }

  @Test
  void oneBeatIsEncodedForAllAndOneTimerServesThem() throws Exception {
    for (int i = 0; i < 5; i++) {
      subscribe(market);
    }
    assertThat(frames()).hasSize(5);
    market.beats.clear();
    pass(INTERVAL);
    assertThat(frames()).hasSize(5).containsOnly("beat 10 LIVE");
    assertThat(market.beats).hasSize(1);
  }

  @Test
  void clientsThatCameOneAfterTheOtherAreServedTogetherSoon() throws Exception {
    for (int i = 0; i < 10; i++) {
      subscribe(market);
      pass(Duration.ofMillis(7));
    }
    frames();
    market.beats.clear();
    pass(INTERVAL.minus(Duration.ofMillis(70)));
    assertThat(frames()).as("the first").containsExactly("beat 10 LIVE");
    pass(INTERVAL.dividedBy(20));
    assertThat(frames()).as("the others, a little late").hasSize(9);
    assertThat(market.beats).hasSize(2);
  }

  @Test
  void whenTheLastHasLeftNoTimerIsLeft() throws Exception {
    Subscription first = subscribe(market);
    Subscription second = subscribe(market);
    first.leave();
    first.leave();
    pass(INTERVAL);
    assertThat(frames()).containsExactly("XBTZAR 10 @0 .", "XBTZAR 10 @0 .", "beat 10 LIVE");
    second.leave();
    pass(INTERVAL.multipliedBy(2));
    assertThat(frames()).isEmpty();
    assertThat(channel.hasPendingTasks()).isFalse();
    subscribe(market);
    pass(INTERVAL);
    assertThat(frames()).containsExactly("XBTZAR 10 @0 .", "beat 10 LIVE");
  }

  @Test
  void theExchangesOwnStreamHasNoBeats() {
    assertThatThrownBy(
            () ->
                market
                    .channels()
                    .subscribeWithBeats(
                        ChannelKey.luno(Pair.of("XBTZAR")), new ClientOutput(channel), new Ends()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noBeatEverPromisesWhatWasNotSent() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ClientOutput output = new ClientOutput(channel);
    subscribe(market, output);
    String newest = "10";
    String sent = "none";
    int beats = 0;
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          market.update(random.nextInt(2));
          newest = Integer.toString(Integer.parseInt(newest) + 1);
        }
        case 2 -> takes(false);
        case 3 -> takes(true);
        case 4 -> output.drain();
        case 5 -> channel.runPendingTasks();
        default -> pass(Duration.ofMillis(random.nextInt(2_500)));
      }
      for (String frame : frames()) {
        if (frame.startsWith("beat ")) {
          beats++;
          assertThat(frame)
              .as("seed %d, step %d", seed, step)
              .isEqualTo("beat " + sent + " LIVE")
              .isEqualTo("beat " + newest + " LIVE");
        } else {
          sent = frame.substring(7, frame.indexOf(' ', 7));
        }
      }
    }
    assertThat(ends).as("seed %d", seed).isEmpty();
    assertThat(beats).as("seed %d", seed).isGreaterThan(100);
  }
}
