package io.github.lunostreams.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ForeignTextTest {
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "session limit exceeded: 50 × «Größe» 𝄞 日本";

    assertThat(ForeignText.line(text)).isEqualTo(text);
  }

  @Test
  void whateverEndsLinesOrSteersATerminalIsEscaped() {
    assertThat(ForeignText.line("a\r\nERROR b\u001b[31m\u009b2J\u202ec\u2028d\u0000\ud834"))
        .isEqualTo("a\\u000d\\u000aERROR b\\u001b[31m\\u009b2J\\u202ec\\u2028d\\u0000\\ud834");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(ForeignText.line("x".repeat(5_000))).isEqualTo("x".repeat(1_000) + "…");
    assertThat(ForeignText.line("abc", 2)).isEqualTo("ab…");
    assertThat(ForeignText.line("a\ud834\udd1e", 2)).isEqualTo("a\\ud834…");
  }

  @Test
  void nothingUnfitIsLeftOfAnyText() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(
            (char) (random.nextBoolean() ? random.nextInt(0x300) : random.nextInt(0x10000)));
      }
      String line = ForeignText.line(text.toString(), 20);
      assertThat(UNFIT.matcher(line).find()).as("seed %d: %s", seed, line).isFalse();
    }
  }
}
