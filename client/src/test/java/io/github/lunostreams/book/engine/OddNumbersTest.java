package io.github.lunostreams.book.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.OrderChanges.OrderChange;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BrokenBookException.Violation;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers that an exchange is not known to send, in a book: many zeros, and volumes of nothing. */
class OddNumbersTest {
  private final MessageDecoder decoder = new MessageDecoder();
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));

  @Test
  void aLargeVolumeFitsWithoutTheZerosAtItsEnd() throws Exception {
    restart("", "a 0.00001234 100000000000.00000000");

    assertThat(levels()).containsExactly("0.00001234 x 100000000000");
  }

  @Test
  void theZerosOfAllMakeRoomForOneLargeNumber() throws Exception {
    restart("a 500.00 1.50000000, b 500.00 2.00000000", "");
    BookSnapshot before = builder.book().snapshot(0);

    apply(Frames.create(2, "c", "BID", "499.00", "10000000000000000.00000000"));
    assertThat(levels()).containsExactly("500.00 x 3.5", "499.00 x 10000000000000000.0");
    apply(Frames.create(3, "d", "BID", "10000000000000000.00", "7.00000000"));
    apply(Frames.trade(4, Frames.fill(1, "a", "0.50000000", "250.00")));
    apply(Frames.create(5, "e", "BID", "499.00", "0.250000000000000000"));

    assertThat(levels())
        .containsExactly(
            "10000000000000000.00 x 7.00", "500.00 x 3.00", "499.00 x 10000000000000000.25");
    assertThat(builder.book().order("b").orElseThrow().volume()).isEqualByComparingTo("2");
    assertThat(shown(before.bids())).containsExactly("500.00 x 3.50000000");
  }

  @Test
  void pricesGiveUpTheirZerosAsVolumesDo() throws Exception {
    restart("a 1.00000000 1, b 2.50000000 1", "");

    apply(Frames.create(2, "c", "ASK", "100000000000000.00000000", "1"));
    apply(Frames.create(3, "d", "BID", "2.50000000", "1"));
    apply(Frames.delete(4, "a"));

    assertThat(levels()).containsExactly("2.5 x 2", "100000000000000.0 x 1");
  }

  @Test
  void theSumOfALevelFitsWithoutTheZerosOfItsOrders() throws Exception {
    restart("a 500 90000000000.00000000", "");

    apply(Frames.create(2, "b", "BID", "500", "90000000000.00000000"));
    apply(Frames.create(3, "c", "BID", "500", "5"));

    assertThat(levels()).containsExactly("500 x 180000000005");
  }

  @Test
  void changesOfOneMessageSurviveItsChangeOfScale() throws Exception {
    restart("a 500.50 1.50000000", "");
    builder.recordChanges(true);

    apply(
        Frames.update(
            2,
            "[" + Frames.fill(1, "a", "0.25000000", "125.125") + "]",
            Frames.createPart("b", "BID", "400", "10000000000000000.00000000"),
            "null",
            "null"));

    assertThat(builder.orderChanges().toList())
        .extracting(OrderChange::orderId, c -> c.volume().toPlainString())
        .containsExactly(tuple("a", "0.25"), tuple("b", "10000000000000000.00"));
    assertThat(levels()).containsExactly("500.50 x 1.25", "400.00 x 10000000000000000.00");
  }

  @Test
  void digitsThatDoNotFitBesideEachOtherAreStillRefused() throws Exception {
    restart("a 500 0.00000001", "");

    assertThatThrownBy(() -> apply(Frames.create(2, "b", "BID", "499", "100000000000")))
        .isInstanceOf(UnrepresentableNumberException.class)
        .hasMessage("100000000000 with numbers of 8 decimals beside it exceeds 64 bits");
  }

  @Test
  void anOrderOfNothingIsInNoLevelAndCounted() throws Exception {
    restart("a 500 1, ghost 600 0.00000000", "b 501 2, dead 0 0");
    assertThat(levels()).containsExactly("500 x 1", "501 x 2");

    apply(Frames.create(2, "ghost2", "BID", "700", "0"));
    apply(Frames.delete(3, "ghost2"));
    apply(Frames.delete(4, "ghost"));

    assertThat(levels()).containsExactly("500 x 1", "501 x 2");
    assertThat(builder.book().orderCount()).isEqualTo(2);
    assertThat(builder.leftOut()).isEqualTo(3);
  }

  @Test
  void anOrderOfNothingMayComeAgainWithAVolume() throws Exception {
    restart("ghost 500 0", "");

    apply(Frames.create(2, "ghost", "BID", "500", "3"));

    assertThat(levels()).containsExactly("500 x 3");
  }

  @Test
  void anOrderOfNothingMayNotHaveTheIdOfOneThatRests() throws Exception {
    restart("a 500 1", "");

    assertViolation(Violation.DUPLICATE_ORDER, Frames.create(2, "a", "BID", "500", "0"));
  }

  @Test
  void aFillOfNothingOfAnUnknownOrderIsCountedAndNoTrade() throws Exception {
    restart("a 500 1, ghost 500 0", "");

    apply(Frames.trade(2, Frames.fill(1, "ghost", "0.00", "0"), Frames.fill(2, "a", "1", "500")));

    assertThat(levels()).isEmpty();
    assertThat(builder.trades()).extracting("makerOrderId").containsExactly("a");
    assertThat(builder.leftOut()).isEqualTo(2);
  }

  @Test
  void aFillOfMoreThanNothingOfAnOrderLeftOutBreaksTheBook() throws Exception {
    restart("a 500 1, ghost 500 0", "");

    assertViolation(Violation.UNKNOWN_MAKER, Frames.trade(2, Frames.fill(1, "ghost", "0.1", "50")));
  }

  @Test
  void moreOrdersThanABookMayHaveBreakIt() throws Exception {
    RestingOrders bids = new RestingOrders();
    OrderId id = new OrderId();
    for (int i = 0; i < OrderBookBuilder.MAX_ORDERS; i++) {
      id.set("BX" + i);
      bids.add(id, 1 + i % 100, 0, 1, 0);
    }
    builder.applySnapshot(new Snapshot(1, bids, new RestingOrders(), MarketStatus.ACTIVE, 1));
    assertThat(builder.book().levels(Side.BID)).isEqualTo(100);

    assertViolation(Violation.TOO_MANY_ORDERS, Frames.create(2, "one more", "BID", "5", "1"));
  }

  private void assertViolation(Violation violation, String frame) {
    assertThatThrownBy(() -> apply(frame))
        .isInstanceOfSatisfying(
            BrokenBookException.class,
            broken -> assertThat(broken.violation()).isEqualTo(violation));
  }

  private void restart(String bids, String asks) throws Exception {
    builder.applySnapshot((Snapshot) message(Frames.snapshot(1, bids, asks)));
  }

  private void apply(String frame) throws Exception {
    assertThat(builder.apply((BookUpdate) message(frame)))
        .isEqualTo(OrderBookBuilder.Outcome.APPLIED);
  }

  private BookMessage message(String frame) throws Exception {
    return ((StreamMessage.Book) decoder.decode(frame.getBytes(UTF_8))).message();
  }

  private List<String> levels() {
    return Stream.concat(
            shown(builder.book().bids()).stream(), shown(builder.book().asks()).stream())
        .toList();
  }

  private static List<String> shown(List<PriceLevel> levels) {
    return levels.stream()
        .map(level -> level.price().toPlainString() + " x " + level.volume().toPlainString())
        .toList();
  }
}
