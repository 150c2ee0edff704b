package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Eight characters at once against one after the other. */
class SwarTest {
  private static final String PICKED =
      "\"\\0123456789/:ABZaz ~\u0000\u0001\u001f\u007f\u0080\u00b0\u00b5\u00b9\u00ff!#[]";

  private final SplittableRandom random;

  SwarTest() {
    long seed = Long.getLong("luno.streams.seed", 20_261_125L);
    System.out.println("SwarTest: seed " + seed);
    random = new SplittableRandom(seed);
  }

  @Test
  void saysWhatALoopWouldSay() {
    for (int i = 0; i < 2_000_000; i++) {
      String text = text();
      long word = Swar.at(text.getBytes(ISO_8859_1), 0);
      int quote = text.indexOf('"') < 0 ? 8 : text.indexOf('"');
      int count = random.nextInt(9);
      int last = 1 + random.nextInt(8);

      boolean same =
          Swar.beforeQuote(word) == quote
              && Swar.first(word, count) == word(text.substring(0, count))
              && Swar.isPlain(word, count)
                  == text.substring(0, count)
                      .chars()
                      .allMatch(c -> c >= ' ' && c <= 0x7f && c != '\\')
              && Swar.isDigits(word) == text.chars().allMatch(SwarTest::isDigit)
              && Swar.digitsAhead(word) == text.chars().takeWhile(SwarTest::isDigit).count()
              && Swar.last(word, last) == word("0".repeat(8 - last) + text.substring(8 - last));

      assertThat(same).as("'%s', %d", text, count).isTrue();
    }
  }

  @Test
  void recognizesDigitsAndCapitals() {
    int told = 0;
    for (int i = 0; i < 1_000_000; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 16) {
        text.append((char) ('0' + random.nextInt('Z' - '0' + 1)));
      }
      if (random.nextBoolean()) {
        text.setCharAt(random.nextInt(16), (char) random.nextInt(0x100));
      }
      boolean expected = text.chars().allMatch(c -> c >= '0' && c <= 'Z');
      told += expected ? 1 : 0;

      assertThat(Swar.areDigitsOrCapitals(word(text.substring(0, 8)), word(text.substring(8))))
          .as("'%s'", text)
          .isEqualTo(expected);
    }
    assertThat(told).isBetween(500_000, 700_000);
  }

  @Test
  void readsEightDigits() {
    for (long number : new long[] {0, 1, 9, 10, 12_345_678, 99_999_999, 10_000_000, 87_654_321}) {
      assertThat(Swar.number(word("%08d".formatted(number)))).isEqualTo(number);
    }
    for (int i = 0; i < 1_000_000; i++) {
      long number = random.nextLong(100_000_000);
      if (Swar.number(word("%08d".formatted(number))) != number) {
        throw new AssertionError(number);
      }
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    boolean digits = random.nextInt(4) == 0;
    while (text.length() < 8) {
      text.append(
          digits && random.nextInt(20) > 0
              ? (char) ('0' + random.nextInt(10))
              : PICKED.charAt(random.nextInt(PICKED.length())));
    }
    return text.toString();
  }

  private static long word(String text) {
    long word = 0;
    for (int i = 0; i < 8; i++) {
      word = (word << 8) | (i < text.length() ? text.charAt(i) & 0xff : 0);
    }
    return word;
  }
}
