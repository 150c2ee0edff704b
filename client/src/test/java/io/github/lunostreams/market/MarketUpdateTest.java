package io.github.lunostreams.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.market.MarketUpdate.TradeGap;
import io.github.lunostreams.market.MarketUpdate.TradesRecovered;
import io.github.lunostreams.testkit.Frames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One ordered stream of everything: each test states all of it, in order. */
class MarketUpdateTest {
  private static final String BOOK = Frames.snapshot(1, "a 500 1, c 499 2", "b 501 2");

  private final List<String> told = new ArrayList<>();

  private UpdateHook hook(UpdateDetail detail) {
    return update -> told.add(shown(update, detail));
  }

  private static String shown(MarketUpdate update, UpdateDetail detail) {
    return switch (update) {
      case Reset reset ->
          "reset %s by %s, %s, frame %s"
              .formatted(
                  reset.state(),
                  reset.change().cause().reason(),
                  StreamFixture.shown(reset.book()),
                  reset.frame().isPresent());
      case Changed changed ->
          "changed %s #%d%s%s"
              .formatted(
                  changed.state(),
                  changed.book().sequence(),
                  StreamFixture.shownTrades(changed.trades()),
                  detail == UpdateDetail.CHANGES ? changes(changed) : "");
      case StateChanged change -> change.from() + "→" + change.to() + " " + change.cause().reason();
      case TradesRecovered recovered -> "recovered " + recovered.trades();
      case TradeGap gap -> "gap of " + gap.count();
    };
  }

  private static String changes(Changed changed) {
    return " orders "
        + changed.orders().toList().stream()
            .map(
                one ->
                    "%s %s %s %sx%s left %s"
                        .formatted(
                            one.kind(),
                            one.orderId(),
                            one.side(),
                            one.price().toPlainString(),
                            one.volume().toPlainString(),
                            one.remaining().toPlainString()))
            .collect(Collectors.joining(", ", "[", "]"))
        + " levels "
        + changed.levels().toList().stream()
            .map(
                one ->
                    "%s %sx%s of %d"
                        .formatted(
                            one.side(),
                            one.price().toPlainString(),
                            one.volume().toPlainString(),
                            one.orders()))
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private List<String> news() {
    List<String> news = List.copyOf(told);
    told.clear();
    return news;
  }

  @Test
  void aMarketsLifeIsOneOrderedStream() {
    StreamFixture f = new StreamFixture();
    f.stream.addUpdateHook(hook(UpdateDetail.BOOK), UpdateDetail.BOOK);
    f.live(BOOK);
    f.send(Frames.trade(2, Frames.fill(9, "b", "1", "501")), Frames.empty(9));
    f.advance(Duration.ofSeconds(1));
    f.exchange.last().open();
    f.send(Frames.snapshot(20, "", "z 700 1"));
    f.advance(Duration.ofSeconds(31));
    f.send(Frames.empty(21));
    f.stream.close();

    assertThat(news())
        .containsExactly(
            "NEW→CONNECTING STARTED",
            "CONNECTING→SYNCING CONNECTED",
            "reset LIVE by SNAPSHOT, #1 500x1 499x2 | 501x2, frame true",
            "changed LIVE #2 BUY 501x1",
            "LIVE→BACKING_OFF GAP",
            "BACKING_OFF→CONNECTING RETRY",
            "CONNECTING→SYNCING CONNECTED",
            "reset LIVE by SNAPSHOT, #20  | 700x1, frame true",
            "LIVE→STALE SILENCE",
            "STALE→LIVE HEARD_AGAIN",
            "changed LIVE #21",
            "LIVE→CLOSED CLOSED_BY_OWNER");
  }

  @Test
  void aHookAddedLaterFirstGetsTheStateAndTheBook() {
    StreamFixture f = new StreamFixture().live(BOOK);

    f.stream.addUpdateHook(hook(UpdateDetail.BOOK), UpdateDetail.BOOK);
    f.send(Frames.empty(2));
    f.exchange.last().breakDown(new IOException("reset"));
    f.time.run();
    f.stream.addUpdateHook(
        update -> told.add("late: " + shown(update, UpdateDetail.BOOK)), UpdateDetail.BOOK);
    f.time.run();

    assertThat(news())
        .containsExactly(
            "reset LIVE by SNAPSHOT, #1 500x1 499x2 | 501x2, frame false",
            "changed LIVE #2",
            "LIVE→BACKING_OFF CONNECTION_LOST",
            "late: BACKING_OFF→BACKING_OFF CONNECTION_LOST");
  }

  @Test
  void hooksThatAskGetChangesOfOrdersAndLevels() {
    StreamFixture f = new StreamFixture();
    f.stream.addUpdateHook(hook(UpdateDetail.CHANGES), UpdateDetail.CHANGES);
    f.live(BOOK);
    news();

    f.send(
        Frames.create(2, "d", "BID", "500", "3"),
        Frames.trade(3, Frames.fill(1, "a", "1", "500"), Frames.fill(2, "d", "0.5", "250")),
        Frames.delete(4, "c"),
        Frames.delete(5, "unknown"),
        Frames.update(
            6,
            "[" + Frames.fill(3, "b", "2", "1002") + "]",
            Frames.createPart("e", "ASK", "502.5", "1"),
            "{\"order_id\":\"d\"}",
            "null"),
        Frames.status(7, "POSTONLY"));

    assertThat(news())
        .containsExactly(
            "changed LIVE #2 orders [ADDED d BID 500x3 left 3] levels [BID 500x4 of 2]",
            "changed LIVE #3 SELL 500x1 SELL 500x0.5 orders [FILLED a BID 500x1.0 left 0.0,"
                + " FILLED d BID 500x0.5 left 2.5] levels [BID 500x2.5 of 1]",
            "changed LIVE #4 orders [REMOVED c BID 499x2.0 left 0.0] levels [BID 499x0.0 of 0]",
            "changed LIVE #5 orders [] levels []",
            "changed LIVE #6 BUY 501x2 orders [FILLED b ASK 501.0x2.0 left 0.0, ADDED e ASK"
                + " 502.5x1.0 left 1.0, REMOVED d BID 500.0x2.5 left 0.0] levels [BID 500.0x0.0"
                + " of 0, ASK 501.0x0.0 of 0, ASK 502.5x1.0 of 1]",
            "changed LIVE #7 orders [] levels []");
  }

  @Test
  void changesThatNobodyAskedForAreRefusedWithWords() {
    StreamFixture f = new StreamFixture();
    f.stream.addUpdateHook(hook(UpdateDetail.CHANGES), UpdateDetail.BOOK);
    f.live(BOOK);
    f.news();

    f.send(Frames.empty(2));

    assertThat(f.news())
        .contains(
            "hook failed at #2: expected a hook that asked for changes of orders and levels, there"
                + " is none");
  }

  @Test
  void aSnapshotHasNoChanges() {
    StreamFixture f = new StreamFixture();
    List<Integer> sizes = new ArrayList<>();
    f.stream.addUpdateHook(
        update -> {
          if (update instanceof Changed changed) {
            sizes.add(changed.orders().size());
          }
        },
        UpdateDetail.CHANGES);
    f.live(BOOK);
    f.send(Frames.empty(2), Frames.delete(3, "a"), Frames.empty(4));

    assertThat(sizes).containsExactly(0, 1, 0);
  }

  @Test
  void closingInsideAHookIsReportedAfterTheCurrentUpdate() {
    StreamFixture f = new StreamFixture();
    f.stream.addUpdateHook(
        update -> {
          if (update instanceof StateChanged change && change.to() == FeedState.SYNCING) {
            f.stream.close();
          }
        },
        UpdateDetail.BOOK);
    f.stream.addUpdateHook(hook(UpdateDetail.BOOK), UpdateDetail.BOOK);
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.time.run();

    assertThat(news())
        .containsExactly(
            "NEW→CONNECTING STARTED",
            "CONNECTING→SYNCING CONNECTED",
            "SYNCING→CLOSED CLOSED_BY_OWNER");
    assertThat(f.news())
        .containsExactly(
            "NEW→CONNECTING STARTED: ws://exchange.example/api/1/stream/XBTZAR",
            "CONNECTING→SYNCING CONNECTED",
            "SYNCING→CLOSED CLOSED_BY_OWNER");
  }

  @Test
  void theErrorCodeOfTheExchangeIsAFieldOfTheCause() {
    StreamFixture f = new StreamFixture();
    List<Boolean> unknown = new ArrayList<>();
    f.stream.addUpdateHook(
        update -> {
          if (update instanceof StateChanged change && change.to() == FeedState.FAILED) {
            unknown.add(change.cause().isRefusal("invalid_market"));
            told.add(change.cause().errorCode());
          }
        },
        UpdateDetail.BOOK);
    f.stream.start();
    f.time.run();
    f.exchange.last().open();
    f.send(Frames.error("invalid_market", "XBTZAR"));

    assertThat(unknown).containsExactly(true);
    assertThat(news()).containsExactly("invalid_market");
  }
}
