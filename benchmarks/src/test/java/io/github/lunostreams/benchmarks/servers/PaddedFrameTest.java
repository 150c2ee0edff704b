package io.github.lunostreams.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PaddedFrameTest {
  @Test
  void itsTextIsAsLongAsItSaysAndEndsAsTheGateways() {
    for (int size : new int[] {128, 205, 2_950, 65_535}) {
      byte[] frame = new PaddedFrame(size).of(4_530_030_191L);
      assertThat(frame).hasSize(4 + size);
      assertThat(((frame[2] & 0xff) << 8) | (frame[3] & 0xff)).isEqualTo(size);
      assertThat(new String(frame, 4, size, StandardCharsets.US_ASCII))
          .startsWith("{\"filling\":\"")
          .endsWith(
              ",\"sequence\":4530030191,\"timestamp\":0,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}");
    }
  }
}
