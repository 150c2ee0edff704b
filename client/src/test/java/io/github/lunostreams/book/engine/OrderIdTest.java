package io.github.lunostreams.book.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "B",
        "BXFE5AZ",
        "BXFE5AZB",
        "BXFE5AZB7",
        "BXFE5AZB7UUXWPT",
        "0123456789abcdef",
        " "
      })
  void upTo16CharactersAreTwoLongsAndComeBackAsTheyWere(String id) {
    OrderId packed = OrderId.of(id);

    assertThat(packed.unpacked()).isNull();
    assertThat(packed.high()).isNotZero();
    assertThat(packed).hasToString(id);
    assertThat(OrderId.unpack(packed.high(), packed.low())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0123456789abcdefg", "\u0000", "A\u0000", "\u00fc", "BX\u20ac", "a\n"})
  void anyOtherIdIsKeptAsText(String id) {
    OrderId kept = OrderId.of(id);

    assertThat(kept.unpacked()).isEqualTo(id);
    assertThat(kept).hasToString(id);
  }

  @Test
  void noTwoIdsAreTheSame() {
    List<String> ids =
        List.of(
            "",
            "A",
            "A ",
            " A",
            "AA",
            "A\u0000",
            "ABCDEFGH",
            "ABCDEFGHI",
            "ABCDEFGH ",
            "AAAAAAAAB");
    for (String one : ids) {
      for (String other : ids) {
        assertThat(OrderId.of(one).equals(OrderId.of(other))).isEqualTo(one.equals(other));
      }
    }
  }

  @Test
  void itCanBecomeAnother() {
    OrderId id = OrderId.of("a very long id that does not fit");
    id.set("short");
    assertThat(id).isEqualTo(OrderId.of("short")).hasSameHashCodeAs(OrderId.of("short"));
    id.set(OrderId.of(""));
    assertThat(id).isEqualTo(new OrderId());
  }
}
