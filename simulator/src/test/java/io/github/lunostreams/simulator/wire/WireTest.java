package io.github.lunostreams.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.Update;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Byte for byte what was captured from the exchange. */
class WireTest {
  private static final MarketShape ETHUSDT = MarketShape.of("ETHUSDT");
  private final Wire wire = new Wire(ETHUSDT);

  private static String text(byte[] frame) {
    assertThat(frame[0]).isEqualTo((byte) 0x81);
    int length = frame[1];
    int header = length < 126 ? 2 : length == 126 ? 4 : 10;
    return new String(frame, header, frame.length - header, StandardCharsets.UTF_8);
  }

  @Test
  void aDelete() {
    Update update = new Update(74538168, List.of(), null, "BXFE5AZB7UUXWPT", null, 1790127201650L);
    assertThat(text(wire.update(update)))
        .isEqualTo(
            """
            {"sequence":"74538168","trade_updates":[],"create_update":null,"delete_update":{"order_id":"BXFE5AZB7UUXWPT"},"status_update":null,"timestamp":1790127201650}\
            """);
  }

  @Test
  void aCreate() {
    Change.NewOrder order = new Change.NewOrder("BXJHJ5MXAAQNYCQ", Side.ASK, 276_500, 3_925_038);
    assertThat(
            text(wire.update(new Update(74538169, List.of(), order, null, null, 1790127203186L))))
        .isEqualTo(
            """
            {"sequence":"74538169","trade_updates":[],"create_update":{"order_id":"BXJHJ5MXAAQNYCQ","type":"ASK","price":"2765.00","volume":"3.925038"},"delete_update":null,"status_update":null,"timestamp":1790127203186}\
            """);
  }

  @Test
  void aTrade() {
    Update.Trade trade =
        new Update.Trade(33279896, 1_407_042, 399, "BXCSZDNQKCDCDBN", "BXD7C9SRW79V6B2");
    Update update = new Update(4530030191L, List.of(trade), null, null, null, 1790127208094L);
    assertThat(text(new Wire(MarketShape.of("XBTZAR")).update(update)))
        .isEqualTo(
            """
            {"sequence":"4530030191","trade_updates":[{"sequence":33279896,"base":"0.000399","counter":"561.409758","maker_order_id":"BXCSZDNQKCDCDBN","taker_order_id":"BXD7C9SRW79V6B2","order_id":"BXCSZDNQKCDCDBN"}],"create_update":null,"delete_update":null,"status_update":null,"timestamp":1790127208094}\
            """);
  }

  @Test
  void anEmptyMessage() {
    assertThat(
            text(wire.update(new Update(4530047084L, List.of(), null, null, null, 1790127540407L))))
        .isEqualTo(
            """
            {"sequence":"4530047084","trade_updates":[],"create_update":null,"delete_update":null,"status_update":null,"timestamp":1790127540407}\
            """);
  }

  @Test
  void everyKindOfUpdateInOneMessage() {
    Update update =
        new Update(
            7,
            List.of(
                new Update.Trade(1, 100_000, 500_000, "BXM", "BXT"),
                new Update.Trade(2, 100_000, 1, "BXM", "BXT")),
            new Change.NewOrder("BXT", Side.BID, 100_000, 1_000_000),
            "BXD",
            "POSTONLY",
            9);
    assertThat(text(wire.update(update)))
        .isEqualTo(
            """
            {"sequence":"7","trade_updates":[\
            {"sequence":1,"base":"0.5","counter":"500.00","maker_order_id":"BXM","taker_order_id":"BXT","order_id":"BXM"},\
            {"sequence":2,"base":"0.000001","counter":"0.001","maker_order_id":"BXM","taker_order_id":"BXT","order_id":"BXM"}],\
            "create_update":{"order_id":"BXT","type":"BID","price":"1000.00","volume":"1"},\
            "delete_update":{"order_id":"BXD"},"status_update":{"status":"POSTONLY"},"timestamp":9}\
            """);
  }

  /** An empty market whose state is set by the test. */
  private static MarketState empty(long sequence) {
    MarketShape shape =
        ETHUSDT.toBuilder()
            .sizes(new MarketShape.Size(0, 0), new MarketShape.Size(0, 0))
            .startSequence(sequence)
            .build();
    return new MarketState(shape, 1, 1, () -> Instant.ofEpochMilli(1790127197639L));
  }

  private static void create(MarketState state, String id, Side side, long price, long volume) {
    Change.NewOrder order = new Change.NewOrder(id, side, price, volume);
    state.apply(new Change(List.of(), null, order, null, null));
  }

  @Test
  void aSnapshot() {
    MarketState state = empty(74538164);
    create(state, "BXFE5AZB7UUXWPT", Side.ASK, 276_500, 3_925_038);
    create(state, "BXSECONDASK0000", Side.ASK, 276_501, 1_000_000);
    create(state, "BXCPTNDKTTBQ3K4", Side.BID, 276_200, 26_792);
    assertThat(text(wire.snapshot(state, List.of())))
        .isEqualTo(
            """
            {"sequence":"74538167","asks":[{"id":"BXFE5AZB7UUXWPT","price":"2765.00","volume":"3.925038"},\
            {"id":"BXSECONDASK0000","price":"2765.01","volume":"1"}],\
            "bids":[{"id":"BXCPTNDKTTBQ3K4","price":"2762.00","volume":"0.026792"}],\
            "status":"ACTIVE","timestamp":1790127197639}\
            """);
  }

  @Test
  void phantomOrdersStandBeforeTheOrdersOfTheirSide() {
    MarketState state = empty(74538166);
    create(state, "BXFE5AZB7UUXWPT", Side.ASK, 276_500, 3_925_038);
    List<Change.NewOrder> phantoms =
        List.of(
            new Change.NewOrder("BXPHANTOMASK000", Side.ASK, 276_500, 1),
            new Change.NewOrder("BXPHANTOMBID000", Side.BID, 276_500, 1));
    assertThat(text(wire.snapshot(state, phantoms)))
        .isEqualTo(
            """
            {"sequence":"74538167","asks":[{"id":"BXPHANTOMASK000","price":"2765.00","volume":"0.000001"},\
            {"id":"BXFE5AZB7UUXWPT","price":"2765.00","volume":"3.925038"}],\
            "bids":[{"id":"BXPHANTOMBID000","price":"2765.00","volume":"0.000001"}],\
            "status":"ACTIVE","timestamp":1790127197639}\
            """);
  }

  @Test
  void theSnapshotOfAnEmptyBookHasItsLastKeysSwapped() {
    String snapshot = text(wire.snapshot(empty(3178245), List.of()));
    assertThat(snapshot)
        .isEqualTo(
            """
            {"sequence":"3178245","asks":[],"bids":[],"timestamp":1790127197639,"status":"ACTIVE"}\
            """)
        .hasSizeBetween(85, 90);
  }

  @Test
  void anErrorEscapesWhatJsonMust() {
    assertThat(text(Wire.error("invalid_market", "NOPEUSDT")))
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPEUSDT\"}");
    String odd = "\"\\\n\u0001é€😀";
    assertThat(JsonTree.object(text(Wire.error("x", odd))).get("error")).isEqualTo(odd);
    assertThat(text(Wire.error("a/b", odd + "\u001f\u007f")))
        .isEqualTo(
            "{\"error_code\":\"a/b\",\"error\":\"\\\"\\\\\\u000a\\u0001é€😀\\u001f\u007f\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "0, 8, 0, 0",
    "0, 8, 2, 0.00",
    "0, 0, 2, 0.00",
    "399, 6, 0, 0.000399",
    "1, 8, 0, 0.00000001",
    "100000000, 8, 0, 1",
    "100000000, 8, 2, 1.00",
    "123450, 4, 2, 12.345",
    "276500, 2, 2, 2765.00",
    "1403128, 0, 0, 1403128",
    "1403128, 0, 18, 1403128.000000000000000000",
    "276500, 2, 18, 2765.000000000000000000",
    "-5, 1, 0, -0.5",
    "-10, 0, 0, -10",
    "9223372036854775807, 8, 0, 92233720368.54775807",
    "-9223372036854775808, 18, 0, -9.223372036854775808",
    "9223372036854775807, 0, 1, 9223372036854775807.0",
  })
  void decimalsArePlain(long units, int scale, int minimum, String expected) {
    String quoted =
        new String(new Json(1).decimal(units, scale, minimum).toBytes(), StandardCharsets.US_ASCII);
    assertThat(quoted).isEqualTo('"' + expected + '"');
    assertThat(new BigDecimal(expected)).isEqualByComparingTo(BigDecimal.valueOf(units, scale));
    assertThat(ColdJson.decimal(BigDecimal.valueOf(units, scale), minimum)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0", "125", "126", "65535", "65536", "200000"})
  void theFrameHeaderSaysTheLength(int length) {
    byte[] frame = Wire.text("x".repeat(length));
    int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    assertThat(frame).hasSize(header + length);
    long said = frame[1] & 0x7f;
    if (said >= 126) {
      said = 0;
      for (int i = 2; i < header; i++) {
        said = (said << 8) | (frame[i] & 0xff);
      }
    }
    assertThat(said).isEqualTo(length);
  }
}
