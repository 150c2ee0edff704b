package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code pairs}, and the suggestions for names that are none. */
class PairsTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s", "LUNO_API_KEY_SECRET", "dGhpc2lzbm90YXNlY3JldA");

  private final Simulator exchange = exchange();

  private static Simulator exchange() {
    try {
      return Simulator.start(
          SimulatorConfig.builder().pair("XBTZAR").pair("ETHUSDT").seed(5).rate(0).build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    exchange.close();
  }

  private Invocation run(String... line) {
    return Invocation.with(
        Map.of("LUNO_STREAMS_LUNO_URL", exchange.streamUrl(), "LUNO_STREAMS_PAIRS", "XBTUSDT"),
        line);
  }

  @Test
  void allMarketsAreATable() {
    Invocation pairs = run("pairs");

    assertThat(pairs.code()).isZero();
    assertThat(pairs.err()).isEmpty();
    assertThat(pairs.out().lines())
        .containsExactly(
            "PAIR     STATUS  PRICE SCALE  VOLUME SCALE  MIN VOLUME  MAX VOLUME",
            "XBTZAR   ACTIVE            0             6    0.000001   1000000.0",
            "ETHUSDT  ACTIVE            2             6    0.000001   1000000.0");
  }

  @Test
  void namedOnesComeAsJsonToo() {
    Invocation pairs = run("pairs", "ethusdt", "--json");

    assertThat(pairs.code()).isZero();
    assertThat(pairs.out().lines())
        .containsExactly(
            "[{\"pair\":\"ETHUSDT\",\"base\":\"ETH\",\"counter\":\"USDT\",\"status\":\"ACTIVE\","
                + "\"price_scale\":2,\"volume_scale\":6,\"min_price\":\"0.01\","
                + "\"max_price\":\"276350.00\",\"min_volume\":\"0.000001\","
                + "\"max_volume\":\"1000000.0\"}]");
  }

  @Test
  void aNameThatIsNoneIsAnsweredWithTheLikelyOne() {
    Invocation pairs = run("pairs", "BTCZAR");

    assertThat(pairs.code()).isEqualTo(1);
    assertThat(pairs.out()).isEmpty();
    assertThat(pairs.err())
        .containsExactly(
            "luno-streams pairs: the exchange has no market BTCZAR", "hint: did you mean XBTZAR?");
  }

  @Test
  void serveGivesTheSameAdvice() {
    Invocation serve =
        Invocation.with(
            KEY, "serve", "ETHUDST", "-p=0", "-l=CRITICAL", "--luno-url=" + exchange.streamUrl());

    assertThat(serve.code()).isEqualTo(1);
    assertThat(serve.err()).last().isEqualTo("hint: did you mean ETHUSDT?");
  }

  @Test
  void anUnreachableExchangeIsReportedInTwoLines() {
    String url = exchange.restUrl();
    exchange.close();

    Invocation pairs = Invocation.of("pairs", "--luno-rest-url", url);

    assertThat(pairs.code()).isEqualTo(1);
    assertThat(pairs.out()).isEmpty();
    assertThat(pairs.err()).hasSize(2);
    assertThat(pairs.err().getFirst()).contains(url, "ConnectException");
    assertThat(pairs.err().getLast()).contains("--luno-rest-url", "https.proxyHost");
  }

  @Test
  void aMarketWhoseRowCannotBeReadIsNotSaidToBeNone() throws IOException {
    String good =
        "{\"market_id\":\"XBTZAR\",\"base_currency\":\"XBT\",\"counter_currency\":\"ZAR\","
            + "\"price_scale\":0,\"volume_scale\":6,\"min_price\":\"1\",\"max_price\":\"9\","
            + "\"min_volume\":\"1\",\"max_volume\":\"9\"}";
    byte[] body =
        ("{\"markets\":["
                + good
                + ","
                + good.replace("XBTZAR", "NEWZAR").replace("\"9\"", "null")
                + "]}")
            .getBytes(StandardCharsets.UTF_8);
    HttpServer rest =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rest.createContext(
        "/",
        call -> {
          call.sendResponseHeaders(200, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    rest.start();
    String url = "http://127.0.0.1:" + rest.getAddress().getPort();
    try {
      assertThat(Invocation.of("pairs", "XBTZAR", "--luno-rest-url", url).code()).isZero();
      Invocation pairs = Invocation.of("pairs", "NEWZAR", "--luno-rest-url", url);
      assertThat(pairs.code()).isEqualTo(1);
      assertThat(pairs.err())
          .contains("luno-streams pairs: the exchange's list has no NEWZAR that can be read");
    } finally {
      rest.stop(0);
    }
  }
}
