package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a gateway answers does not depend on the clock of its machine. */
@Timeout(60)
class WrongClockTest {
  private static final Instant START = Instant.ofEpochMilli(1_790_000_000_000L);

  /** What the machine's clock shows beyond the exchange's, before each update. */
  static Stream<List<Duration>> clocks() {
    Duration right = Duration.ZERO;
    return Stream.of(
        List.of(Duration.ofHours(25), Duration.ofHours(25), Duration.ofHours(25)),
        List.of(right, Duration.ofSeconds(3), right),
        List.of(right, Duration.ofHours(25), right),
        List.of(right, Duration.ofHours(-25), Duration.ofDays(-365)),
        List.of(Duration.ofDays(9_000), right, Duration.ofDays(-9_000)));
  }

  private volatile Instant now = START;

  @ParameterizedTest
  @MethodSource("clocks")
  void noTradeIsLostAndNoStateChanges(List<Duration> errors) throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR"), () -> now)) {
      TestClient client = fixture.client("/XBTZAR").joined();
      ScriptedConnection session = fixture.accept("XBTZAR");
      session.send(Frames.snapshot(10, "b1 99 2", "a1 101 8"));
      client.nextText();
      for (int i = 1; i <= 3; i++) {
        now = START.plus(errors.get(i - 1));
        session.send(Frames.trade(10 + i, Frames.fill(i, "a1", "0.5", "50.5")));
        assertThat(client.nextText()).contains("\"feed\":\"LIVE\"");

        assertThat(trades(fixture)).isEqualTo(i);
        assertThat(fixture.get("/api/1/ticker?pair=XBTZAR"))
            .contains("\"timestamp\":" + START.plusMillis(10 + i).toEpochMilli() + ",")
            .contains("\"rolling_24_hour_volume\":\"" + List.of("0.50", "1.00", "1.50").get(i - 1));
        assertThat(fixture.get("/readyz")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static int trades(GatewayFixture fixture) throws IOException {
    String answer = fixture.get("/api/1/trades?pair=XBTZAR");
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    return answer.split("\"is_buy\"", -1).length - 1;
  }
}
