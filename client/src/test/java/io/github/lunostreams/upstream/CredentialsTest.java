package io.github.lunostreams.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final String ID = "kd8f3hs92jd0s";
  private static final String SECRET = "hN3-kQx_72mPzV0aYtRw9sLbE4cJfUoGdXiB8nSqKv1";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", " ", "\t", "\u00a0", "\ufeff", "\u200b", "\0", " \n\n "})
  void whiteSpaceAroundAKeyIsCutOff(String space) {
    Credentials key = new Credentials(space + ID + space, space + SECRET + space);

    assertThat(key.keyId()).isEqualTo(ID);
    assertThat(key.secret()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t", "\u00a0", "\u0007", "\u200b"})
  void whiteSpaceInsideAKeyIsRefusedWithoutShowingIt(String space) {
    assertThatThrownBy(() -> new Credentials("abc" + space + "def", SECRET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a key without white space and control characters inside, its id has some");
    assertThatThrownBy(() -> new Credentials(ID, "abc" + space + "def"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("its secret has some");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\u00a0\t"})
  void aKeyOfNothingIsRefused(String blank) {
    assertThatThrownBy(() -> new Credentials(blank, SECRET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got a blank id");
  }

  @Test
  void aShortKeyBlanksOutNoWords() {
    Credentials key = new Credentials("e", "demo1");

    assertThat(key.redact("REFUSED: invalid_market, a demo1 of it"))
        .isEqualTo("REFUSED: invalid_market, a demo1 of it");
    assertThat(key.isIn("every e in demo1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "your key is hN3-kQx_72mPzV0aYtRw9sLbE4cJfUoGdXiB8nSqKv1! | your key is «hidden»!",
        "kd8f3hs92jd0s and kd8f3hs92jd0s | «hidden» and «hidden»",
        "part: hN3-kQx_7 | part: «hidden»",
        "cut in the middle ...Rw9sLbE4cJ | cut in the middle ...«hidden»",
        "id 8f3hs92jd | id «hidden»",
        "seven: hN3-kQx | seven: hN3-kQx",
        "nothing of it | nothing of it"
      })
  void aKeyAndTellingPartsOfItAreHidden(String text, String shown) {
    Credentials key = new Credentials(ID, SECRET);

    assertThat(key.redact(text)).isEqualTo(shown);
    assertThat(key.isIn(text)).isEqualTo(!text.equals(shown));
  }

  @Test
  void aKeyOfSixCharactersIsHiddenAsAWhole() {
    Credentials key = new Credentials("abcdef", "uvwxyz1");

    assertThat(key.redact("abcdef uvwxyz1 abcde uvwxyz"))
        .isEqualTo("«hidden» «hidden» abcde uvwxyz");
  }

  @Test
  void noTextOfItShowsIt() {
    assertThat(new Credentials(ID, SECRET)).hasToString("Credentials[«hidden»]");
  }
}
