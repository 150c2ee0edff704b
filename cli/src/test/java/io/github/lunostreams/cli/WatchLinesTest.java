package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code watch} into a pipe. */
class WatchLinesTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s", "LUNO_API_KEY_SECRET", "dGhpc2lzbm90YXNlY3JldA");

  private final Simulator exchange = exchange();

  private static Simulator exchange() {
    try {
      return Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").seed(4).rate(50).build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    exchange.close();
  }

  private Gateway gateway(int port) throws IOException {
    return Gateway.start(
        GatewayConfig.builder()
            .port(port)
            .streamUrl(URI.create(exchange.streamUrl()))
            .credentials(new Credentials("some", "key"))
            .pair("ETHUSDT")
            .build());
  }

  private static Subprocess watch(String... words) throws IOException {
    String[] line = new String[words.length + 2];
    line[0] = "watch";
    line[1] = "ETHUSDT";
    System.arraycopy(words, 0, line, 2, words.length);
    return Subprocess.start(KEY, List.of(), line);
  }

  @Test
  void bestPricesAndTradesAreLines() throws Exception {
    try (Subprocess watch = watch("--luno-url", exchange.streamUrl())) {
      watch.awaitLine(" LIVE");
      assertThat(watch.awaitLine(" bid "))
          .matches("\\S+Z bid [\\d.]+ x [\\d.]+ ask [\\d.]+ x [\\d.]+ #\\d+");
      assertThat(watch.awaitLine(" trade ")).matches("\\S+Z trade (buy|sell) [\\d.]+ at [\\d.]+");
      assertThat(watch.terminate()).isZero();
      assertThat(watch.err()).isEmpty();
    }
  }

  @Test
  void jsonIsAGatewaysPayload() throws Exception {
    try (Subprocess watch = watch("--json", "--depth=1", "--luno-url", exchange.streamUrl())) {
      assertThat(watch.awaitLine("RESYNCING"))
          .isEqualTo(
              "{\"bids\":[],\"asks\":[],\"trades\":[],\"source\":\"live\",\"sequence\":null,\"timestamp\":null,"
                  + "\"status\":null,\"feed\":\"RESYNCING\"}");
      String number = "\"[0-9.]+\"";
      assertThat(watch.awaitLine("LIVE"))
          .matches(
              "\\{\"bids\":\\[\\["
                  + number
                  + ","
                  + number
                  + "]],\"asks\":\\[\\["
                  + number
                  + ","
                  + number
                  + "]],\"trades\":\\[],\"pair\":\"ETHUSDT\",\"source\":\"live\",\"sequence\":\\d+,\"timestamp\":\\d+,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}");
      assertThat(watch.awaitLine("\"type\":")).contains("maker_order_id", "\"feed\":\"LIVE\"");
    }
  }

  @Test
  void aGatewayIsListenedToWithoutAKeyAndAgainAfterItWasAway() throws Exception {
    Gateway gateway = gateway(0);
    try (Subprocess watch = watch("--gateway", gateway.url().toString())) {
      watch.awaitLine(" LIVE");
      watch.awaitLine(" bid ");
      gateway.close();
      assertThat(watch.awaitLine("RESYNCING")).contains("the gateway closed with code 1001");
      gateway = gateway(gateway.url().getPort());
      watch.awaitLine(" LIVE");
      watch.awaitLine(" bid ");
      assertThat(watch.terminate()).isZero();
    } finally {
      gateway.close();
    }
  }

  @Test
  void aGatewayWithoutThatPairIsAFailure() throws Exception {
    try (Gateway gateway = gateway(0)) {
      Invocation watch =
          Invocation.of("watch", "BTCZAR", "--plain", "--gateway", gateway.url().toString());

      assertThat(watch.code()).isEqualTo(1);
      assertThat(watch.err())
          .containsExactly(
              "luno-streams watch: BTCZAR failed: the gateway does not serve BTCZAR",
              "hint: GET /v1/pairs of the gateway lists the pairs it serves");
    }
  }

  @Test
  void anUnknownPairIsAnsweredWithTheLikelyOne() {
    Invocation watch =
        Invocation.with(KEY, "watch", "EHTUSDT", "--plain", "--luno-url", exchange.streamUrl());

    assertThat(watch.code()).isEqualTo(1);
    assertThat(watch.err())
        .containsExactly(
            "luno-streams watch: EHTUSDT failed: REFUSED: invalid_market: EHTUSDT",
            "hint: did you mean ETHUSDT?");
  }
}
