package io.github.lunostreams.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.HandshakeException;
import io.github.lunostreams.upstream.SessionBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream's life on simulated time: every test states all that is told, in order. */
class MarketStreamTest {
  private static final String BOOK = Frames.snapshot(1, "a 500 1", "b 501 2");

  @Test
  void theCredentialsAreTheFirstFrameAndTheSnapshotMakesTheStreamLive() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    assertThat(f.exchange.last().address())
        .hasToString("ws://exchange.example/api/1/stream/XBTZAR");
    f.exchange.last().open();
    f.time.run();

    assertThat(f.exchange.last().received())
        .containsExactly(
            "{\"api_key_id\":\"key-id\",\"api_key_secret\":\"" + StreamFixture.SECRET + "\"}");
    f.send(BOOK);

    assertThat(f.news())
        .containsExactly(
            "NEW→CONNECTING STARTED: ws://exchange.example/api/1/stream/XBTZAR",
            "CONNECTING→SYNCING CONNECTED",
            "SYNCING→LIVE SNAPSHOT: sequence 1, 2 orders",
            "book #1 500x1 | 501x2");
  }

  @Test
  void fourUpdatesAreFourHookCallsAfterTheOneForTheSnapshot() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(
        Frames.create(2, "c", "BID", "499", "3"),
        Frames.trade(3, Frames.fill(9, "b", "1", "501")),
        Frames.delete(4, "c"),
        Frames.empty(5));

    assertThat(f.news())
        .containsExactly(
            "book #2 500x1 499x3 | 501x2",
            "book #3 500x1 499x3 | 501x1 BUY 501x1",
            "book #4 500x1 | 501x1",
            "book #5 500x1 | 501x1");
    assertThat(f.stream.statistics())
        .usingRecursiveComparison()
        .ignoringFields("slowPathFrames") // which is the decoder's business
        .isEqualTo(new FeedStatistics(5, 0, 1, 4, 1, 0, 0, 0, 1, java.util.Map.of(), 0));
  }

  @Test
  void framesThatWentIntoTheBookAreShownAsTheyCameBeforeTheHooksAndNoOthers() {
    StreamFixture f = new StreamFixture();
    f.stream.addFrameHook(
        (utf8, snapshot, book) ->
            f.told.add(
                "%s #%d %s"
                    .formatted(
                        snapshot ? "snapshot" : "update",
                        book.sequence(),
                        new String(utf8, StandardCharsets.UTF_8).equals(BOOK))));
    f.live(BOOK);
    f.send(Frames.KEEP_ALIVE, Frames.empty(2), Frames.empty(2), Frames.empty(4));

    assertThat(f.news())
        .filteredOn(line -> line.matches("(snapshot|update|book) .*"))
        .map(line -> line.replaceFirst(" 500.*", ""))
        .containsExactly("snapshot #1 true", "book #1", "update #2 false", "book #2");
  }

  @Test
  void aBrokenSequenceReconnects() {
    StreamFixture f = new StreamFixture().live(BOOK);
    ScriptedConnection broken = f.exchange.last();
    f.news();

    f.send(Frames.create(3, "c", "BID", "499", "3"));
    assertThat(f.news()).containsExactly("LIVE→BACKING_OFF GAP: GAP expected sequence 2, got 3");
    assertThat(broken.ended()).isTrue();
    assertThat(f.exchange.connections()).hasSize(1);

    f.advance(Duration.ofSeconds(1));
    assertThat(f.exchange.connections()).hasSize(2);
    f.exchange.last().open();
    f.send(Frames.snapshot(7, "c 499 3", ""));

    assertThat(f.news())
        .containsExactly(
            "BACKING_OFF→CONNECTING RETRY: after 0.649 s",
            "CONNECTING→SYNCING CONNECTED",
            "SYNCING→LIVE SNAPSHOT: sequence 7, 1 orders",
            "book #7 499x3 | ");
  }

  @Test
  void whatTheOldConnectionStillSaysIsIgnored() {
    StreamFixture f = new StreamFixture().live(BOOK);
    ScriptedConnection old = f.exchange.last();
    f.send(Frames.empty(3));
    f.advance(Duration.ofSeconds(1));
    f.exchange.last().open();
    f.send(Frames.snapshot(7, "c 499 3", ""));
    f.news();

    old.send(Frames.delete(8, "c")).send("garbage");
    old.hangUp(1006, "");
    f.time.run();
    f.send(Frames.create(8, "d", "ASK", "500", "1"));

    assertThat(f.news()).containsExactly("book #8 499x3 | 500x1");
  }

  @Test
  void framesAfterTheOneThatBrokeTheBookAreNotApplied() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(Frames.empty(3), Frames.empty(2), Frames.empty(3));

    assertThat(f.news()).containsExactly("LIVE→BACKING_OFF GAP: GAP expected sequence 2, got 3");
  }

  @Test
  void aDuplicateIsDroppedAndReported() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(Frames.delete(2, "a"), Frames.delete(2, "a"), Frames.empty(3));

    assertThat(f.news())
        .containsExactly("book #2  | 501x2", "dropped #2 at #2", "book #3  | 501x2");
    assertThat(f.stream.statistics().oldMessages()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"sequence\":\"2\"",
        "[]",
        "{\"sequence\":\"2\",\"delete_update\":7}"
      })
  void aFrameThatDoesNotParseCostsAResyncAndNoMore(String garbage) {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(garbage);

    assertThat(f.news()).singleElement().asString().startsWith("LIVE→BACKING_OFF BAD_FRAME: ");
    comesBack(f);
  }

  @Test
  void aContradictionOfTheBookCostsAResync() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(Frames.trade(2, Frames.fill(9, "b", "3", "1503")));

    assertThat(f.news())
        .containsExactly(
            "LIVE→BACKING_OFF BROKEN_BOOK: OVERFILL at sequence 2: a fill of 3 exceeds the 2 left"
                + " of order b");
    comesBack(f);
  }

  @Test
  void aClosingServerIsSurvived() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.exchange.last().hangUp(1001, "going down");
    f.time.run();

    assertThat(f.news())
        .containsExactly("LIVE→BACKING_OFF CLOSED_BY_EXCHANGE: close code 1001, going down");
    comesBack(f);
  }

  @Test
  void aBrokenConnectionIsSurvived() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.exchange.last().breakDown(new IOException("Connection reset"));
    f.time.run();

    assertThat(f.news())
        .containsExactly("LIVE→BACKING_OFF CONNECTION_LOST: IOException, Connection reset");
    comesBack(f);
  }

  @Test
  void silenceIsShownAndThenEndsTheConnectionThoughPongsGoOn() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    int pings = f.exchange.last().pings();
    for (int seconds = 0; seconds < 26; seconds++) {
      f.advance(Duration.ofSeconds(1));
      f.exchange.last().pong();
    }
    assertThat(f.news()).isEmpty();
    assertThat(f.exchange.last().pings()).as("it asked").isGreaterThan(pings);
    f.advance(Duration.ofMillis(250));
    assertThat(f.news()).containsExactly("LIVE→STALE SILENCE: no text frame for 26.25 s");
    f.exchange.last().pong();
    f.advance(Duration.ofMillis(18_700));
    assertThat(f.news()).isEmpty();
    f.exchange.last().pong();
    f.advance(Duration.ofMillis(50));

    assertThat(f.news().getFirst()).isEqualTo("STALE→BACKING_OFF SILENCE: no text frame for 45 s");
    assertThat(f.exchange.connections().getFirst().ended()).isTrue();
  }

  @Test
  void aKeepaliveIsASignOfLife() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    for (int i = 0; i < 10; i++) {
      f.advance(Duration.ofSeconds(20));
      f.send(Frames.KEEP_ALIVE);
    }
    assertThat(f.news()).isEmpty();

    f.advance(Duration.ofSeconds(31));
    f.send(Frames.KEEP_ALIVE);
    f.advance(Duration.ofSeconds(31));
    f.send(Frames.empty(2));
    assertThat(f.news())
        .containsExactly(
            "LIVE→STALE SILENCE: no text frame for 26.25 s",
            "STALE→LIVE HEARD_AGAIN",
            "LIVE→STALE SILENCE: no text frame for 26.25 s",
            "STALE→LIVE HEARD_AGAIN",
            "book #2 500x1 | 501x2");
  }

  @Test
  void aStaleStreamThatHearsNonsenseIsNotLiveForAMoment() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.advance(Duration.ofSeconds(31));
    f.news();

    f.send(Frames.empty(9));

    assertThat(f.news()).containsExactly("STALE→BACKING_OFF GAP: GAP expected sequence 2, got 9");
  }

  @Test
  void anUpstreamThatBreaksTheBookOverAndOverForOneReasonIsSuspect() {
    StreamFixture f = new StreamFixture().live(BOOK);
    for (int i = 0; i < 5; i++) {
      f.send(Frames.empty(9));
      waitedFor(f);
      f.exchange.last().open();
      f.send(BOOK);
      assertThat(f.stream.state()).isEqualTo(FeedState.LIVE);
    }
    f.news();

    f.send(Frames.empty(9));
    assertThat(waitedFor(f)).as("as slow as it gets").isGreaterThan(Duration.ofSeconds(30));
    f.exchange.last().open();
    f.send(BOOK);
    f.send(Frames.create(2, "c", "BID", "499", "1"));

    assertThat(f.news())
        .contains("SYNCING→SUSPECT SNAPSHOT: sequence 1, 2 orders")
        .endsWith("book #1 500x1 | 501x2", "book #2 500x1 499x1 | 501x2");
    for (int seconds = 0; seconds < 590; seconds += 10) {
      f.advance(Duration.ofSeconds(10));
      f.send(Frames.KEEP_ALIVE);
    }
    assertThat(f.news()).containsExactly("SUSPECT→LIVE TRUSTED_AGAIN");
  }

  @Test
  void dropsAloneRaiseNoSuspicion() {
    StreamFixture f = new StreamFixture().live(BOOK);
    for (int i = 0; i < 20; i++) {
      failAndComeBack(f);
    }

    assertThat(f.stream.state()).isEqualTo(FeedState.LIVE);
  }

  @Test
  void threeWrongSnapshotsInARowAreSuspect() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    for (int i = 0; i < 3; i++) {
      f.exchange.last().open();
      f.send(Frames.snapshot(1, "a 501 1", "b 500 2"));
      assertThat(f.stream.state()).isEqualTo(FeedState.BACKING_OFF);
      waitedFor(f);
    }
    f.exchange.last().open();
    f.send(BOOK);

    assertThat(f.stream.state()).isEqualTo(FeedState.SUSPECT);
  }

  @Test
  void aTradeWhoseCounterDoesNotFitThePriceIsReportedAndKept() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(
        Frames.trade(
            2, Frames.fill(8, "b", "0.3333", "166.983"), Frames.fill(9, "b", "0.3333", "170.983")));

    assertThat(f.news())
        .containsExactly(
            "odd price 9", "book #2 500x1.0000 | 501x1.3334 BUY 501x0.3333 BUY 501x0.3333");
    assertThat(f.stream.statistics().priceMismatches()).isEqualTo(1);
  }

  @Test
  void theBudgetOfSessionsIsKept() {
    StreamFixture f = new StreamFixture().live(BOOK);
    List<String> told = new ArrayList<>();
    MarketStream second = new MarketStream(Pair.of("ETHZAR"), f.environment);
    second.addListener(event -> told.add(event.toString()));
    second.start();
    f.time.run();

    assertThat(f.exchange.connections()).hasSize(1);
    assertThat(told)
        .singleElement()
        .asString()
        .contains("to=BACKING_OFF", "NO_SESSION_FREE: all 1 sessions of the budget are in use");
    f.stream.close();
    SessionBudget budget = f.environment.budget();
    assertThat(budget.used()).isZero();
  }

  @Test
  void howFreshTheStreamIsCanBeAsked() {
    StreamFixture f = new StreamFixture();
    assertThat(f.stream.freshness())
        .isEqualTo(new Freshness(Optional.empty(), Optional.empty(), Optional.empty()));
    f.live(BOOK);
    f.advance(Duration.ofSeconds(3));
    f.send(Frames.KEEP_ALIVE);
    f.advance(Duration.ofSeconds(2));

    Freshness freshness = f.stream.freshness();
    assertThat(freshness.sinceText()).contains(Duration.ofSeconds(2));
    assertThat(freshness.sinceUpdate()).contains(Duration.ofSeconds(5));
    assertThat(freshness.delay()).contains(Duration.ofMillis(-Frames.timestamp(1)));
  }

  @Test
  void pingsOfOursKeepTheConnectionAlive() {
    StreamFixture f = new StreamFixture().live(BOOK);

    for (int i = 0; i < 60; i++) {
      f.advance(Duration.ofSeconds(1));
      f.send(Frames.KEEP_ALIVE);
    }

    assertThat(f.exchange.last().pings()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_credentials", "invalid_market"})
  void aRefusalForGoodFailsWithTheExchangesWords(String code) {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.time.run();
    f.news();

    f.send(Frames.error(code, "NOPE " + StreamFixture.SECRET));

    assertThat(f.news()).containsExactly("SYNCING→FAILED REFUSED: " + code + ": NOPE «hidden»");
    assertThat(f.exchange.last().ended()).isTrue();
    f.advance(Duration.ofDays(1));
    assertThat(f.exchange.connections()).hasSize(1);
    assertThat(f.stream.state()).isEqualTo(FeedState.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth_timeout", "never_seen_before", ""})
  void aRefusalThatTimeMayMendIsRetriedSlowly(String code) {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.time.run();
    f.news();

    f.send(Frames.error(code, "session limit exceeded"));

    assertThat(f.news())
        .containsExactly("SYNCING→BACKING_OFF REFUSED: " + code + ": session limit exceeded");
    f.advance(Duration.ofMillis(7_400));
    assertThat(f.exchange.connections()).hasSize(1);
    f.advance(Duration.ofMillis(7_700));
    assertThat(f.exchange.connections()).hasSize(2);
  }

  @Test
  void aRefusedHandshakeIsRetriedAndItsStatusReported() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    f.news();

    f.exchange.last().breakDown(new HandshakeException(503));
    f.time.run();

    assertThat(f.news())
        .containsExactly(
            "CONNECTING→BACKING_OFF CONNECT_FAILED: expected HTTP 101 (switching protocols), got"
                + " HTTP 503");
    comesBack(f);
  }

  @Test
  void anAttemptThatIsNeverAnsweredIsGivenUp() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.advance(Duration.ofSeconds(9));
    f.news();

    // The connector says so itself after 10 s; this one does not.
    f.advance(Duration.ofMillis(1_500));

    assertThat(f.news())
        .containsExactly("CONNECTING→BACKING_OFF CONNECT_FAILED: no answer within 10 s");
    assertThat(f.exchange.inUse()).isZero();
  }

  @Test
  void aServerThatNeverSendsTheSnapshotIsGivenUp() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    for (int i = 0; i < 3; i++) {
      f.advance(Duration.ofSeconds(9));
      f.send(Frames.KEEP_ALIVE);
    }
    f.news();

    f.advance(Duration.ofSeconds(3));

    assertThat(f.news())
        .containsExactly("SYNCING→BACKING_OFF NO_SNAPSHOT: no snapshot within 30 s");
  }

  @Test
  void anUpdateBeforeTheSnapshotIsAGap() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.time.run();
    f.news();

    f.send(Frames.empty(2));

    assertThat(f.news())
        .containsExactly("SYNCING→BACKING_OFF GAP: expected the snapshot, got update 2");
  }

  @Test
  void aSecondSnapshotOnOneConnectionStartsOver() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(BOOK);

    assertThat(f.news())
        .containsExactly("LIVE→BACKING_OFF RESTART: a second snapshot, of sequence 1");
  }

  @Test
  void aNumberThatDoesNotFitIsTriedAgainSeldomUntilItsOrderIsGone() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.send(Frames.create(2, "c", "BID", "1", "0.1234567890123456789"));

    assertThat(f.news())
        .containsExactly(
            "LIVE→BACKING_OFF UNREPRESENTABLE_NUMBER: expected at most 18 decimals, got"
                + " '0.1234567890123456789'");
    for (int attempt = 2; attempt <= 10; attempt++) {
      long from = f.time.nanoTime();
      while (f.exchange.connections().size() < attempt) {
        f.advance(Duration.ofMillis(100));
      }
      assertThat(Duration.ofNanos(f.time.nanoTime() - from))
          .isBetween(Duration.ofSeconds(30), Duration.ofMillis(60_100));
      f.exchange.last().open();
      f.time.run();
      assertThat(f.news())
          .as("the reason is shown for as long as it stands")
          .hasSize(2)
          .allMatch(news -> news.contains("UNREPRESENTABLE_NUMBER: expected at most 18 decimals"));
      f.send(Frames.snapshot(2, "c 1 0.1234567890123456789", ""));
      assertThat(f.news())
          .containsExactly(
              "SYNCING→BACKING_OFF UNREPRESENTABLE_NUMBER: expected at most 18 decimals, got"
                  + " '0.1234567890123456789'");
    }

    while (f.exchange.connections().size() < 11) {
      f.advance(Duration.ofMillis(100));
    }
    f.exchange.last().open();
    f.time.run();
    f.news();
    f.send(BOOK);

    assertThat(f.news().getFirst()).startsWith("SYNCING→LIVE SNAPSHOT");
    assertThat(f.stream.statistics().breaks()).containsEntry(Reason.UNREPRESENTABLE_NUMBER, 10L);
  }

  @Test
  void ordersOfNothingAreCountedAndTheMarketLive() {
    StreamFixture f = new StreamFixture().live(Frames.snapshot(1, "a 500 1, ghost 400 0", ""));
    f.send("", Frames.create(2, "ghost2", "ASK", "600", "0.00"), Frames.delete(3, "ghost"));

    assertThat(f.news())
        .endsWith(
            "SYNCING→LIVE SNAPSHOT: sequence 1, 1 orders, 1 of volume zero left out",
            "book #1 500x1 | ",
            "book #2 500x1 | ",
            "book #3 500x1 | ");
    assertThat(f.stream.statistics().leftOut()).isEqualTo(2);
  }

  @Test
  void aDelayIsToldOfMessagesWithATimeOnly() {
    StreamFixture f = new StreamFixture().live(BOOK);
    assertThat(f.stream.freshness().delay()).isPresent();

    f.send(Frames.empty(2).replaceFirst("[0-9]+}$", "null}"));

    assertThat(f.news()).last().asString().startsWith("book #2");
    assertThat(f.stream.freshness().delay()).isEmpty();
  }

  @Test
  void aKeyInACodeOfAnErrorIsHiddenToo() {
    StreamFixture f = new StreamFixture().live(BOOK);
    List<Cause> causes = new ArrayList<>();
    f.stream.addListener(
        event -> {
          if (event instanceof MarketUpdate.StateChanged change) {
            causes.add(change.cause());
          }
        });

    f.send(Frames.error("no " + StreamFixture.SECRET, "words"));

    assertThat(causes).extracting(Cause::errorCode).containsExactly("no «hidden»");
    assertThat(causes).extracting(Cause::detail).containsExactly("no «hidden»: words");
  }

  @Test
  void waitsDoubleUpToTheCapWithJitterAndOneAttemptAtATime() {
    StreamFixture f = new StreamFixture();
    f.stream.start();
    f.time.run();
    List<Long> waits = new ArrayList<>();

    for (int i = 0; i < 12; i++) {
      f.exchange.last().breakDown(new IOException("refused"));
      f.time.run();
      assertThat(f.exchange.inUse()).isZero();
      long from = f.time.nanoTime();
      int attempts = f.exchange.connections().size();
      while (f.exchange.connections().size() == attempts) {
        f.advance(Duration.ofMillis(1));
      }
      assertThat(f.exchange.inUse()).isEqualTo(1);
      waits.add(Duration.ofNanos(f.time.nanoTime() - from).toMillis());
    }

    long whole = 1_000;
    for (long wait : waits) {
      assertThat(wait).isBetween(whole / 2, whole + 1);
      whole = Math.min(whole * 2, 60_000);
    }
    assertThat(waits).doesNotHaveDuplicates();
  }

  @Test
  void waitsStartFromTheBaseAgainOnlyAfterTheStreamHeld() {
    StreamFixture f = new StreamFixture().live(BOOK);
    for (int i = 0; i < 5; i++) {
      failAndComeBack(f);
    }
    f.exchange.last().hangUp(1006, "");
    f.time.run();
    assertThat(waitedFor(f))
        .as("flapping keeps the waits long")
        .isGreaterThan(Duration.ofSeconds(15));
    f.exchange.last().open();
    f.send(BOOK);

    f.advance(Duration.ofSeconds(20));
    f.send(Frames.KEEP_ALIVE);
    f.advance(Duration.ofSeconds(11));
    f.exchange.last().hangUp(1006, "");
    f.time.run();

    assertThat(waitedFor(f)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aHookThatThrowsIsReportedAndOtherHooksStillRun() {
    StreamFixture f = new StreamFixture();
    List<Long> seen = new ArrayList<>();
    f.stream.addHook(
        (book, trades) -> {
          throw new IOException("disk full");
        });
    f.stream.addHook(
        (book, trades) -> {
          throw new AssertionError("even an error");
        });
    f.stream.addHook((book, trades) -> seen.add(book.sequence()));
    f.live(BOOK);
    f.news();

    f.send(Frames.empty(2));

    assertThat(f.news())
        .containsExactly(
            "book #2 500x1 | 501x2",
            "hook failed at #2: disk full",
            "hook failed at #2: even an error");
    assertThat(seen).containsExactly(1L, 2L);
    assertThat(f.stream.statistics().hookFailures()).isEqualTo(4);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    StreamFixture f = new StreamFixture();
    f.stream.addListener(
        event -> {
          throw new IllegalStateException("listener");
        });
    f.live(BOOK);

    assertThat(f.news()).hasSize(4);
  }

  @Test
  void aHookAddedToALiveStreamIsCalledAtOnce() {
    StreamFixture f = new StreamFixture().live(BOOK);
    List<String> seen = new ArrayList<>();

    f.stream.addHook((book, trades) -> seen.add(StreamFixture.shown(book)));
    f.time.run();

    assertThat(seen).containsExactly("#1 500x1 | 501x2");
  }

  @Test
  void closingSendsACloseFrameAndNothingRunsAfterwards() {
    StreamFixture f = new StreamFixture().live(BOOK);
    ScriptedConnection line = f.exchange.last();
    f.news();

    f.stream.close();
    f.stream.close();
    line.send(Frames.empty(2));
    f.advance(Duration.ofDays(1));

    assertThat(f.news()).containsExactly("LIVE→CLOSED CLOSED_BY_OWNER");
    assertThat(line.closedPolitely()).isTrue();
    assertThat(f.time.waiting()).isZero();
    assertThat(f.exchange.connections()).hasSize(1);
  }

  @Test
  void aHookMayCloseTheStream() {
    StreamFixture f = new StreamFixture();
    f.stream.addHook((book, trades) -> f.stream.close());
    f.live(BOOK);
    f.exchange.last().send(Frames.empty(2));
    f.advance(Duration.ofDays(1));

    assertThat(f.news())
        .endsWith("book #1 500x1 | 501x2", "LIVE→CLOSED CLOSED_BY_OWNER")
        .hasSize(5);
    assertThat(f.time.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECTING", "SYNCING", "LIVE", "BACKING_OFF", "STALE"})
  void aListenerMayCloseTheStreamInAnyState(String when) {
    StreamFixture f = new StreamFixture();
    f.stream.addListener(
        event -> {
          if (event instanceof MarketUpdate.StateChanged changed
              && changed.to() == FeedState.valueOf(when)) {
            f.stream.close();
          }
        });
    f.stream.start();
    f.time.run();
    for (Runnable step :
        List.<Runnable>of(
            () -> f.exchange.last().open(),
            () -> f.exchange.last().send(BOOK),
            () -> f.advance(Duration.ofSeconds(31)),
            () -> f.exchange.last().hangUp(1006, ""))) {
      if (!f.exchange.connections().isEmpty()) {
        step.run();
      }
      f.time.run();
    }
    f.advance(Duration.ofDays(1));

    assertThat(f.told.getLast()).endsWith("→CLOSED CLOSED_BY_OWNER");
    assertThat(f.stream.state()).isEqualTo(FeedState.CLOSED);
    assertThat(f.time.waiting()).isZero();
    assertThat(f.exchange.inUse()).isZero();
  }

  @Test
  void framesThatComeFasterThanTheyAreTakenAreBounded() {
    StreamFixture f =
        new StreamFixture(FeedSettings.builder().maxQueuedBytes(1_000).build()).live(BOOK);
    f.news();

    for (int i = 2; i < 12; i++) {
      f.exchange.last().send(Frames.empty(i));
    }
    f.time.run();

    List<String> news = f.news();
    assertThat(news.getLast())
        .isEqualTo("LIVE→BACKING_OFF OVERRUN: more than 1000 bytes of frames wait");
    assertThat(news).hasSizeLessThan(10);
    assertThat(f.stream.statistics().breaks())
        .containsExactly(java.util.Map.entry(Reason.OVERRUN, 1L));
    comesBack(f);
  }

  @Test
  void onlyTheExchangeGetsTheSecret() {
    StreamFixture f = new StreamFixture().live(BOOK);

    f.send("garbage with " + StreamFixture.SECRET);

    assertThat(f.told).noneMatch(text -> text.contains(StreamFixture.SECRET));
    assertThat(f.environment.toString()).doesNotContain(StreamFixture.SECRET);
  }

  @Test
  void noPartOfTheSecretIsShownWhereverAFrameIsCut() {
    for (int before = 0; before < 120; before++) {
      StreamFixture f = new StreamFixture().live(BOOK);

      f.send("x".repeat(before) + StreamFixture.SECRET + "y".repeat(200));

      for (int from = 0; from + 8 <= StreamFixture.SECRET.length(); from++) {
        String part = StreamFixture.SECRET.substring(from, from + 8);
        assertThat(f.told).as("%d before", before).noneMatch(text -> text.contains(part));
      }
    }
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();
    f.send(f.exchange.last().received().getFirst());
    assertThat(f.news())
        .containsExactly(
            "LIVE→BACKING_OFF BAD_FRAME: a frame of 61 bytes, withheld since it repeats the"
                + " key");
  }

  @Test
  void aStaleStreamThatHearsOnlyOldMessagesIsNotLiveForAMoment() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.send(Frames.empty(2));
    f.advance(Duration.ofSeconds(31));
    f.news();

    f.send(Frames.empty(2));

    assertThat(f.news())
        .containsExactly(
            "STALE→BACKING_OFF RESTART: expected sequence 3, got only older ones for more than 20"
                + " s, the last 2");
  }

  @Test
  void aListenerThatClosesTheStreamOverAnOddPriceIsTheLastToHear() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.stream.addListener(
        event -> {
          if (event instanceof MarketEvent.TradePriceMismatch) {
            f.stream.close();
          }
        });
    f.news();

    f.send(Frames.trade(2, Frames.fill(9, "b", "1.0000", "77")));

    assertThat(f.news()).containsExactly("odd price 9", "LIVE→CLOSED CLOSED_BY_OWNER");
  }

  @Test
  void aPairIsTakenInAnyCaseAndWhatCannotBeOneIsRefused() {
    assertThat(Pair.of("avaxzar").code()).isEqualTo("AVAXZAR");
    assertThatThrownBy(() -> Pair.of("XBT/ZAR"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a pair such as XBTZAR, got 'XBT/ZAR'");
    assertThatThrownBy(() -> Pair.of("")).hasMessage("expected a pair such as XBTZAR, got ''");
  }

  /** The stream is backing off: it connects again and its book is the exchange's new one. */
  private static void comesBack(StreamFixture f) {
    f.news();
    int attempts = f.exchange.connections().size();
    waitedFor(f);
    assertThat(f.exchange.connections()).hasSize(attempts + 1);
    f.exchange.last().open();
    f.send(Frames.snapshot(70, "z 400 4", ""));
    assertThat(f.news()).endsWith("book #70 400x4 | ");
    assertThat(f.stream.state()).isEqualTo(FeedState.LIVE);
    assertThat(f.exchange.inUse()).isEqualTo(1);
  }

  private static void failAndComeBack(StreamFixture f) {
    f.exchange.last().hangUp(1006, "");
    f.time.run();
    waitedFor(f);
    f.exchange.last().open();
    f.send(BOOK);
  }

  private static Duration waitedFor(StreamFixture f) {
    long from = f.time.nanoTime();
    int attempts = f.exchange.connections().size();
    while (f.exchange.connections().size() == attempts) {
      f.advance(Duration.ofMillis(10));
    }
    return Duration.ofNanos(f.time.nanoTime() - from);
  }

  @Test
  void theBookIsShownOnceBetweenTwoUpdatesToWhoeverAsks() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.news();

    f.stream.readBook(book -> f.told.add("read " + StreamFixture.shown(book)));
    f.send(Frames.create(2, "c", "BID", "499", "3"));
    f.stream.readBook(
        book -> {
          throw new IllegalStateException("oops");
        });
    f.send(Frames.delete(3, "c"));

    assertThat(f.news())
        .containsExactly(
            "read #1 500x1 | 501x2",
            "book #2 500x1 499x3 | 501x2",
            "hook failed at #2: oops",
            "book #3 500x1 | 501x2");
  }

  @Test
  void aClosedStreamShowsNoBook() {
    StreamFixture f = new StreamFixture().live(BOOK);
    f.stream.close();
    f.news();

    f.stream.readBook(book -> f.told.add("read"));
    f.time.run();

    assertThat(f.news()).isEmpty();
  }
}
