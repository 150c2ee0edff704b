package io.github.lunostreams.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and sizes that the exchange is not known to answer with. */
class OddAnswersTest {
  private final AnswerFields fields = new AnswerFields();

  private static LunoRest answering(int status, String body) {
    return new LunoRest(
        LunoRest.LIVE_SERVICE,
        Duration.ofSeconds(10),
        address -> new RestTransport.Answer(status, body.getBytes(UTF_8), Optional.empty()),
        skipped -> {});
  }

  /** JSON, but beyond the parser's own limits: it then throws without a place. */
  @ParameterizedTest
  @MethodSource("jsonBeyondLimits")
  void jsonBeyondTheParsersLimitsIsUnreadableWithItsWords(String value, String words) {
    try (LunoRest rest = answering(200, "{\"x\":" + value + ",\"markets\":[]}")) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("expected JSON, broken")
          .hasMessageContaining(words);
    }
    try (LunoRest rest = answering(400, "{\"x\":" + value + "}")) {
      assertThatThrownBy(() -> rest.orderBookTop(Pair.of("XBTZAR")))
          .isInstanceOf(RestRefusedException.class)
          .hasMessageEndingWith("got HTTP 400");
    }
  }

  static Stream<Arguments> jsonBeyondLimits() {
    return Stream.of(
        Arguments.of("[".repeat(100_000) + "]".repeat(100_000), "nesting depth"),
        Arguments.of("{\"" + "k".repeat(60_000) + "\":1}", "Name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000000", "2000000000", "9999999999999", "19", "-1", "2.0"})
  void aScaleThatNoMarketHasIsRefused(String scale) {
    fields.values().put("price_scale", scale);

    assertThatThrownBy(() -> fields.scale("price_scale"))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("'price_scale'");
  }

  @Test
  void aScaleOf0To18IsTaken() throws Unreadable {
    fields.values().put("price_scale", "18");

    assertThat(fields.scale("price_scale")).isEqualTo(18);
    assertThat(fields.scale("fee_scale", 0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7.250000, 7.250000", "0.000000000000000000, 0.000000000000000000"})
  void aDecimalIsReadAsWritten(String text, BigDecimal number) throws Unreadable {
    fields.values().put("price", text);

    assertThat(fields.decimal("price")).isEqualTo(number);
  }

  @Test
  void zerosAtTheEndOfADecimalCostNothing() throws Unreadable {
    fields.values().put("price", "7.25" + "0".repeat(900));

    assertThat(fields.decimal("price")).isEqualByComparingTo("7.25");
    assertThat(fields.decimal("price").scale()).isEqualTo(18);
  }

  @Test
  void aDecimalWithAnExponentIsRefused() {
    fields.values().put("price", "1e1000000000");

    assertThatThrownBy(() -> fields.decimal("price"))
        .hasMessage("expected a decimal in 'price', got '1e1000000000'");
  }

  @Test
  void aValueThatIsFarTooLongIsRefusedAndItsBeginningShown() {
    fields.values().put("status", "S".repeat(10_000_000));

    assertThatThrownBy(() -> fields.text("status"))
        .hasMessage(
            "expected at most 100 characters in 'status', got '%s…'".formatted("S".repeat(40)));
  }

  @Test
  void ofALongErrorTheBeginningIsKept() {
    String error = "{\"error_code\":\"E\",\"error\":\"" + "w".repeat(1_000_000) + "\"}";
    try (LunoRest rest = answering(400, error)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOfSatisfying(
              RestRefusedException.class,
              refused -> assertThat(refused.words()).isEqualTo("w".repeat(500) + "…"));
    }
  }
}
