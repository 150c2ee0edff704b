package io.github.lunostreams.gateway.protocol.luno;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.gateway.channel.CapturedOrders;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LunoStreamFormatTest {
  private final LunoStreamFormat format = new LunoStreamFormat();

  private static Order order(String id, Side side, String price, String volume) {
    return new Order(id, side, new BigDecimal(price), new BigDecimal(volume), 0);
  }

  private String snapshot(int priceDecimals, Order... orders) {
    return new String(
        format.snapshot(
            new CapturedOrders(
                74_538_167, 1_790_127_197_639L, "ACTIVE", List.of(orders), priceDecimals)),
        UTF_8);
  }

  @Test
  void aSnapshotIsByteForByteAsLunoWritesIt() {
    assertThat(
            snapshot(
                2,
                order("BXB1", Side.BID, "2761", "1.00000000"),
                order("BXA2", Side.ASK, "2766", "0.50000000"),
                order("BXA1", Side.ASK, "2765", "3.92503800"),
                order("BXB2", Side.BID, "2762", "0.02679200"),
                order("BXA3", Side.ASK, "2765", "0.00000001")))
        .isEqualTo(
            "{\"sequence\":\"74538167\",\"asks\":["
                + "{\"id\":\"BXA1\",\"price\":\"2765.00\",\"volume\":\"3.925038\"},"
                + "{\"id\":\"BXA3\",\"price\":\"2765.00\",\"volume\":\"0.00000001\"},"
                + "{\"id\":\"BXA2\",\"price\":\"2766.00\",\"volume\":\"0.5\"}],\"bids\":["
                + "{\"id\":\"BXB2\",\"price\":\"2762.00\",\"volume\":\"0.026792\"},"
                + "{\"id\":\"BXB1\",\"price\":\"2761.00\",\"volume\":\"1\"}],"
                + "\"status\":\"ACTIVE\",\"timestamp\":1790127197639}");
  }

  @Test
  void numbersAreExactAndNeverHaveAnExponent() {
    assertThat(
            snapshot(
                0,
                order("BXA1", Side.ASK, "1E+3", "1E-8"),
                order("x", Side.BID, "0.1234567", "2E+2")))
        .contains("\"price\":\"1000\",\"volume\":\"0.00000001\"")
        .contains("\"price\":\"0.1234567\",\"volume\":\"200\"");
  }

  @Test
  void anEmptyBookIsASnapshotToo() {
    assertThat(snapshot(2))
        .isEqualTo(
            "{\"sequence\":\"74538167\",\"asks\":[],\"bids\":[],\"status\":\"ACTIVE\",\"timestamp\":1790127197639}");
  }

  @Test
  void theStatusIsInTheExchangesWord() {
    byte[] halted = format.snapshot(new CapturedOrders(7, 1, "POSTONLY", List.of(), 0));
    assertThat(new String(halted, UTF_8)).contains("],\"status\":\"POSTONLY\",\"timestamp\":1}");
  }

  @Test
  void theDecimalsOfPricesAreThoseThatTheExchangeWrites() {
    assertThat(
            decimals(
                "{\"sequence\":\"1\",\"asks\":[],\"bids\":[{\"id\":\"b\",\"price\":\"2762.00\",\"volume\":\"1.5\"}]}"))
        .isEqualTo(2);
    assertThat(decimals("{\"asks\":[{\"price\":\"1403128\"}]}")).isZero();
    assertThat(decimals("{\"asks\":[],\"bids\":[]}")).isZero();
    assertThat(decimals("no JSON")).isZero();
  }

  @Test
  void decimalsWithoutEndAreThoseOfABookAtMost() {
    assertThat(decimals("{\"asks\":[{\"price\":\"1." + "0".repeat(100_000) + "\"}]}"))
        .isEqualTo(18);
  }

  @Test
  void aTimeThatIsNotKnownIsNull() {
    byte[] untimed = format.snapshot(new CapturedOrders(7, 0, "ACTIVE", List.of(), 0));
    assertThat(new String(untimed, UTF_8)).endsWith("\"status\":\"ACTIVE\",\"timestamp\":null}");
  }

  private int decimals(String snapshot) {
    return format.priceDecimals(snapshot.getBytes(UTF_8));
  }

  @Test
  void anErrorIsByteForByteAsLunoWritesIt() {
    assertThat(format.error("invalid_market", "NOPE\"USDT"))
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPE\\\"USDT\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api_key_id\":\"a\",\"api_key_secret\":\"b\"}",
        " { \"more\" : [1,{}], \"api_key_secret\" : \"b\" , \"api_key_id\" : \"a\" } "
      })
  void anyKeyWillDo(String message) {
    assertThat(format.isCredentials(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "hello",
        "[]",
        "null",
        "{}",
        "{\"api_key_id\":\"a\"}",
        "{\"api_key_id\":\"a\",\"api_key_secret\":\"\"}",
        "{\"api_key_id\":\"a\",\"api_key_secret\":1}",
        "{\"api_key_id\":\"a\",\"api_key_secret\":\"b\"",
        "{\"api_key_id\":\"a\",\"api_key_secret\":\"b\"} {}",
        "{\"nested\":{\"api_key_id\":\"a\",\"api_key_secret\":\"b\"}}"
      })
  void whatHasNoKeyIsNone(String message) {
    assertThat(format.isCredentials(message)).isFalse();
  }
}
