package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.simulator.wire.JsonTree;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The REST calls that complement the stream, over HTTP. */
class RestTest {
  private static final long START = 1_790_127_197_639L;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong now = new AtomicLong(START);
  private Simulator simulator;

  @BeforeEach
  void start() throws Exception {
    simulator =
        Simulator.start(
            SimulatorConfig.builder()
                .rate(0)
                .mix(FlowMix.busy())
                .clock(() -> Instant.ofEpochMilli(now.get()))
                .build());
  }

  @AfterEach
  void close() {
    http.close();
    simulator.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(simulator.restUrl() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("application/json; charset=utf-8");
    return response.body();
  }

  @Test
  void marketsAreListedOrOneOfThem() throws Exception {
    assertThat(get("/api/exchange/1/markets?pair=ETHUSDT"))
        .isEqualTo(
            """
            {"markets":[{"market_id":"ETHUSDT","base_currency":"ETH","counter_currency":"USDT",\
            "price_scale":2,"volume_scale":6,"fee_scale":8,"min_price":"0.01",\
            "max_price":"276350.00","min_volume":"0.000001","max_volume":"1000000.0",\
            "trading_status":"ACTIVE"}]}\
            """);
    List<Map<String, Object>> all =
        JsonTree.list(JsonTree.object(get("/api/exchange/1/markets")), "markets");
    assertThat(all)
        .extracting(each -> each.get("market_id"))
        .containsExactly("XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHAUD");
    assertThat(all).extracting(each -> each.get("base_currency")).contains("XBT", "PAXG");
    simulator.market("ETHAUD").status("POSTONLY");
    assertThat(get("/api/exchange/1/markets?pair=ETHAUD"))
        .contains("\"trading_status\":\"POST_ONLY\"");
  }

  @Test
  void theTickerHasBestPricesLastTradeAndDaysVolume() throws Exception {
    assertThat(get("/api/1/ticker?pair=ETHAUD"))
        .isEqualTo(
            """
            {"pair":"ETHAUD","timestamp":1790127197639,"bid":"0.00","ask":"0.00",\
            "last_trade":"4190.00","rolling_24_hour_volume":"0.00","status":"ACTIVE"}\
            """);
    SimulatedMarket market = simulator.market("ETHAUD");
    String bid = market.create(Side.BID, new BigDecimal("4180"), new BigDecimal("3"));
    market.create(Side.ASK, new BigDecimal("4200.5"), new BigDecimal("3"));
    market.fill(bid, new BigDecimal("1.25"));
    now.addAndGet(Duration.ofHours(23).toMillis());
    market.fill(bid, new BigDecimal("0.125"));
    assertThat(get("/api/1/ticker?pair=ETHAUD"))
        .contains("\"bid\":\"4180.00\",\"ask\":\"4200.50\",\"last_trade\":\"4180.00\"")
        .contains("\"rolling_24_hour_volume\":\"1.375\"");
    now.addAndGet(Duration.ofHours(2).toMillis());
    assertThat(get("/api/1/tickers?pair=ETHAUD"))
        .startsWith("{\"tickers\":[{\"pair\":\"ETHAUD\",")
        .contains("\"rolling_24_hour_volume\":\"0.125\"");
    assertThat(JsonTree.list(JsonTree.object(get("/api/1/tickers")), "tickers")).hasSize(5);
    assertThat(get("/api/1/ticker?pair=XBTZAR")).contains("\"last_trade\":\"1403128.00\"");
  }

  @Test
  void orderbookTopIsTheBestHundredConsolidatedWithEighteenDecimals() throws Exception {
    simulator.market("XBTZAR").step(500);
    BookImage book = simulator.market("XBTZAR").book();
    Map<String, Object> top = JsonTree.object(get("/api/1/orderbook_top?pair=XBTZAR"));
    assertThat(top.keySet()).containsExactly("timestamp", "bids", "asks");
    assertThat(top.get("timestamp")).isEqualTo(book.timestamp());
    for (Side side : Side.values()) {
      List<Map<String, Object>> levels = JsonTree.list(top, side == Side.BID ? "bids" : "asks");
      assertThat(levels).hasSize(100);
      for (int i = 0; i < 100; i++) {
        String price = (String) levels.get(i).get("price");
        assertThat(price).matches("[1-9][0-9]*\\.[0-9]{18}");
        assertThat((String) levels.get(i).get("volume")).matches("[0-9]+\\.[0-9]{18}");
        assertThat(new BigDecimal(price)).isEqualByComparingTo(book.levels(side).get(i).price());
        assertThat(new BigDecimal((String) levels.get(i).get("volume")))
            .isEqualByComparingTo(book.levels(side).get(i).volume());
      }
    }
  }

  @Test
  void orderbookIsEveryOrderWithoutIds() throws Exception {
    Map<String, Object> all = JsonTree.object(get("/api/1/orderbook?pair=XBTZAR"));
    assertThat(JsonTree.list(all, "bids")).hasSize(17_172);
    assertThat(JsonTree.list(all, "asks")).hasSize(1_428);
    assertThat(JsonTree.list(all, "asks").getFirst().keySet()).containsExactly("price", "volume");
    assertThat(get("/api/1/orderbook?pair=ETHAUD"))
        .isEqualTo("{\"timestamp\":1790127197639,\"bids\":[],\"asks\":[]}");
  }

  @Test
  void tradesAreTheNewestHundredOfADayNewestFirst() throws Exception {
    assertThat(get("/api/1/trades?pair=ETHAUD")).isEqualTo("{\"trades\":[]}");
    SimulatedMarket market = simulator.market("ETHAUD");
    String bid = market.create(Side.BID, new BigDecimal("4180"), new BigDecimal("500"));
    String ask = market.create(Side.ASK, new BigDecimal("4200"), new BigDecimal("500"));
    for (int i = 0; i < 150; i++) {
      now.addAndGet(1_000);
      market.fill(i % 2 == 0 ? bid : ask, new BigDecimal("0.5"));
    }
    List<Map<String, Object>> newest = trades("");
    assertThat(newest).hasSize(100);
    List<SimulatedTrade> expected = new ArrayList<>(market.tape().subList(50, 150)).reversed();
    for (int i = 0; i < 100; i++) {
      SimulatedTrade trade = expected.get(i);
      assertThat(newest.get(i))
          .isEqualTo(
              new TreeMap<>(
                  Map.of(
                      "sequence",
                      trade.sequence(),
                      "timestamp",
                      trade.timestamp(),
                      "price",
                      trade.makerSide() == Side.BID ? "4180.00" : "4200.00",
                      "volume",
                      "0.5",
                      "is_buy",
                      trade.makerSide() == Side.ASK)));
    }
    assertThat(trades("&since=" + (now.get() - 5_000))).hasSize(6);
    now.addAndGet(Duration.ofHours(24).toMillis() - 9_000);
    assertThat(trades("")).hasSize(10);
    assertThat(trades("&since=0")).hasSize(10);
    assertThat(send("GET", "/api/1/trades?pair=ETHAUD&since=x").statusCode()).isEqualTo(400);
  }

  private List<Map<String, Object>> trades(String query) throws Exception {
    return JsonTree.list(JsonTree.object(get("/api/1/trades?pair=ETHAUD" + query)), "trades");
  }

  @Test
  void anUnknownPathOrPairIsAnError() throws Exception {
    HttpResponse<String> unknown = send("GET", "/api/1/ticker?pair=NOPE");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body())
        .isEqualTo(
            "{\"error\":\"Market NOPE does not exist.\",\"error_code\":\"ErrMarketNotFound\"}");
    assertThat(send("GET", "/api/exchange/1/markets?pair=NOPE").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/api/1/orderbook_top").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    for (String method : List.of("POST", "HEAD", "DELETE")) {
      HttpResponse<String> refused = send(method, "/api/1/tickers");
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.headers().firstValue("allow")).hasValue("GET");
    }
  }

  @Test
  void refusedCallsGetTheStatusAsOftenAsAskedFor() throws Exception {
    simulator.market("ETHAUD").inject(new Fault.RefuseRest(429, 2));
    assertThat(send("GET", "/api/1/trades?pair=ETHAUD").statusCode()).isEqualTo(429);
    assertThat(send("GET", "/api/1/tickers?pair=ETHAUD").statusCode()).isEqualTo(429);
    assertThat(send("GET", "/api/1/trades?pair=ETHUSDT").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/api/1/trades?pair=ETHAUD").statusCode()).isEqualTo(200);
  }
}
