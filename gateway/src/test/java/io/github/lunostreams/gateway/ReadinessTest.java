package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.testkit.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway is ready when what REST knows is known, or known to be missing; over real sockets. */
@Timeout(60)
class ReadinessTest {
  private static final long TRADED = 1_790_000_000_001L;

  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer rest;

  @BeforeEach
  void start() throws IOException {
    rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rest.setExecutor(threads);
    rest.createContext("/api/exchange/1/markets", exchange -> answer(exchange, markets()));
    rest.createContext("/api/1/tickers", exchange -> answer(exchange, tickers()));
    rest.createContext("/api/1/trades", exchange -> answer(exchange, trades()));
    rest.start();
  }

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    rest.stop(0);
    threads.close();
  }

  private static String markets() {
    return "{\"markets\":[{\"market_id\":\"NEWZAR\"},{\"market_id\":\"XBTZAR\",\"base_currency\":\"XBT\","
               + "\"counter_currency\":\"ZAR\",\"price_scale\":2,\"volume_scale\":4,\"fee_scale\":0,"
               + "\"min_price\":\"1.00\",\"max_price\":\"9.00\",\"min_volume\":\"0.5\",\"max_volume\":\"9.0\","
               + "\"trading_status\":\"ACTIVE\"}]}";
  }

  private static String tickers() {
    return "{\"tickers\":[{\"pair\":\"XBTZAR\",\"timestamp\":1790000000000,\"bid\":\"99.00\","
        + "\"ask\":null,\"last_trade\":\"98.00\",\"rolling_24_hour_volume\":\"12.50\","
        + "\"status\":\"ACTIVE\"}]}";
  }

  private static String trades() {
    return "{\"trades\":[{\"sequence\":4,\"timestamp\":"
        + TRADED
        + ",\"price\":\"98.00\",\"volume\":\"0.5\",\"is_buy\":true}]}";
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      mayAnswer.await();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private GatewayFixture live(int restPort) throws IOException, InterruptedException {
    GatewayFixture fixture =
        GatewayFixture.with(
            config -> config.pair("XBTZAR").restUrl(URI.create("http://127.0.0.1:" + restPort)));
    TestClient client = fixture.client("/XBTZAR");
    fixture.accept("XBTZAR").send(Frames.snapshot(7, "b1 99 2", "a1 101 1"));
    OnDemandFixture.awaitLive(client);
    return fixture;
  }

  @Test
  void untilRestHasAnsweredItIsNotReadyAndClaimsNoEmptiness() throws Exception {
    try (GatewayFixture fixture = live(rest.getAddress().getPort())) {
      assertThat(fixture.get("/readyz"))
          .startsWith("HTTP/1.1 503 ")
          .contains("\"feed\":\"LIVE\"")
          .contains(
              "\"rest\":{\"parameters\":\"PENDING\",\"volume\":\"PENDING\",\"trades\":\"PENDING\"}");
      for (String call : new String[] {"trades", "ticker", "tickers"}) {
        assertThat(fixture.get("/api/1/" + call + "?pair=XBTZAR"))
            .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
            .contains("retry-after: 1\r\n")
            .endsWith(
                "{\"error\":\"Market XBTZAR is live, but its earlier trades and volume are being"
                    + " asked for. Try again.\",\"error_code\":\"ErrUnavailable\"}");
      }
      assertThat(fixture.get("/api/1/orderbook_top?pair=XBTZAR")).startsWith("HTTP/1.1 200 ");

      mayAnswer.countDown();
      OnDemandFixture.await(() -> fixture.get("/readyz").startsWith("HTTP/1.1 200 "));

      assertThat(fixture.get("/readyz"))
          .contains(
              "\"rest\":{\"parameters\":\"KNOWN\",\"volume\":\"KNOWN\",\"trades\":\"KNOWN\"}");
      assertThat(fixture.get("/api/1/trades?pair=XBTZAR")).endsWith(trades());
      assertThat(fixture.get("/api/1/ticker?pair=XBTZAR"))
          .endsWith(
              "{\"pair\":\"XBTZAR\",\"timestamp\":1790000000007,\"bid\":\"99.00\","
                  + "\"ask\":\"101.00\",\"last_trade\":\"98.00\","
                  + "\"rolling_24_hour_volume\":\"12.50\",\"status\":\"ACTIVE\"}");
      assertThat(fixture.get("/api/exchange/1/markets?pair=XBTZAR"))
          .startsWith("HTTP/1.1 200 ")
          .contains("\"market_id\":\"XBTZAR\"");
    }
  }

  @Test
  void withRestDownItIsReadyAndSaysWhatIsMissing() throws Exception {
    rest.stop(0);
    try (GatewayFixture fixture = live(rest.getAddress().getPort())) {
      OnDemandFixture.await(() -> fixture.get("/readyz").startsWith("HTTP/1.1 200 "));

      assertThat(fixture.get("/readyz"))
          .contains(
              "\"rest\":{\"parameters\":\"MISSING\",\"volume\":\"MISSING\",\"trades\":\"MISSING\","
                  + "\"reason\":\"http://127.0.0.1:")
          .contains("ConnectException");
      assertThat(fixture.get("/api/1/trades?pair=XBTZAR")).endsWith("{\"trades\":[]}");
      assertThat(fixture.get("/api/exchange/1/markets?pair=XBTZAR"))
          .startsWith("HTTP/1.1 503 ")
          .contains("The parameters of XBTZAR are not known: http://127.0.0.1:");
    }
  }
}
