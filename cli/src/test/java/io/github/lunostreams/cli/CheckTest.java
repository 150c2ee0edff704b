package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code check} on the simulated exchange, healthy and with faults. */
class CheckTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s", "LUNO_API_KEY_SECRET", "dGhpc2lzbm90YXNlY3JldA");

  private static SimulatorConfig.Builder exchange() {
    return SimulatorConfig.builder().pair("ETHUSDT").pair("XBTUSDT").seed(9).rate(40);
  }

  private static Invocation check(SimulatorConfig.Builder config, String... words)
      throws IOException {
    try (Simulator exchange = Simulator.start(config.build())) {
      List<String> line =
          new ArrayList<>(List.of("check", "--seconds=4", "--luno-url", exchange.streamUrl()));
      line.addAll(List.of(words));
      return Invocation.with(KEY, line.toArray(String[]::new));
    }
  }

  private static String row(Invocation check, String name) {
    return check
        .out()
        .lines()
        .filter(line -> line.strip().startsWith(name + " "))
        .findFirst()
        .orElse("");
  }

  @Test
  void aHealthyFeedIsATableForEachPairAndAVerdict() throws Exception {
    Invocation check = check(exchange(), "ETHUSDT", "xbtusdt");

    assertThat(check.code()).as(check.out()).isZero();
    assertThat(check.err())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("checking ETHUSDT XBTUSDT on ws://");
    List<String> lines = check.out().lines().toList();
    assertThat(lines).contains("ETHUSDT", "XBTUSDT").endsWith("all is well");
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split(" ", 2)[0]))
        .startsWith("dns", "tcp", "tls", "websocket", "key", "snapshot", "updates", "keepalives")
        .containsSequence("sequence", "delay", "clock", "book")
        .hasSize(24);
    assertThat(row(check, "book")).matches(".* ok .*bids and .*asks are the same at sequence \\d+");
    assertThat(row(check, "keepalives")).contains("pongs (round trip");
    assertThat(row(check, "delay")).contains("p50", "p90", "p99");
  }

  @Test
  void programsGetFigures() throws Exception {
    Invocation check = check(exchange(), "ETHUSDT", "--json");

    assertThat(check.code()).as(check.out()).isZero();
    assertThat(check.out().lines()).hasSize(1);
    assertThat(check.out())
        .startsWith("{\"ok\":true,\"pairs\":[{\"pair\":\"ETHUSDT\",\"checks\":[{\"name\":\"dns\",")
        .contains(
            "\"p99_millis\":", "\"gaps\":0,\"breaks\":0,", "\"orders\":", "\"outcome\":\"OK\"");
  }

  @Test
  void aWrongKeyIsReportedWithTheExchangesErrorAndNotQuoted() throws Exception {
    Invocation check = check(exchange().credentials("other", "key"), "ETHUSDT");

    assertThat(check.code()).isEqualTo(1);
    assertThat(row(check, "key")).contains("FAIL", "invalid_credentials");
    assertThat(check.out().lines()).last().isEqualTo("not well: ETHUSDT key, ETHUSDT snapshot");
    assertThat(check.out() + check.err()).doesNotContain("kd8f3hs92jd0s", "dGhpc2lzbm90YXNlY3JldA");
  }

  @Test
  void anUnknownPairIsAnsweredWithTheLikelyOne() throws Exception {
    Invocation check = check(exchange(), "BTCUSDT", "ETHUSDT");

    assertThat(check.code()).isEqualTo(1);
    assertThat(row(check, "market")).contains("FAIL", "invalid_market: BTCUSDT");
    assertThat(check.out().lines()).last().isEqualTo("not well: BTCUSDT market");
    assertThat(check.err()).last().isEqualTo("hint: did you mean XBTUSDT?");
  }

  @Test
  void anUnreachableExchangeIsReportedAtOnce() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    Invocation check =
        Invocation.with(KEY, "check", "XBTZAR", "--luno-url", "ws://127.0.0.1:" + free);

    assertThat(check.code()).isEqualTo(1);
    assertThat(row(check, "tcp")).contains("FAIL", "port " + free + ": Connection refused");
    assertThat(check.out().lines()).last().isEqualTo("not well: XBTZAR tcp");
    assertThat(check.err()).hasSize(1);
  }

  @Test
  void aRefusedHandshakeIsReportedWithItsStatus() throws Exception {
    Invocation check = check(exchange().fault(ScheduledFault.parse("refuse:503@0s")), "ETHUSDT");

    assertThat(check.code()).isEqualTo(1);
    assertThat(row(check, "websocket")).contains("FAIL", "HTTP 503");
  }

  @Test
  void aGapIsCounted() throws Exception {
    Invocation check = check(exchange().fault(ScheduledFault.parse("gap@every:1s")), "ETHUSDT");

    assertThat(check.code()).isEqualTo(1);
    assertThat(row(check, "sequence")).contains("FAIL", "× GAP");
    assertThat(check.out().lines()).last().asString().contains("ETHUSDT sequence");
  }

  @Test
  void withoutRestTheFeedIsCheckedButTheBookIsNotCompared() throws Exception {
    Invocation check = check(exchange().fault(ScheduledFault.parse("rest:429@0s")), "ETHUSDT");

    assertThat(check.code()).as(check.out()).isZero();
    assertThat(row(check, "book")).contains("warn", "INCONCLUSIVE", "HTTP 429");
    assertThat(check.out().lines()).last().isEqualTo("well, but see: ETHUSDT book");
  }

  @Test
  void aClockThatIsBehindIsNoticed() throws Exception {
    InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(7));

    Invocation check = check(exchange().clock(ahead), "ETHUSDT");

    assertThat(check.code()).as(check.out()).isZero();
    assertThat(row(check, "clock")).contains("warn", "behind the exchange's by about");
  }
}
