package io.github.lunostreams.book.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledDecimalTest {
  @ParameterizedTest
  @CsvSource({
    "2765.00, 276500, 2",
    "1403128, 1403128, 0",
    "0.00000001, 1, 8",
    "-0.5, -5, 1",
    "0, 0, 0",
    "0.000, 0, 3",
    "007.50, 750, 2",
    "9223372036854775807, 9223372036854775807, 0",
    "1403128.000000000000000000, 140312800000000, 8",
    "0.123456789012345678, 123456789012345678, 18",
    "0.1234567890000000000000000, 123456789, 9",
    "100000000000.00000000, 100000000000, 0",
    "1000000000000.000000000000000000, 1000000000000, 0",
    "123456789012.50000000, 1234567890125, 1",
    "-9223372036854775807.00, -9223372036854775807, 0"
  })
  void plainDecimalsAreReadExactly(String text, long unscaled, int scale) throws Exception {
    assertThat(ScaledDecimal.parse(text)).isEqualTo(new ScaledDecimal(unscaled, scale));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", ".", "1.", ".5", "+1", "1e5", "1E-8", " 1", "1 ", "1,5", "1.2.3", "--1", "NaN", "٣"
      })
  void anythingButAPlainDecimalIsRefused(String text) {
    assertThatThrownBy(() -> ScaledDecimal.parse(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageStartingWith("expected a plain decimal, got ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "99999999999999999999",
        "10000000000000000000",
        "99999999999999999999.0",
        "0.1234567890123456789",
        "12345678901.1234567890123"
      })
  void whatDoesNotFitIsRefusedWithItsOwnException(String text) {
    assertThatThrownBy(() -> ScaledDecimal.parse(text))
        .isInstanceOf(UnrepresentableNumberException.class);
  }

  @Test
  void randomDecimalsEqualBigDecimals() throws Exception {
    long seed = 7_301_990_412L;
    System.out.println("ScaledDecimalTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      String text =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(19))
              .toPlainString();
      ScaledDecimal parsed = ScaledDecimal.parse(text);
      assertThat(parsed.toBigDecimal()).isEqualByComparingTo(text);
      assertThat(parsed.scale()).isLessThanOrEqualTo(18);
    }
  }

  @Test
  void zerosAtTheEndCostNothingHoweverManyTheyAre() throws Exception {
    assertThat(ScaledDecimal.parse("100." + "0".repeat(100_000)))
        .isEqualTo(new ScaledDecimal(10_000_000_000L, 8));
    assertThat(ScaledDecimal.parse("9000000000000000000." + "0".repeat(100_000)))
        .isEqualTo(new ScaledDecimal(9_000_000_000_000_000_000L, 0));
  }

  @Test
  void aRandomNumberWithAnyZerosIsReadIfItFitsWithoutThem() throws Exception {
    long seed = 7_301_990_412L;
    System.out.println("ScaledDecimalTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      BigDecimal number =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(19));
      String text = number.setScale(number.scale() + random.nextInt(25)).toPlainString();
      assertThat(ScaledDecimal.parse(text).toBigDecimal()).isEqualByComparingTo(number);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "561.409758123456789, 561.409758123456789",
    "1.00000000000000000000, 1.00000000000000000000",
    "12345678901234567890.5, 12345678901234567890.5"
  })
  void decimalsOutsideABookAreReadAsWritten(String text, BigDecimal number) {
    assertThat(PlainDecimal.parse(text)).contains(number);
  }

  @Test
  void decimalsOutsideABookAreBoundedInLength() {
    assertThat(PlainDecimal.parse("7." + "0".repeat(100_000)))
        .contains(new BigDecimal("7.000000000000000000"));
    for (String text : new String[] {"1e1000000000", "1" + "0".repeat(40), "0." + "1".repeat(41)}) {
      assertThat(PlainDecimal.parse(text)).as(text).isEmpty();
    }
  }
}
