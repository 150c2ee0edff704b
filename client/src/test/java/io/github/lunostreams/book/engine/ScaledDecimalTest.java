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
    "0.1234567890000000000000000, 123456789, 9"
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
  void aLargerScaleIsReachedExactlyOrNotAtAll() throws Exception {
    assertThat(new ScaledDecimal(25, 1).unscaledAt(4)).isEqualTo(25_000);
    assertThatThrownBy(() -> new ScaledDecimal(Long.MAX_VALUE, 0).unscaledAt(1))
        .isInstanceOf(UnrepresentableNumberException.class);
  }
}
