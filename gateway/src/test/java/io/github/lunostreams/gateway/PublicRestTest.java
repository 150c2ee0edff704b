package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.resources.Site;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.ThreadEventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exchange's public calls: what the gateway answers is what the exchange itself answers. */
@Timeout(120)
class PublicRestTest {
  private static final Instant START = Instant.parse("2026-10-01T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern ENTRY =
      Pattern.compile("\\{\"price\":\"(\\d+\\.\\d{18})\",\"volume\":\"(\\d+\\.\\d{18})\"}");

  /** Of both the exchange and the gateway. */
  private volatile Instant now = START;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    http.close();
  }

  private <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  private Simulator simulator(String... pairs) throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    return closing(
        Simulator.start(
            SimulatorConfig.builder()
                .seed(seed)
                .pairs(List.of(pairs))
                .mix(FlowMix.busy())
                .clock(() -> now)
                .rate(0)
                .build()));
  }

  /** Trades of two hours, the newest of now. */
  private void trade(SimulatedMarket market, int messages) {
    for (int i = 0; i < 120; i++) {
      now = now.plus(Duration.ofMinutes(1));
      market.step(messages / 120);
    }
  }

  private Gateway gateway(
      Simulator simulator, UnaryOperator<GatewayConfig.Builder> changes, String... pairs)
      throws IOException {
    LunoStreams luno =
        closing(
            LunoStreams.builder(new Credentials("key", "secret"))
                .streamUrl(URI.create(simulator.streamUrl()))
                .settings(GatewayFixture.QUICK)
                .build());
    GatewayConfig.Builder config =
        GatewayConfig.builder()
            .port(0)
            .pairs(List.of(pairs))
            .restUrl(URI.create(simulator.restUrl()));
    return closing(
        Gateway.start(
            changes.apply(config).build(),
            luno,
            false,
            Site::off,
            () -> now,
            () -> new ThreadEventLoop("luno-pairs")));
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }

  /** Asks until the answer is right: what it waits for comes by itself. */
  private HttpResponse<String> await(String url, Predicate<HttpResponse<String>> right)
      throws IOException, InterruptedException {
    long patience = System.nanoTime() + TIMEOUT.toNanos();
    HttpResponse<String> answer;
    do {
      answer = get(url);
    } while (!right.test(answer) && System.nanoTime() < patience);
    String shown = answer.body().substring(0, Math.min(500, answer.body().length()));
    assertThat(right.test(answer)).as("%s is not as expected: %s", url, shown).isTrue();
    return answer;
  }

  /** Waits for the gateway to have the market's newest sequence. */
  private void await(Gateway gateway, SimulatedMarket market)
      throws IOException, InterruptedException {
    String sequence = Long.toString(market.sequence());
    await(
        gateway.url() + "/api/1/orderbook_top?pair=" + market.pair(),
        answer -> answer.headers().firstValue("x-sequence").orElse("").equals(sequence));
  }

  /** Waits for the exchange's REST to have told what the streams don't. */
  private void awaitFacts(Gateway gateway, Simulator simulator, String... paths)
      throws IOException, InterruptedException {
    for (String path : paths) {
      String expected = get(simulator.restUrl() + path).body();
      await(gateway.url() + path, answer -> answer.body().equals(expected));
    }
  }

  @Test
  void everyCallAnswersWhatTheExchangeAnswersOfTheSameSequence() throws Exception {
    Simulator simulator = simulator("XBTUSDT", "ETHAUD", "XBTZAR");
    SimulatedMarket market = simulator.market("XBTUSDT");
    trade(market, 24_000);
    assertThat(market.tape()).hasSizeGreaterThan(100);
    // Cut books are no reason to cut these.
    Gateway gateway = gateway(simulator, config -> config.depth(1), "XBTUSDT", "ETHAUD", "XBTZAR");
    for (SimulatedMarket one : simulator.markets().values()) {
      await(gateway, one);
    }
    long since = now.minusSeconds(3_000).toEpochMilli();
    String[] paths = {
      "/api/1/ticker?pair=XBTUSDT",
      "/api/1/ticker?pair=ETHAUD",
      "/api/1/tickers",
      "/api/1/tickers?pair=XBTZAR&pair=XBTUSDT",
      "/api/1/orderbook_top?pair=XBTUSDT",
      "/api/1/orderbook_top?pair=ETHAUD",
      "/api/1/orderbook_top?pair=XBTZAR",
      "/api/1/trades?pair=XBTUSDT",
      "/api/1/trades?pair=ETHAUD",
      "/api/1/trades?pair=XBTUSDT&since=" + since,
      "/api/1/trades?pair=XBTUSDT&since=1",
      "/api/1/trades?pair=XBTUSDT&since=" + now.plusSeconds(1).toEpochMilli(),
      "/api/exchange/1/markets",
      "/api/exchange/1/markets?pair=ETHAUD",
    };
    awaitFacts(gateway, simulator, paths);

    for (int round = 0; round < 5; round++) {
      now = now.plusMillis(777);
      for (SimulatedMarket one : simulator.markets().values()) {
        one.step(40);
      }
      market.status(round % 2 == 0 ? "POSTONLY" : "ACTIVE");
      for (SimulatedMarket one : simulator.markets().values()) {
        await(gateway, one);
      }
      for (String path : paths) {
        // The day's volume is as of REST's last answer.
        String expected = withoutVolume(get(simulator.restUrl() + path).body());
        HttpResponse<String> answer = get(gateway.url() + path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(withoutVolume(answer.body())).as(path).isEqualTo(expected);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      }
    }
  }

  private static String withoutVolume(String json) {
    return json.replaceAll("\"rolling_24_hour_volume\":\"[0-9.]+\",", "");
  }

  @Test
  void everyOrderIsThereWithEighteenDecimalsTheBestFirst() throws Exception {
    Simulator simulator = simulator("XBTZAR", "ETHAUD");
    Gateway gateway = gateway(simulator, config -> config.depth(1), "XBTZAR", "ETHAUD");
    SimulatedMarket market = simulator.market("XBTZAR");
    market.step(200);
    String sequence = Long.toString(market.sequence());
    HttpResponse<String> answer =
        await(
            gateway.url() + "/api/1/orderbook?pair=XBTZAR",
            read -> read.headers().firstValue("x-sequence").orElse("").equals(sequence));
    String truth = get(simulator.restUrl() + "/api/1/orderbook?pair=XBTZAR").body();

    // Of orders at one price the exchange has the oldest first, which is nowhere documented.
    assertThat(sides(answer.body())).isEqualTo(sides(truth));
    assertThat(ENTRY.matcher(answer.body()).results().count())
        .isEqualTo(market.book().orders().size())
        .isGreaterThan(15_000);
    assertThat(prices(answer.body())).isEqualTo(prices(truth));
    assertThat(answer.body().replaceAll(ENTRY.pattern(), ""))
        .isEqualTo(truth.replaceAll(ENTRY.pattern(), ""));

    HttpResponse<String> empty =
        await(gateway.url() + "/api/1/orderbook?pair=ethaud", read -> read.statusCode() == 200);
    assertThat(empty.body())
        .isEqualTo(get(simulator.restUrl() + "/api/1/orderbook?pair=ETHAUD").body());
  }

  /** Bids and asks, each with its entries sorted as texts. */
  private static List<List<String>> sides(String book) {
    int asks = book.indexOf("\"asks\"");
    return List.of(sorted(book.substring(0, asks)), sorted(book.substring(asks)));
  }

  private static List<String> sorted(String side) {
    return ENTRY.matcher(side).results().map(MatchResult::group).sorted().toList();
  }

  private static List<String> prices(String book) {
    return ENTRY.matcher(book).results().map(entry -> entry.group(1)).toList();
  }

  @Test
  void tradesOlderThanADayAreGoneAndAHundredAreShownAtMost() throws Exception {
    Simulator simulator = simulator("XBTUSDT");
    SimulatedMarket market = simulator.market("XBTUSDT");
    Gateway gateway = gateway(simulator, config -> config, "XBTUSDT");
    await(gateway, market);
    String path = "/api/1/trades?pair=XBTUSDT";
    while (market.tape().size() < 150) {
      market.step(100);
    }
    await(gateway, market);
    List<Long> truth = market.tape().stream().map(SimulatedTrade::sequence).toList();
    assertThat(sequences(get(gateway.url() + path).body()))
        .isEqualTo(truth.reversed().subList(0, 100));
    int old = market.tape().size();

    now = now.plus(Duration.ofHours(24));
    assertThat(sequences(get(gateway.url() + path).body())).hasSize(100);
    now = now.plusMillis(1);
    assertThat(get(gateway.url() + path).body()).isEqualTo("{\"trades\":[]}");
    while (market.tape().size() == old) {
      market.step(10);
    }
    await(gateway, market);

    assertThat(get(gateway.url() + path + "&since=5").body())
        .isEqualTo(get(simulator.restUrl() + path + "&since=5").body());
  }

  private static List<Long> sequences(String trades) {
    return Pattern.compile("\"sequence\":(\\d+)")
        .matcher(trades)
        .results()
        .map(found -> Long.parseLong(found.group(1)))
        .toList();
  }

  @Test
  void tradesThatWereMissedInABreakAreFilledIn() throws Exception {
    Simulator simulator = simulator("XBTUSDT");
    SimulatedMarket market = simulator.market("XBTUSDT");
    Gateway gateway = gateway(simulator, config -> config, "XBTUSDT");
    await(gateway, market);
    // At first when the stream is there: REST's answer to that is not waited for.
    awaitFacts(gateway, simulator, "/api/1/trades?pair=XBTUSDT");
    market.inject(new Fault.Gap(50));
    int known = market.tape().size();
    while (market.tape().size() < known + 10) {
      market.step(60);
    }
    await(gateway, market);

    awaitFacts(gateway, simulator, "/api/1/trades?pair=XBTUSDT");
  }

  @Test
  void aWrongRequestIsAnsweredInTheExchangesErrorShape() throws Exception {
    Simulator simulator = simulator("XBTUSDT", "ETHAUD");
    Gateway gateway = gateway(simulator, config -> config, "XBTUSDT", "ETHAUD");
    await(gateway, simulator.market("XBTUSDT"));
    for (String call : List.of("ticker", "orderbook", "orderbook_top", "trades")) {
      String url = gateway.url() + "/api/1/" + call;
      HttpResponse<String> missing = get(url);
      HttpResponse<String> asExchange = get(simulator.restUrl() + "/api/1/" + call);
      assertThat(missing.statusCode()).isEqualTo(400).isEqualTo(asExchange.statusCode());
      assertThat(missing.body()).isEqualTo(asExchange.body());
    }
    for (String call :
        List.of(
            "1/ticker",
            "1/tickers",
            "1/orderbook",
            "1/orderbook_top",
            "1/trades",
            "exchange/1/markets")) {
      HttpResponse<String> unknown = get(gateway.url() + "/api/" + call + "?pair=BTCZAR");
      assertThat(unknown.statusCode())
          .isEqualTo(404)
          .isEqualTo(get(simulator.restUrl() + "/api/" + call + "?pair=BTCZAR").statusCode());
      assertThat(unknown.body())
          .isEqualTo(
              "{\"error\":\"Market BTCZAR is not followed here; these are: XBTUSDT, ETHAUD.\","
                  + "\"error_code\":\"ErrMarketNotFound\"}");
    }
    HttpResponse<String> when = get(gateway.url() + "/api/1/trades?pair=XBTUSDT&since=yesterday");
    assertThat(when.statusCode()).isEqualTo(400);
    assertThat(when.body())
        .isEqualTo(
            "{\"error\":\"The parameter since is no time in milliseconds: yesterday.\","
                + "\"error_code\":\"ErrInvalidArguments\"}");
    assertThat(get(gateway.url() + "/api/1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aMarketThatIsNotLiveIsUnavailableUntilItIs() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR", "ETHZAR")) {
      ScriptedConnection session = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      assertAllUnavailable(fixture);
      assertThat(fixture.get("/api/1/tickers")).startsWith("HTTP/1.1 503 ");

      session.send(Frames.snapshot(7, "b1 99 2, b2 98.5 1", "a1 101 1"));
      client.nextText();
      session.send(Frames.trade(8, Frames.fill(41, "a1", "0.25", "25.25")));
      client.nextText();
      assertThat(fixture.get("/api/1/orderbook?pair=XBTZAR"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("x-sequence: 8\r\n")
          .endsWith(
              "{\"timestamp\":1790000000008,\"bids\":["
                  + entry("99.0", "2.00")
                  + ","
                  + entry("98.5", "1.00")
                  + "],\"asks\":["
                  + entry("101.0", "0.75")
                  + "]}");
      assertThat(fixture.get("/api/1/orderbook_top?pair=XBTZAR"))
          .endsWith(",\"asks\":[" + entry("101.0", "0.75") + "]}");
      // The other market is not live: all that are, are told.
      assertThat(fixture.get("/api/1/tickers"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("{\"tickers\":[{\"pair\":\"XBTZAR\",")
          .endsWith(
              "\"bid\":\"99.00\",\"ask\":\"101.00\",\"last_trade\":\"101.00\","
                  + "\"rolling_24_hour_volume\":\"0.00\",\"status\":\"ACTIVE\"}]}");
      assertThat(fixture.get("/api/1/tickers?pair=XBTZAR&pair=ETHZAR")).startsWith("HTTP/1.1 503 ");

      session.hangUp(1006, "");
      client.nextText();
      assertAllUnavailable(fixture);
    }
  }

  @Test
  void aMarketThatIsStaleIsUnavailableToo() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(
            config -> config.pair("XBTZAR"),
            GatewayFixture.QUICK.toBuilder()
                .staleAfter(Duration.ofMillis(300))
                .silenceTimeout(Duration.ofSeconds(6))
                .build())) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "b1 99 2", ""));
      assertThat(client.nextText()).contains("\"feed\":\"LIVE\"");
      assertThat(client.nextText()).contains("\"feed\":\"STALE\"");
      for (String call : List.of("ticker", "tickers", "orderbook", "orderbook_top", "trades")) {
        assertThat(fixture.get("/api/1/" + call + "?pair=XBTZAR"))
            .startsWith("HTTP/1.1 503 ")
            .contains("Market XBTZAR is not live but STALE");
      }
    }
  }

  private static void assertAllUnavailable(GatewayFixture fixture) throws IOException {
    for (String call : List.of("ticker", "tickers", "orderbook", "orderbook_top", "trades")) {
      assertThat(fixture.get("/api/1/" + call + "?pair=XBTZAR"))
          .as(call)
          .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
          .contains("retry-after: 1\r\n")
          .endsWith(
              "{\"error\":\"Market XBTZAR is not live but RESYNCING: what is known of it may be"
                  + " wrong. Try again.\",\"error_code\":\"ErrUnavailable\"}");
    }
  }

  private static String entry(String price, String volume) {
    return "{\"price\":\"%s\",\"volume\":\"%s\"}"
        .formatted(
            price + "0".repeat(19 + price.indexOf('.') - price.length()),
            volume + "0".repeat(19 + volume.indexOf('.') - volume.length()));
  }

  @Test
  void withTheExchangesRestOutOfReachTheGatewayServesOnWithWhatItHasSeen() throws Exception {
    Simulator simulator = simulator("XBTUSDT");
    SimulatedMarket market = simulator.market("XBTUSDT");
    Gateway gateway =
        gateway(simulator, config -> config.restUrl(URI.create("http://127.0.0.1:1")), "XBTUSDT");
    await(gateway, market);
    String ticker = "/api/1/ticker?pair=XBTUSDT";
    assertThat(get(gateway.url() + ticker).body())
        .contains("\"last_trade\":\"0.00\",\"rolling_24_hour_volume\":\"0.00\"");
    while (market.tape().size() < 20) {
      market.step(100);
    }
    await(gateway, market);

    for (String path :
        List.of(ticker, "/api/1/trades?pair=XBTUSDT", "/api/1/orderbook_top?pair=XBTUSDT")) {
      assertThat(get(gateway.url() + path).body())
          .isEqualTo(get(simulator.restUrl() + path).body());
    }
    HttpResponse<String> markets = get(gateway.url() + "/api/exchange/1/markets");
    assertThat(markets.statusCode()).isEqualTo(503);
    assertThat(markets.body())
        .isEqualTo(
            "{\"error\":\"The parameters of XBTUSDT are not known: the exchange's REST has not"
                + " returned them yet.\",\"error_code\":\"ErrUnavailable\"}");
  }

  @Test
  void howeverManyAskHereTheExchangeIsAskedOnce() throws Exception {
    Simulator simulator = simulator("XBTUSDT", "ETHAUD");
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    URI counting = counting(simulator, asked);
    Gateway gateway = gateway(simulator, config -> config.restUrl(counting), "XBTUSDT", "ETHAUD");
    SimulatedMarket market = simulator.market("XBTUSDT");
    await(gateway, market);
    await(gateway, simulator.market("ETHAUD"));
    awaitFacts(gateway, simulator, "/api/exchange/1/markets", "/api/1/tickers");
    for (int i = 0; i < 50; i++) {
      market.step(3);
      for (String path :
          List.of(
              "/api/1/ticker?pair=XBTUSDT",
              "/api/1/tickers",
              "/api/1/orderbook?pair=XBTUSDT",
              "/api/1/orderbook_top?pair=ETHAUD",
              "/api/1/trades?pair=XBTUSDT",
              "/api/exchange/1/markets")) {
        assertThat(get(gateway.url() + path).statusCode()).isEqualTo(200);
      }
    }
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(asked.poll(20, TimeUnit.SECONDS));
    }

    assertThat(asked).isEmpty();
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "/api/exchange/1/markets",
            "/api/1/tickers",
            "/api/1/trades?pair=XBTUSDT",
            "/api/1/trades?pair=ETHAUD");
  }

  /** A server that hands everything on to the simulator and remembers what it was asked. */
  private URI counting(Simulator simulator, BlockingQueue<String> asked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    closing(() -> server.stop(0));
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          asked.add(path);
          try {
            byte[] body =
                http.send(
                        HttpRequest.newBuilder(URI.create(simulator.restUrl() + path)).build(),
                        BodyHandlers.ofByteArray())
                    .body();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
