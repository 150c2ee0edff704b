package io.github.lunostreams.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  private final JsonBytes json = new JsonBytes();

  private String taken() {
    return new String(json.take(), StandardCharsets.UTF_8);
  }

  private void assertLikeBigDecimal(long unscaled, int scale) {
    assertThat(plain(unscaled, scale))
        .as("%d × 10^-%d", unscaled, scale)
        .isEqualTo(BigDecimal.valueOf(unscaled, scale).toPlainString());
  }

  private String plain(long unscaled, int scale) {
    json.plain(unscaled, scale);
    return taken();
  }

  @Test
  void decimalsAreWrittenAsBigDecimalWritesThemPlainly() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      // Shifted, so that every number of digits comes.
      assertLikeBigDecimal(random.nextLong() >> random.nextInt(64), random.nextInt(30) - 6);
    }
  }

  @Test
  void theEdgesOfTheNumbersAreWrittenAsBigDecimalWritesThem() {
    long power = 1;
    for (int digits = 0; digits < 19; digits++) {
      for (int scale = -3; scale <= 22; scale++) {
        for (long near = -1; near <= 1; near++) {
          assertLikeBigDecimal(power + near, scale);
          assertLikeBigDecimal(-power + near, scale);
        }
        assertLikeBigDecimal(0, scale);
        assertLikeBigDecimal(Long.MIN_VALUE, scale);
        assertLikeBigDecimal(Long.MAX_VALUE, scale);
      }
      power *= 10;
    }
  }

  @Test
  void smallNumbersHaveNoExponent() {
    assertThat(plain(5, 7)).isEqualTo("0.0000005");
    assertThat(plain(0, 8)).isEqualTo("0.00000000");
    assertThat(plain(-1, 18)).isEqualTo("-0.000000000000000001");
  }

  @Test
  void stringsAreEscapedWhereJsonDemandsIt() {
    json.string("BX\"\\/\b\n\u0000\u001f\u007f é€ \ud83d\ude00 end");
    assertThat(taken())
        .isEqualTo("\"BX\\\"\\\\/\\u0008\\u000a\\u0000\\u001f\\u007f é€ \ud83d\ude00 end\"");
  }

  @Test
  void anUnpairedSurrogateBecomesAQuestionMark() {
    json.string("a\ud83db");
    assertThat(taken()).isEqualTo("\"a?b\"");
  }

  @Test
  void whatWasNotTakenIsForgottenAtTheStart() {
    json.number(12).start().number(3);
    assertThat(taken()).isEqualTo("3");
    assertThat(taken()).isEmpty();
  }

  @Test
  void longTextsGrowTheArray() {
    String text = "x".repeat(100_000);
    json.string(text).string(text);
    assertThat(taken()).isEqualTo("\"" + text + "\"\"" + text + "\"");
  }
}
