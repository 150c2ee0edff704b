package io.github.lunostreams.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.testkit.Frames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else than updates comes in the middle of a stream: refusals, keepalives, its end. */
class MidStreamTest {
  private static final String BOOK = Frames.snapshot(1, "a 499 1", "b 500 1");
  private static final String ERROR = Frames.error("unheard_of", "words");
  private static final Duration NORMAL = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofMillis(7_500);

  private final StreamFixture f = new StreamFixture();
  private final List<String> keptAlive = new ArrayList<>();

  /** How long until the next attempt, which is opened and in step then. */
  private Duration comesBack() {
    long from = f.time.nanoTime();
    int attempts = f.exchange.connections().size();
    while (f.exchange.connections().size() == attempts) {
      f.advance(Duration.ofMillis(10));
    }
    long to = f.time.nanoTime();
    f.exchange.last().open();
    f.send(BOOK);
    return Duration.ofNanos(to - from);
  }

  /** The stream holds for so long that the waits between attempts start from the base again. */
  private void holds() {
    for (int i = 0; i < 4; i++) {
      f.advance(Duration.ofSeconds(10));
      f.send(Frames.KEEP_ALIVE);
    }
  }

  @Test
  void theFirstRefusalInMidStreamIsRetriedAtTheNormalPace() {
    f.live(BOOK);
    f.send(ERROR);
    assertThat(comesBack()).isLessThanOrEqualTo(NORMAL);
  }

  @Test
  void aStaleStreamThatIsRefusedIsRetriedAtTheNormalPace() {
    f.live(BOOK);
    f.advance(Duration.ofSeconds(30));
    assertThat(f.stream.state()).isEqualTo(FeedState.STALE);
    f.send(ERROR);
    assertThat(comesBack()).isLessThanOrEqualTo(NORMAL);
  }

  @Test
  void refusalsInMidStreamThatRepeatAreRetriedSlowly() {
    f.live(BOOK);
    f.send(ERROR);
    comesBack();
    for (int i = 0; i < 3; i++) {
      f.send(ERROR);
      assertThat(comesBack()).isGreaterThanOrEqualTo(SLOW);
    }
  }

  @Test
  void aRefusalBeforeTheBookMakesTheNextOneInMidStreamSlow() {
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.send(ERROR);
    assertThat(comesBack()).isGreaterThanOrEqualTo(SLOW);
    f.send(ERROR);
    assertThat(comesBack()).isGreaterThanOrEqualTo(SLOW);
  }

  @Test
  void anotherBreakBeforeDoesNotMakeTheFirstRefusalSlow() {
    f.live(BOOK);
    f.exchange.last().hangUp(1001, "going down");
    f.time.run();
    assertThat(comesBack()).isLessThanOrEqualTo(NORMAL);
    f.send(ERROR);
    assertThat(comesBack()).isLessThanOrEqualTo(NORMAL.multipliedBy(2));
  }

  @Test
  void aStreamThatHasHeldIsForgivenItsRefusals() {
    f.live(BOOK);
    f.send(ERROR);
    comesBack();
    holds();
    f.send(ERROR);
    assertThat(comesBack()).isLessThanOrEqualTo(NORMAL);
  }

  @Test
  void anEndWithoutACloseFrameIsALostConnection() {
    f.live(BOOK);
    f.news();
    f.exchange.last().hangUp(1006, "");
    f.time.run();
    comesBack();
    f.exchange.last().hangUp(1000, "");
    f.time.run();
    assertThat(f.news())
        .contains(
            "LIVE→BACKING_OFF CONNECTION_LOST: ended without a close frame",
            "LIVE→BACKING_OFF CLOSED_BY_EXCHANGE: close code 1000");
  }

  private void note(MarketUpdate update) {
    switch (update) {
      case MarketUpdate.Reset reset -> keptAlive.add("book " + reset.book().sequence());
      case MarketUpdate.Changed changed -> keptAlive.add("book " + changed.book().sequence());
      case MarketUpdate.StateChanged change -> keptAlive.add(change.to().toString());
      case MarketUpdate.TradesRecovered unused -> {}
      case MarketUpdate.TradeGap unused -> {}
    }
  }

  private UpdateHook noting() {
    return new UpdateHook() {
      @Override
      public void onUpdate(MarketUpdate update) {
        note(update);
      }

      @Override
      public void onKeepAlive() {
        keptAlive.add("keepalive");
      }
    };
  }

  @Test
  void keepalivesAreHandedOnInOrderWhileTheBookIsInStep() {
    f.stream.addUpdateHook(noting(), UpdateDetail.BOOK);
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.send(Frames.KEEP_ALIVE, BOOK, Frames.KEEP_ALIVE, Frames.empty(2));
    f.advance(Duration.ofSeconds(30));
    f.send(Frames.KEEP_ALIVE);
    assertThat(keptAlive)
        .containsExactly(
            "CONNECTING", "SYNCING", "book 1", "keepalive", "book 2", "STALE", "LIVE", "keepalive");
  }

  @Test
  void aHookThatThrowsOnAKeepaliveStarvesNoOther() {
    f.stream.addUpdateHook(
        new UpdateHook() {
          @Override
          public void onUpdate(MarketUpdate update) {}

          @Override
          public void onKeepAlive() throws IOException {
            throw new IOException("disk full");
          }
        },
        UpdateDetail.BOOK);
    f.stream.addUpdateHook(noting(), UpdateDetail.BOOK);
    f.live(BOOK);
    f.news();
    f.send(Frames.KEEP_ALIVE);
    assertThat(f.news()).containsExactly("hook failed at #1: disk full");
    assertThat(keptAlive).endsWith("keepalive");
  }

  @Test
  void noKeepaliveReachesAHookAfterAnotherHasClosedTheStream() {
    f.stream.addUpdateHook(
        new UpdateHook() {
          @Override
          public void onUpdate(MarketUpdate update) {}

          @Override
          public void onKeepAlive() {
            f.stream.close();
          }
        },
        UpdateDetail.BOOK);
    f.stream.addUpdateHook(noting(), UpdateDetail.BOOK);
    f.live(BOOK);
    f.send(Frames.KEEP_ALIVE);
    assertThat(keptAlive).doesNotContain("keepalive").endsWith("CLOSED");
  }
}
