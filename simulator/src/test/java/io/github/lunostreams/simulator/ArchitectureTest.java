package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Dependencies point down, from what users start with to the market. */
class ArchitectureTest {
  private static final String ROOT = "io.github.lunostreams.simulator";

  private static final Rooms ROOMS =
      Rooms.of(ROOT, ROOT + ".server", ROOT + ".fault", ROOT + ".wire", ROOT + ".market");

  @Test
  void everyTypeIsInARoomAndNoRoomIsEmpty() {
    assertThat(ROOMS.sizes()).hasSize(5).doesNotContainKey("").doesNotContainValue(0);
  }

  @Test
  void noRoomUsesAHigherOne() {
    assertThat(ROOMS.arrowsUp()).isEmpty();
  }

  @Test
  void noTypesDependOnEachOtherInACircle() {
    assertThat(ROOMS.circles()).isEmpty();
  }
}
