package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.testkit.SimulatedTime.SimulatedLoop;
import io.github.lunostreams.upstream.HandshakeException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway played by the test, on simulated time. */
class GatewaySourceTest {
  private final SimulatedTime time = new SimulatedTime();
  private final SimulatedLoop loop = time.loop("gateway");
  private final ScriptedExchange gateway = new ScriptedExchange();
  private final List<String> shown = new ArrayList<>();
  private final GatewaySource source =
      new GatewaySource(
          URI.create("ws://gateway.test:8010"),
          Pair.of("XBTZAR"),
          0,
          gateway,
          loop,
          time,
          new Shown());

  @BeforeEach
  void start() {
    source.start();
    time.run();
  }

  private static String message(long sequence, String feed) {
    return "{\"bids\":[],\"asks\":[],\"trades\":[],\"sequence\":%d,\"timestamp\":5,\"status\":\"ACTIVE\",\"feed\":\"%s\"}"
        .formatted(sequence, feed);
  }

  private static String sourced(long sequence, String feed) {
    return message(sequence, feed).replace("\"sequence\"", "\"source\":\"live\",\"sequence\"");
  }

  private static String beat(@Nullable Long sequence, String feed) {
    String quoted = sequence == null ? "null" : "\"" + sequence + "\"";
    return "{\"beat\":{\"sequence\":%s,\"feed\":\"%s\",\"time\":5,\"source\":\"live\"}}"
        .formatted(quoted, feed);
  }

  private void connect() {
    gateway.last().open();
    time.run();
  }

  private void receive(String text) {
    gateway.last().send(text);
    time.run();
  }

  @Test
  void eachMessageIsAViewAndTheFirstIsNoUpdate() {
    connect();
    receive(message(1, "LIVE"));
    receive(message(2, "LIVE"));
    receive(message(2, "STALE"));

    assertThat(gateway.last().address()).hasToString("ws://gateway.test:8010/XBTZAR?beat=1");
    assertThat(shown).containsExactly("LIVE #1 +0", "LIVE #2 +1", "STALE #2 +0");
  }

  @Test
  void aBreakKeepsTheBookAndIsFollowedByANewConnection() {
    connect();
    receive(message(1, "LIVE"));
    gateway.last().hangUp(1001, "bye");
    time.advance(Duration.ofMillis(500));
    connect();
    receive(message(9, "LIVE"));

    assertThat(shown)
        .containsExactly(
            "LIVE #1 +0", "RESYNCING (the gateway closed with code 1001, bye) #1 +0", "LIVE #9 +0");
    assertThat(gateway.connections()).hasSize(2);
  }

  @Test
  void aGatewayThatIsNotThereIsTriedWithGrowingWaits() {
    for (int i = 0; i < 20; i++) {
      gateway.last().breakDown(new ConnectException("refused"));
      time.advance(Duration.ofSeconds(10));
    }

    assertThat(gateway.connections()).hasSize(21);
    assertThat(shown)
        .hasSize(20)
        .containsOnly("RESYNCING (the gateway is not reached: ConnectException, refused) -");
  }

  @Test
  void aQuietMarketIsKeptByTheAnswersToPings() {
    connect();
    receive(message(1, "LIVE"));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(10));
      gateway.last().pong();
    }

    assertThat(shown).containsExactly("LIVE #1 +0");
    assertThat(gateway.last().pings()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void aGatewayThatAnswersNothingIsStaleAndThenGivenUp() {
    connect();
    receive(message(1, "LIVE"));
    time.advance(Duration.ofSeconds(30));

    assertThat(shown)
        .containsExactly(
            "LIVE #1 +0",
            "STALE (nothing from the gateway for 22.5 s) #1 +0",
            "RESYNCING (the gateway has been silent: no text frame for 30 s) #1 +0");
    assertThat(gateway.last().ended()).isTrue();
  }

  @Test
  void aLateAnswerToAPingMakesAStaleBookCurrentAgain() {
    connect();
    receive(message(1, "LIVE"));
    time.advance(Duration.ofSeconds(25));
    gateway.last().pong();
    time.advance(Duration.ofSeconds(10));

    assertThat(shown)
        .containsExactly(
            "LIVE #1 +0", "STALE (nothing from the gateway for 22.5 s) #1 +0", "LIVE #1 +0");
  }

  @Test
  void beatsKeepAQuietMarketLive() {
    connect();
    receive(sourced(1, "LIVE"));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(2));
      receive(beat(1L, "LIVE"));
    }

    assertThat(shown).containsExactly("LIVE #1 +0");
    assertThat(gateway.connections()).hasSize(1);
  }

  @Test
  void aGatewayThatBeatIsGivenUpAfterSixSecondsWithoutMessageOrBeat() {
    connect();
    receive(message(1, "LIVE"));
    receive(beat(1L, "LIVE"));
    time.advance(Duration.ofMillis(5_999));
    assertThat(shown).containsExactly("LIVE #1 +0");
    time.advance(Duration.ofMillis(1));
    assertThat(shown)
        .containsExactly(
            "LIVE #1 +0",
            "RESYNCING (the gateway has been silent: neither message nor beat for 6 s) #1 +0");
    assertThat(gateway.last().ended()).isTrue();

    time.advance(Duration.ofMillis(500));
    connect();
    receive(beat(1L, "LIVE"));
    receive(sourced(1, "LIVE"));
    receive(sourced(2, "LIVE"));
    assertThat(shown.subList(2, shown.size())).containsExactly("LIVE #1 +0", "LIVE #2 +1");
  }

  @Test
  void aPongIsNoSignOfLifeOfAGatewayThatNamesItsSource() {
    connect();
    receive(sourced(1, "LIVE"));
    time.advance(Duration.ofSeconds(3));
    gateway.last().pong();
    time.advance(Duration.ofSeconds(3));

    assertThat(shown).hasSize(2).last().asString().startsWith("RESYNCING (the gateway has been");
  }

  @Test
  void eachStateThatABeatTellsIsShownOnce() {
    connect();
    receive(sourced(1, "LIVE"));
    for (String feed :
        List.of("LAGGING", "LAGGING", "STALE", "SUSPECT", "RESYNCING", "FAILED", "LIVE", "LIVE")) {
      receive(beat(1L, feed));
    }

    assertThat(shown)
        .containsExactly(
            "LIVE #1 +0",
            "LAGGING #1 +0",
            "STALE #1 +0",
            "SUSPECT #1 +0",
            "RESYNCING #1 +0",
            "FAILED #1 +0",
            "LIVE #1 +0");
  }

  @Test
  void noBeatMakesABookLiveThatCameOnAnEarlierConnection() {
    connect();
    receive(sourced(1, "LIVE"));
    gateway.last().hangUp(1001, "bye");
    time.advance(Duration.ofMillis(500));
    connect();
    receive(beat(9L, "LIVE"));
    receive(beat(null, "LIVE"));
    assertThat(shown)
        .containsExactly("LIVE #1 +0", "RESYNCING (the gateway closed with code 1001, bye) #1 +0");
    receive(beat(9L, "STALE"));
    assertThat(shown).last().isEqualTo("STALE (the gateway has no book yet) #1 +0");
  }

  @Test
  void aGatewayWithoutABookBeatsAndIsWaitedFor() {
    connect();
    for (int i = 0; i < 60; i++) {
      receive(beat(null, "RESYNCING"));
      time.advance(Duration.ofSeconds(2));
    }
    receive(sourced(1, "LIVE"));

    assertThat(shown).containsExactly("LIVE #1 +0");
    assertThat(gateway.connections()).hasSize(1);
  }

  @Test
  void aMarketThatTheGatewayHasGivenUpIsFailedAndTriedAgain() {
    connect();
    receive(beat(null, "RESYNCING"));
    gateway.last().hangUp(1008, "refused");
    time.advance(Duration.ofMillis(500));

    assertThat(shown).containsExactly("FAILED (the gateway closed with code 1008, refused) -");
    assertThat(gateway.connections()).hasSize(2);
  }

  @Test
  void messagesThatWaitForTheLoopAreNoSilence() {
    connect();
    receive(sourced(1, "LIVE"));
    time.advance(Duration.ofSeconds(1));
    loop.work(Duration.ofSeconds(8));
    for (int i = 0; i < 4; i++) {
      time.advance(Duration.ofSeconds(2));
      gateway.last().send(beat(1L, "LIVE"));
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(shown).containsExactly("LIVE #1 +0");
  }

  @Test
  void aGatewayThatRefusesToBeAskedForBeatsIsAskedWithout() {
    gateway.last().breakDown(new HandshakeException(400));
    time.run();
    connect();
    receive(message(1, "LIVE"));
    time.advance(Duration.ofSeconds(10));

    assertThat(gateway.connections())
        .extracting(connection -> connection.address().toString())
        .containsExactly("ws://gateway.test:8010/XBTZAR?beat=1", "ws://gateway.test:8010/XBTZAR");
    assertThat(shown).containsExactly("LIVE #1 +0");
  }

  @Test
  void aMessageThatWaitedLongIsShownAsLagging() {
    connect();
    receive(message(1, "LIVE"));
    gateway.last().send(message(2, "LIVE"));
    loop.work(Duration.ofSeconds(3));
    time.advance(Duration.ofSeconds(3));
    receive(message(3, "LIVE"));

    assertThat(shown)
        .containsExactly("LIVE #1 +0", "LAGGING (messages wait for 3 s) #2 +1", "LIVE #3 +1");
  }

  @Test
  void aGatewayWithoutThePairIsAFailure() {
    connect();
    receive("Invalid path");
    time.advance(Duration.ofMinutes(10));

    assertThat(gateway.last().received()).isEmpty();
    assertThat(shown).containsExactly("failed: the gateway does not serve XBTZAR");
    assertThat(gateway.last().ended()).isTrue();
    assertThat(gateway.connections()).hasSize(1);
  }

  @Test
  void anythingElseThanAGatewaysMessageIsAFailure() {
    connect();
    receive("hello");

    assertThat(shown).containsExactly("failed: expected a gateway's message, got hello");
  }

  @Test
  void closingSendsACloseFrame() {
    connect();
    source.close();

    assertThat(gateway.last().closedPolitely()).isTrue();
  }

  private final class Shown implements ViewSink {
    @Override
    public void onView(MarketView view) {
      MarketView.Book book = view.book();
      shown.add(
          view.feed()
              + (view.detail().isEmpty() ? "" : " (" + view.detail() + ")")
              + (book == null ? " -" : " #" + book.sequence() + " +" + view.updates()));
    }

    @Override
    public void onFailed(Failure failure) {
      shown.add("failed: " + failure.message());
    }
  }
}
