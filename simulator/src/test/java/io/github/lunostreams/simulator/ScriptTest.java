package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single messages from a script: their frames, their effect, and what is refused. */
class ScriptTest {
  private Simulator simulator;
  private SimulatedMarket market;
  private StreamClient client;
  private NaiveBook book;

  @BeforeEach
  void start() throws Exception {
    simulator =
        Simulator.start(
            SimulatorConfig.builder()
                .market(MarketShape.of("ETHAUD").toBuilder().startSequence(100).build())
                .clock(() -> Instant.ofEpochMilli(7))
                .build());
    market = simulator.market("ETHAUD");
    client = StreamClient.join(simulator, "ETHAUD");
    String snapshot = client.text();
    assertThat(snapshot)
        .isEqualTo(
            "{\"sequence\":\"100\",\"asks\":[],\"bids\":[],\"timestamp\":7,\"status\":\"ACTIVE\"}");
    book = new NaiveBook(snapshot);
  }

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  /** Applies what was sent since and compares with the truth. */
  private void expectSame(int messages) {
    client.texts(messages).forEach(book::apply);
    assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
    assertThat(book.describedTrades()).isEqualTo(NaiveBook.described(market.tape()));
  }

  @Test
  void everyKindOfMessageIsAppliedAndSent() {
    String bid = market.create(Side.BID, decimal("4180"), decimal("1.5"));
    String ask = market.create(Side.ASK, decimal("4190.25"), decimal("0.000001"));
    market.fill(bid, decimal("0.5"));
    market.fill(ask, decimal("0.000001"));
    market.deleteUnknown();
    market.delete(bid);
    market.status("POSTONLY");
    market.empty();
    expectSame(8);
    assertThat(market.sequence()).isEqualTo(108);
    assertThat(market.book().orders()).isEmpty();
    assertThat(market.book().status()).isEqualTo("POSTONLY");
  }

  @Test
  void aMarketOrderTakesTheBestAndOldestInOneMessage() {
    String worse = market.create(Side.ASK, decimal("4191"), decimal("1"));
    String oldest = market.create(Side.ASK, decimal("4190"), decimal("1"));
    String younger = market.create(Side.ASK, decimal("4190"), decimal("1"));
    market.marketOrder(Side.BID, decimal("2.25"));
    expectSame(4);
    assertThat(market.tape())
        .extracting(SimulatedTrade::makerOrderId)
        .containsExactly(oldest, younger, worse);
    assertThat(market.tape()).extracting(SimulatedTrade::bookSequence).containsOnly(104L);
    assertThat(market.tape())
        .extracting(SimulatedTrade::takerOrderId)
        .allMatch(id -> id.equals(market.tape().getFirst().takerOrderId()));
    assertThat(market.tape().getLast().counter()).isEqualByComparingTo("1047.75");
    assertThat(market.book().asks())
        .containsExactly(new BookImage.Level(decimal("4191.00"), decimal("0.750000")));
    assertThatThrownBy(() -> market.marketOrder(Side.BID, decimal("1")))
        .hasMessageContaining("ETHAUD: 1 wanted, 0.750000 in the book");
  }

  @Test
  void aLimitOrderTakesWhatItReachesAndTheRemainderRests() {
    market.create(Side.BID, decimal("4180"), decimal("1"));
    market.create(Side.BID, decimal("4170"), decimal("1"));
    String order = market.limitOrder(Side.ASK, decimal("4175"), decimal("3"));
    expectSame(3);
    assertThat(market.tape()).extracting(SimulatedTrade::takerOrderId).containsExactly(order);
    assertThat(market.book().asks())
        .containsExactly(new BookImage.Level(decimal("4175.00"), decimal("2.000000")));
    market.limitOrder(Side.BID, decimal("4175"), decimal("2"));
    expectSame(1);
    assertThat(market.book().asks()).isEmpty();
  }

  @Test
  void oneMessageMayHaveEveryPart() {
    String maker = market.create(Side.ASK, decimal("4190"), decimal("3"));
    MessageDraft draft =
        market
            .message()
            .fill(maker, decimal("1"))
            .fill(maker, decimal("0.5"))
            .create(Side.BID, decimal("4189"), decimal("1"))
            .delete(maker)
            .status("DISABLED");
    assertThat(draft.send()).isEqualTo(102);
    String taker = draft.createdOrderId();
    expectSame(2);
    assertThat(market.tape()).extracting(SimulatedTrade::takerOrderId).containsOnly(taker);
    assertThat(market.book().orders()).extracting(BookImage.Order::id).containsExactly(taker);
  }

  @Test
  void aCreateMayTakeThePlaceOfWhatItsFillsRemoved() {
    String maker = market.create(Side.ASK, decimal("4190"), decimal("1"));
    market
        .message()
        .fill(maker, decimal("1"))
        .create(Side.BID, decimal("4190"), decimal("2"))
        .send();
    expectSame(2);
  }

  @Test
  void impossibleMessagesAreRefusedAndChangeNothing() {
    String ask = market.create(Side.ASK, decimal("4190"), decimal("1"));
    market.create(Side.BID, decimal("4180"), decimal("1"));
    BookImage before = market.book();
    List<Runnable> impossible =
        List.of(
            () -> market.fill("BXNOSUCHORDER00", decimal("1")),
            () -> market.fill(ask, decimal("1.000001")),
            () -> market.fill(ask, decimal("0")),
            () -> market.message().fill(ask, decimal("0.6")).fill(ask, decimal("0.6")).send(),
            () -> market.create(Side.BID, decimal("4190"), decimal("1")),
            () -> market.create(Side.ASK, decimal("4180"), decimal("1")),
            () -> market.create(Side.BID, decimal("4179.999"), decimal("1")),
            () -> market.create(Side.BID, decimal("4179"), decimal("0.0000001")),
            () -> market.create(Side.BID, decimal("4179"), decimal("0")),
            () -> market.create(Side.BID, decimal("-1"), decimal("1")),
            () -> market.create(Side.ASK, decimal("1e12"), decimal("1e12")),
            () ->
                market
                    .message()
                    .fill(ask, decimal("0.5"))
                    .create(Side.BID, decimal("4190"), decimal("1"))
                    .send(),
            () -> market.limitOrder(Side.BID, decimal("4190"), decimal("-1")),
            () -> market.marketOrder(Side.BID, decimal("-1")),
            () -> market.restart(-1),
            () -> market.rate(-1),
            () -> market.rate(Double.NaN));
    for (Runnable each : impossible) {
      assertThatThrownBy(each::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ETHAUD");
      assertThat(market.book()).isEqualTo(before);
      assertThat(market.tape()).isEmpty();
    }
    expectSame(2);
  }

  @Test
  void theTapeForgetsTheOldestBeyondItsLimitAndCountsThem() throws Exception {
    try (Simulator small =
        Simulator.start(
            SimulatorConfig.builder()
                .pair("ETHUSDT")
                .tapeLimit(3)
                .mix(FlowMix.busy())
                .rate(0)
                .build())) {
      SimulatedMarket trading = small.market("ETHUSDT");
      trading.step(500);
      List<SimulatedTrade> tape = trading.tape();
      assertThat(tape).hasSize(3);
      long first = tape.getFirst().sequence();
      assertThat(tape)
          .extracting(SimulatedTrade::sequence)
          .containsExactly(first, first + 1, first + 2);
      assertThat(trading.discardedTrades()).isGreaterThan(50);
    }
  }

  @Test
  void timestampsNeverGoBack() throws Exception {
    long[] now = {1_000};
    try (Simulator backwards =
        Simulator.start(
            SimulatorConfig.builder()
                .pair("ETHAUD")
                .clock(() -> Instant.ofEpochMilli(now[0]))
                .build())) {
      now[0] = 500;
      backwards.market("ETHAUD").empty();
      assertThat(backwards.market("ETHAUD").book().timestamp()).isEqualTo(1_000);
    }
  }
}
