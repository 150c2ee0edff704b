package io.github.lunostreams.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.testkit.SimulatedTime.SimulatedLoop;
import io.github.lunostreams.upstream.Backlog;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.StreamEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An old book under a slow hook is never shown as LIVE. */
class LaggingTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration BOUND = FeedSettings.DEFAULT.lagBound();

  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedLoop loop = time.loop("market");
  private final ScriptedExchange exchange = new ScriptedExchange();
  private final MarketStream stream =
      new MarketStream(
          Pair.of("XBTZAR"),
          StreamEnvironment.builder(URI.create("ws://exchange.example"), exchange, time)
              .credentials(new Credentials("id", "secret"))
              .loops(name -> loop)
              .clock(time)
              .build());
  private final List<String> changes = new ArrayList<>();
  private final List<String> pushed = new ArrayList<>();
  private long sequence;

  LaggingTest() {
    stream.addUpdateHook(
        update -> {
          if (update instanceof StateChanged change) {
            changes.add(seconds() + " " + change.from() + "→" + change.to());
          }
        },
        UpdateDetail.BOOK);
    stream.addLagListener(
        (pair, backlog) -> pushed.add(seconds() + " " + pair + " " + backlog.frames()));
  }

  private String seconds() {
    return Duration.ofNanos(time.nanoTime()).toMillis() + "ms";
  }

  private void goLive() {
    stream.start();
    time.run();
    exchange.last().open();
    time.run();
    exchange.last().send(Frames.snapshot(++sequence, "a 500 1", "b 501 2"));
    time.run();
    assertThat(stream.state()).isEqualTo(FeedState.LIVE);
    changes.clear();
  }

  private void sendUpdate() {
    exchange.last().send(Frames.empty(++sequence));
  }

  /** Moves on by milliseconds, an update every so often, until the state is the wanted one. */
  private Duration sendUntil(FeedState wanted, int everyMillis, Duration atMost) {
    Duration passed = Duration.ZERO;
    while (stream.state() != wanted) {
      assertThat(passed).as("until " + wanted).isLessThan(atMost);
      if (passed.toMillis() % everyMillis == 0) {
        sendUpdate();
      }
      time.advance(MILLISECOND);
      passed = passed.plus(MILLISECOND);
      checkThatLiveIsNotLate();
    }
    return passed;
  }

  private void checkThatLiveIsNotLate() {
    Backlog backlog = stream.backlog();
    if (stream.state() == FeedState.LIVE) {
      assertThat(backlog.behind()).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void aHookSlowerThanTheMarketMakesItLagging() {
    stream.addHook((book, trades) -> loop.work(Duration.ofMillis(30)));
    goLive();

    // 51 updates a second, of which the hook takes 33.
    Duration passed = sendUntil(FeedState.LAGGING, 19, Duration.ofSeconds(30));

    assertThat(stream.backlog().behind()).isBetween(BOUND, BOUND.plusSeconds(1));
    assertThat(stream.backlog().frames()).isGreaterThan(50);
    assertThat(stream.backlog().bytes()).isGreaterThan(50 * 100);
    assertThat(passed).isGreaterThan(BOUND);
    time.advance(Duration.ofSeconds(1));
    assertThat(changes).hasSize(1).first().asString().endsWith("LIVE→LAGGING");
    assertThat(pushed).hasSize(1);
    long slowest = stream.backlog().frames();

    // The exchange is quiet now: the hook catches up.
    while (stream.state() == FeedState.LAGGING) {
      time.advance(MILLISECOND);
    }

    assertThat(stream.state()).isEqualTo(FeedState.LIVE);
    assertThat(stream.backlog().behind()).isLessThan(BOUND.dividedBy(2));
    assertThat(stream.backlog().frames()).isLessThan(slowest);
    assertThat(changes).hasSize(2).last().asString().endsWith("LAGGING→LIVE");
  }

  @Test
  void aHangingHookIsReportedFromAnotherThreadAndInOrderWhenItReturns() {
    boolean[] hangs = {false};
    stream.addUpdateHook(
        update -> {
          if (update instanceof Changed && hangs[0]) {
            hangs[0] = false;
            loop.work(Duration.ofSeconds(40));
          }
        },
        UpdateDetail.BOOK);
    goLive();
    hangs[0] = true;
    sendUpdate();
    time.advance(Duration.ofMillis(19));

    Duration passed = sendUntil(FeedState.LAGGING, 19, Duration.ofSeconds(3));

    assertThat(passed).isBetween(BOUND, BOUND.plusSeconds(1));
    assertThat(changes).as("the market's thread hangs").isEmpty();
    time.advance(Duration.ofMillis(500));
    assertThat(pushed).as("within a second of the bound").hasSize(1);
    for (int i = 0; i < 36; i++) {
      time.advance(Duration.ofSeconds(1));
      sendUpdate();
      assertThat(stream.state()).isEqualTo(FeedState.LAGGING);
    }
    assertThat(stream.backlog().behind()).isGreaterThan(Duration.ofSeconds(37));
    assertThat(pushed).as("told once").hasSize(1);
    assertThat(changes).isEmpty();

    time.advance(Duration.ofSeconds(3));

    assertThat(changes).containsExactly("40000ms LIVE→LAGGING", "40000ms LAGGING→LIVE");
    assertThat(stream.state()).isEqualTo(FeedState.LIVE);
    assertThat(stream.backlog()).isEqualTo(Backlog.NONE);
  }

  @Test
  void aBookThatWaitedTooLongStartsAsLagging() {
    List<FeedState> resets = new ArrayList<>();
    stream.addUpdateHook(
        update -> {
          if (update instanceof MarketUpdate.Reset reset) {
            resets.add(reset.state());
          }
        },
        UpdateDetail.BOOK);
    stream.start();
    time.run();
    exchange.last().open();
    time.run();
    changes.clear();
    loop.work(Duration.ofSeconds(3));
    exchange.last().send(Frames.snapshot(++sequence, "a 500 1", "b 501 2"));

    time.advance(Duration.ofSeconds(4));

    assertThat(resets).singleElement().isEqualTo(FeedState.LAGGING);
    assertThat(changes).containsExactly("3000ms LAGGING→LIVE");
  }

  @Test
  void aLostConnectionEndsLaggingAndTheNextBookIsLive() {
    boolean[] hangs = {true};
    goLive();
    stream.addUpdateHook(
        update -> {
          if (update instanceof Changed && hangs[0]) {
            hangs[0] = false;
            loop.work(Duration.ofSeconds(5));
          }
        },
        UpdateDetail.BOOK);
    time.run();
    sendUpdate();
    time.run();
    exchange.last().send("nonsense");
    time.advance(Duration.ofSeconds(3));
    assertThat(stream.state()).isEqualTo(FeedState.LAGGING);

    time.advance(Duration.ofSeconds(5));
    exchange.last().open();
    exchange.last().send(Frames.snapshot(9, "a 500 1", ""));
    time.run();

    assertThat(stream.state()).isEqualTo(FeedState.LIVE);
    assertThat(changes)
        .map(change -> change.replaceFirst(".* ", ""))
        .containsExactly(
            "LIVE→LAGGING", "LAGGING→BACKING_OFF", "BACKING_OFF→CONNECTING", "CONNECTING→SYNCING");
  }
}
