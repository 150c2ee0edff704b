package io.github.lunostreams.book.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BrokenBookException.Violation;
import io.github.lunostreams.book.engine.OrderBookBuilder.Outcome;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderBookBuilderTest {
  private final MessageDecoder decoder = new MessageDecoder();
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));

  @Test
  void ordersAtOnePriceAreConsolidatedIntoALevel() throws Exception {
    restart("a 500 1, b 500 2", "c 600 4, d 600 6");

    assertThat(bids()).containsExactly("500 x 3 (2)");
    assertThat(asks()).containsExactly("600 x 10 (2)");
    assertThat(builder.book().orderCount()).isEqualTo(4);
  }

  @Test
  void levelsStandBestFirstWhateverTheOrderTheyCameIn() throws Exception {
    restart("a 480 1, b 500 2, c 490 3", "d 610 4, e 590 5, f 600 6");

    assertThat(bids()).containsExactly("500 x 2 (1)", "490 x 3 (1)", "480 x 1 (1)");
    assertThat(asks()).containsExactly("590 x 5 (1)", "600 x 6 (1)", "610 x 4 (1)");
    assertThat(builder.book().bestBid()).get().extracting("price").isEqualTo(new BigDecimal(500));
    assertThat(builder.book().bestAsk()).get().extracting("price").isEqualTo(new BigDecimal(590));
    assertThat(builder.book().spread()).contains(new BigDecimal(90));
  }

  @Test
  void theOrdersOfALevelStandInTheOrderInWhichTheyCame() throws Exception {
    restart("c 500 3, a 500 1, z 499 1, b 500 2", "");
    assertThat(queue(Side.BID, 0)).containsExactly("c 3", "a 1", "b 2");

    apply(Frames.create(2, "d", "BID", "500", "4"));
    assertThat(queue(Side.BID, 0)).containsExactly("c 3", "a 1", "b 2", "d 4");
    apply(Frames.delete(3, "a"));
    apply(Frames.trade(4, Frames.fill(1, "c", "1", "500"), Frames.fill(2, "b", "2", "1000")));
    assertThat(queue(Side.BID, 0)).containsExactly("c 2", "d 4");
    apply(Frames.delete(5, "d"));
    apply(Frames.create(6, "e", "BID", "500.5", "5"));
    apply(Frames.create(7, "an id that does not fit into two longs", "BID", "500", "6"));
    assertThat(queue(Side.BID, 0)).containsExactly("e 5");
    assertThat(queue(Side.BID, 1))
        .containsExactly("c 2", "an id that does not fit into two longs 6");
    apply(Frames.delete(8, "c"));
    assertThat(queue(Side.BID, 1)).containsExactly("an id that does not fit into two longs 6");

    apply(Frames.create(9, "w", "ASK", "502", "1"));
    apply(Frames.create(10, "v", "ASK", "501", "1"));
    assertThat(builder.book().orders().stream().sorted(Order.BEST_FIRST))
        .extracting(Order::id)
        .containsExactly("e", "an id that does not fit into two longs", "z", "v", "w");
  }

  @Test
  void ordersThatWereTakenStayAsTheyWere() throws Exception {
    restart("a 500 1, b 500 2", "z 510 1");
    apply(Frames.create(2, "an id that does not fit into two longs", "BID", "499.5", "6"));
    List<Order> taken = builder.book().orders();
    List<String> before = taken.stream().map(Order::toString).toList();
    assertThat(before).hasSize(4).doesNotHaveDuplicates();
    for (Order order : taken) {
      assertThat(builder.book().order(order.id())).contains(order);
    }

    apply(Frames.trade(3, Frames.fill(1, "a", "0.5", "250")));
    apply(Frames.delete(4, "an id that does not fit into two longs"));
    apply(Frames.create(5, "the next id that does not fit", "BID", "498.25", "7.125"));
    apply(Frames.delete(6, "z"));
    assertThat(taken.stream().map(Order::toString)).isEqualTo(before);
    assertThatThrownBy(() -> taken.removeFirst()).isInstanceOf(UnsupportedOperationException.class);
    assertThat(builder.book().orders().stream().sorted(Order.BEST_FIRST))
        .extracting(Order::id)
        .containsExactly("a", "b", "the next id that does not fit");
  }

  @Test
  void aLevelThatWentComesAgainAlsoAtAWiderScale() throws Exception {
    restart("a 500 1", "z 510 1, y 520 1");
    apply(Frames.delete(2, "z"));
    apply(Frames.create(3, "x", "ASK", "520.5", "1.25"));
    apply(Frames.create(4, "w", "ASK", "510", "2"));
    assertThat(asks()).containsExactly("510.0 x 2.00 (1)", "520.0 x 1.00 (1)", "520.5 x 1.25 (1)");
    assertThat(queue(Side.ASK, 0)).containsExactly("w 2.00");
  }

  private List<String> queue(Side side, int index) {
    return builder.book().ordersAt(side, index).stream()
        .map(order -> order.id() + " " + order.volume().toPlainString())
        .toList();
  }

  @Test
  void anOrderIsCreatedPartlyFilledFilledAndDeleted() throws Exception {
    restart("", "");

    apply(Frames.create(2, "a", "BID", "100", "10"));
    assertThat(bids()).containsExactly("100 x 10 (1)");
    apply(Frames.create(3, "b", "ASK", "101", "10"));
    assertThat(asks()).containsExactly("101 x 10 (1)");
    apply(Frames.delete(4, "b"));
    assertThat(asks()).isEmpty();

    apply(Frames.trade(5, Frames.fill(71, "a", "5", "500")));
    assertThat(bids()).containsExactly("100 x 5 (1)");
    assertThat(builder.trades()).containsExactly(trade(TradeType.SELL, "100", "5", "500", 71, 5));

    apply(Frames.trade(6, Frames.fill(72, "a", "5", "500")));
    assertThat(bids()).isEmpty();
    assertThat(builder.trades()).containsExactly(trade(TradeType.SELL, "100", "5", "500", 72, 6));
    assertThat(builder.book().order("a")).isEmpty();
  }

  @Test
  void aPartlyFilledTakerRestsWithWhatRemainsOfIt() throws Exception {
    restart("c 150 10", "");

    apply(
        Frames.update(
            2,
            "[" + Frames.fill(8, "c", "10", "1500") + "]",
            Frames.createPart("d", "ASK", "150", "50"),
            "null",
            "null"));

    assertThat(bids()).isEmpty();
    assertThat(asks()).containsExactly("150 x 50 (1)");
    assertThat(builder.trades())
        .containsExactly(
            new Trade(
                TradeType.SELL,
                new BigDecimal("150"),
                new BigDecimal("10"),
                new BigDecimal("1500"),
                "c",
                "T8",
                8,
                2,
                Optional.of(Instant.ofEpochMilli(Frames.timestamp(2)))));
  }

  @Test
  void aTradeThatFillsTheMakerRemovesItWithoutADelete() throws Exception {
    restart("", "a 600 0.5, b 600 0.25");

    apply(Frames.trade(2, Frames.fill(1, "a", "0.5", "300")));

    assertThat(asks()).containsExactly("600 x 0.25 (1)");
    assertThat(builder.trades().getFirst().type()).isEqualTo(TradeType.BUY);
  }

  @Test
  void oneMessageMayFillSeveralMakersAndOneMakerTwice() throws Exception {
    restart("", "a 600 1, b 601 2, c 602 3");

    apply(
        Frames.trade(
            2,
            Frames.fill(1, "a", "0.5", "300"),
            Frames.fill(2, "a", "0.5", "300"),
            Frames.fill(3, "b", "2", "1202"),
            Frames.fill(4, "c", "1", "602")));

    assertThat(asks()).containsExactly("602 x 2.0 (1)");
    assertThat(builder.trades()).extracting(Trade::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(builder.trades())
        .extracting(t -> t.price().toPlainString())
        .containsExactly("600", "600", "601", "602");
  }

  @Test
  void aFillAndADeleteOfOneMakerInOneMessageKeepTheTrade() throws Exception {
    restart("a 500 3", "");

    apply(
        Frames.update(
            2,
            "[" + Frames.fill(1, "a", "1", "500") + "]",
            "null",
            "{\"order_id\":\"a\"}",
            "null"));

    assertThat(bids()).isEmpty();
    assertThat(builder.trades()).containsExactly(trade(TradeType.SELL, "500", "1", "500", 1, 2));
  }

  @Test
  void aTradeOfNothingIsReportedAndChangesNoVolume() throws Exception {
    restart("a 500 3", "");

    apply(Frames.trade(2, Frames.fill(1, "a", "0", "0")));

    assertThat(bids()).containsExactly("500 x 3 (1)");
    assertThat(builder.trades()).containsExactly(trade(TradeType.SELL, "500", "0", "0", 1, 2));
  }

  @Test
  void deletingAnUnknownOrderIsNoError() throws Exception {
    restart("a 500 3", "");

    assertThat(apply(Frames.delete(2, "never-heard-of"))).isEqualTo(Outcome.APPLIED);

    assertThat(bids()).containsExactly("500 x 3 (1)");
    assertThat(builder.book().sequence()).isEqualTo(2);
  }

  @Test
  void anEmptyMessageAdvancesTheSequence() throws Exception {
    restart("", "");

    apply(Frames.empty(2));

    assertThat(builder.book().sequence()).isEqualTo(2);
    assertThat(builder.book().timestampMillis()).isEqualTo(Frames.timestamp(2));
  }

  @Test
  void theStatusIsTheExchangesWordEvenIfItIsNew() throws Exception {
    restart("", "");
    assertThat(builder.book().status()).isEqualTo(MarketStatus.ACTIVE);

    apply(Frames.status(2, "POSTONLY"));
    assertThat(builder.book().status()).isEqualTo(MarketStatus.POSTONLY);
    apply(Frames.status(3, "LUNCH_BREAK"));
    assertThat(builder.book().status()).isEqualTo(new MarketStatus("LUNCH_BREAK"));
  }

  @Test
  void aGapBreaksTheBook() throws Exception {
    restart("a 500 3", "");

    assertFlaw(
        Violation.GAP, Frames.create(3, "b", "BID", "499", "1"), "expected sequence 2, got 3");
  }

  @Test
  void oldMessagesAreDropped() throws Exception {
    restart("a 500 3", "");
    apply(Frames.create(2, "b", "BID", "499", "1"));

    assertThat(apply(Frames.create(2, "b", "BID", "499", "1"))).isEqualTo(Outcome.OLD);
    assertThat(apply(Frames.delete(1, "a"))).isEqualTo(Outcome.OLD);

    assertThat(bids()).containsExactly("500 x 3 (1)", "499 x 1 (1)");
    assertThat(builder.book().sequence()).isEqualTo(2);
  }

  @Test
  void aSequenceFarBehindMeansThatTheExchangeStartedAgain() throws Exception {
    builder.applySnapshot(snapshot(Frames.snapshot(5_000, "", "")));

    assertThat(apply(Frames.empty(4_000))).isEqualTo(Outcome.OLD);
    assertFlaw(Violation.RESTART, Frames.empty(3_999), "expected sequence 5001, got 3999");
  }

  @Test
  void nothingButOldMessagesMeansThatTheExchangeStartedAgain() throws Exception {
    restart("", "");
    for (int i = 0; i < OrderBookBuilder.OLD_MESSAGE_WINDOW; i++) {
      assertThat(apply(Frames.empty(1))).isEqualTo(Outcome.OLD);
    }

    assertFlaw(Violation.RESTART, Frames.empty(1), "the 1001. old one in a row");
  }

  @Test
  void aFillOfAnUnknownMakerBreaksTheBook() throws Exception {
    restart("a 500 3", "");

    assertFlaw(
        Violation.UNKNOWN_MAKER, Frames.trade(2, Frames.fill(1, "x", "1", "500")), "no order x");
  }

  @Test
  void aFillBeyondTheMakersVolumeBreaksTheBook() throws Exception {
    restart("a 500 3", "");

    assertFlaw(
        Violation.OVERFILL,
        Frames.trade(2, Frames.fill(1, "a", "3.00000001", "1500")),
        "3.00000001 exceeds the 3 left of order a");
  }

  @Test
  void numbersThatAreNotPositiveBreakTheBook() throws Exception {
    restart("a 500 3", "");

    assertFlaw(Violation.NOT_POSITIVE, Frames.create(2, "b", "BID", "0", "1"), "0 × 1 of order b");
    restart("a 500 3", "");
    assertFlaw(Violation.NOT_POSITIVE, Frames.create(2, "b", "BID", "1", "-1"), "order b");
    restart("a 500 3", "");
    assertFlaw(Violation.NOT_POSITIVE, Frames.trade(2, Frames.fill(1, "a", "-1", "500")), "-1");
  }

  @Test
  void anOrderThatRestsAlreadyBreaksTheBook() throws Exception {
    restart("a 500 3", "");

    assertFlaw(Violation.DUPLICATE_ORDER, Frames.create(2, "a", "BID", "1", "1"), "order a rests");
  }

  @Test
  void aCrossedBookIsBrokenWhileTheMarketIsActive() throws Exception {
    restart("a 500 3", "b 501 1");
    assertFlaw(
        Violation.CROSSED,
        Frames.create(2, "c", "BID", "501", "1"),
        "best bid 501 reaches best ask 501");

    restart("a 500 3", "b 501 1");
    apply(Frames.status(2, "DISABLED"));
    assertThat(apply(Frames.create(3, "c", "BID", "501", "1"))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void aSnapshotThatContradictsItselfIsRefused() {
    assertThatThrownBy(() -> restart("a 500 3, a 499 1", "")).hasMessageContaining("rests already");
    assertThatThrownBy(() -> restart("a 500 3", "b 499 1")).hasMessageContaining("reaches");
    assertThatThrownBy(() -> restart("a 500 -1", "")).hasMessageContaining("positive");
  }

  @Test
  void aSnapshotReplacesEverything() throws Exception {
    restart("a 500 3", "b 501.25 1");
    builder.applySnapshot(snapshot(Frames.snapshot(900, "c 7 1", "")));

    assertThat(bids()).containsExactly("7 x 1 (1)");
    assertThat(asks()).isEmpty();
    assertThat(builder.book().order("a")).isEmpty();
    assertThat(builder.book().sequence()).isEqualTo(900);
    assertThat(builder.trades()).isEmpty();
  }

  @Test
  void scalesWidenWhenALongerFractionComes() throws Exception {
    restart("a 500 3", "");
    apply(Frames.create(2, "b", "BID", "499.5", "0.00000001"));
    apply(Frames.create(3, "c", "BID", "499.5", "1"));

    assertThat(bids()).containsExactly("500.0 x 3.00000000 (1)", "499.5 x 1.00000001 (2)");
    assertThat(builder.book().order("a"))
        .contains(
            new Order("a", Side.BID, new BigDecimal("500.0"), new BigDecimal("3.00000000"), 0));
  }

  @Test
  void aNumberThatDoesNotFitIsItsOwnKindOfFailure() throws Exception {
    restart("a 500 9000000000", "");

    assertThatThrownBy(() -> apply(Frames.create(2, "b", "BID", "499", "0.1234567891234567")))
        .isInstanceOf(UnrepresentableNumberException.class)
        .hasMessageContaining("exceeds 64 bits");
  }

  @Test
  void aLevelWhoseSumDoesNotFitIsItsOwnKindOfFailure() throws Exception {
    restart("a 500 9000000000000000000", "");

    assertThatThrownBy(() -> apply(Frames.create(2, "b", "BID", "500", "9000000000000000000")))
        .isInstanceOf(UnrepresentableNumberException.class);
  }

  @Test
  void aSnapshotOfTheBookStaysAsItWas() throws Exception {
    restart("a 500 3, b 499 2, c 498 1", "d 501 1");
    BookSnapshot kept = builder.book().snapshot(2);

    apply(Frames.delete(2, "a"));

    assertThat(kept.sequence()).isEqualTo(1);
    assertThat(kept.bids())
        .extracting(OrderBookBuilderTest::shown)
        .containsExactly("500 x 3 (1)", "499 x 2 (1)");
    assertThat(kept.snapshot(1).bids())
        .extracting(OrderBookBuilderTest::shown)
        .containsExactly("500 x 3 (1)");
    assertThat(builder.book().snapshot(0).bids())
        .extracting(OrderBookBuilderTest::shown)
        .containsExactly("499 x 2 (1)", "498 x 1 (1)");
    assertThatThrownBy(() -> builder.book().snapshot(-1))
        .hasMessage("expected a depth of 0 (all) or more, got -1");
    assertThatThrownBy(() -> kept.level(Side.BID, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void assertFlaw(Violation flaw, String frame, String words) {
    assertThatThrownBy(() -> apply(frame))
        .isInstanceOfSatisfying(
            BrokenBookException.class, broken -> assertThat(broken.violation()).isEqualTo(flaw))
        .hasMessageContaining(words);
  }

  private void restart(String bids, String asks) throws Exception {
    builder.applySnapshot(snapshot(Frames.snapshot(1, bids, asks)));
  }

  private Snapshot snapshot(String frame) throws Exception {
    return (Snapshot) ((StreamMessage.Book) decoder.decode(frame.getBytes(UTF_8))).message();
  }

  private Outcome apply(String frame) throws Exception {
    return builder.apply(
        (BookUpdate) ((StreamMessage.Book) decoder.decode(frame.getBytes(UTF_8))).message());
  }

  private List<String> bids() {
    return builder.book().bids().stream().map(OrderBookBuilderTest::shown).toList();
  }

  private List<String> asks() {
    return builder.book().asks().stream().map(OrderBookBuilderTest::shown).toList();
  }

  private static String shown(PriceLevel level) {
    return "%s x %s (%d)"
        .formatted(level.price().toPlainString(), level.volume().toPlainString(), level.orders());
  }

  private static Trade trade(
      TradeType type, String price, String base, String counter, long number, long sequence) {
    return new Trade(
        type,
        new BigDecimal(price),
        new BigDecimal(base),
        new BigDecimal(counter),
        "a",
        "T" + number,
        number,
        sequence,
        Optional.of(Instant.ofEpochMilli(Frames.timestamp(sequence))));
  }
}
