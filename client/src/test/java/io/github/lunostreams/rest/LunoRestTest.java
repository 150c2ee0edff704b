package io.github.lunostreams.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.OrderBookTop.Level;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REST over real sockets: against the simulated exchange, and against servers that misbehave. */
@Timeout(60)
class LunoRestTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  private static LunoRest at(String url) {
    return new LunoRest(URI.create(url), TIMEOUT);
  }

  private static Simulator exchange(String... pairs) throws IOException {
    return Simulator.start(
        SimulatorConfig.builder().pairs(List.of(pairs)).seed(11).rate(0).build());
  }

  @Test
  void theMarketsComeWithTheirRulesInTheExchangesOrder() throws Exception {
    try (Simulator exchange = exchange("XBTZAR", "ETHUSDT");
        LunoRest rest = at(exchange.restUrl())) {
      exchange.market("ETHUSDT").status("POSTONLY");

      List<Market> markets = rest.markets();

      assertThat(markets)
          .extracting(Market::pair)
          .containsExactly(Pair.of("XBTZAR"), Pair.of("ETHUSDT"));
      assertThat(markets.getFirst())
          .isEqualTo(
              new Market(
                  Pair.of("XBTZAR"),
                  "XBT",
                  "ZAR",
                  0,
                  6,
                  8,
                  new BigDecimal("1.00"),
                  new BigDecimal("140312800.00"),
                  new BigDecimal("0.000001"),
                  new BigDecimal("1000000.0"),
                  MarketStatus.ACTIVE));
      assertThat(markets.getLast().status()).isEqualTo(MarketStatus.POSTONLY);
    }
  }

  @Test
  void theTickersOfAllMarketsComeInOneAnswer() throws Exception {
    try (Simulator exchange = exchange("XBTZAR", "ETHAUD");
        LunoRest rest = at(exchange.restUrl())) {
      SimulatedMarket market = exchange.market("XBTZAR");
      market.fill(market.book().orders().getFirst().id(), new BigDecimal("0.000025"));
      BookImage truth = market.book();

      List<Ticker> tickers = rest.tickers();

      assertThat(tickers)
          .extracting(Ticker::pair)
          .containsExactly(Pair.of("XBTZAR"), Pair.of("ETHAUD"));
      BigDecimal bid = truth.bids().getFirst().price().setScale(2);
      assertThat(tickers.getFirst())
          .isEqualTo(
              new Ticker(
                  Pair.of("XBTZAR"),
                  tickers.getFirst().timestamp(),
                  bid,
                  truth.asks().getFirst().price().setScale(2),
                  bid,
                  new BigDecimal("0.000025"),
                  MarketStatus.ACTIVE));
      assertThat(tickers.getLast().bid()).isEqualTo("0.00");
    }
  }

  @Test
  void theTradesAreTheNewestOfTheTapeNewestFirst() throws Exception {
    try (Simulator exchange = exchange("XBTUSDT");
        LunoRest rest = at(exchange.restUrl())) {
      SimulatedMarket market = exchange.market("XBTUSDT");
      while (market.tape().size() < 110) {
        market.step(100);
      }
      List<SimulatedTrade> truth = market.tape().reversed().subList(0, 100);

      List<PublicTrade> trades = rest.trades(Pair.of("xbtusdt"));

      assertThat(trades)
          .extracting(PublicTrade::sequence)
          .containsExactlyElementsOf(truth.stream().map(SimulatedTrade::sequence).toList());
      for (int i = 0; i < trades.size(); i++) {
        PublicTrade trade = trades.get(i);
        SimulatedTrade told = truth.get(i);
        assertThat(trade.timestamp()).isEqualTo(Instant.ofEpochMilli(told.timestamp()));
        assertThat(trade.price()).isEqualByComparingTo(told.price());
        assertThat(trade.volume()).isEqualByComparingTo(told.base());
        assertThat(trade.type())
            .isEqualTo(told.makerSide() == Side.ASK ? TradeType.BUY : TradeType.SELL);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"trades\":[{\"sequence\":1,\"timestamp\":2,\"price\":\"3\",\"volume\":\"4\"}]}",
        "{\"trades\":[{\"sequence\":1,\"timestamp\":2,\"price\":\"3\",\"volume\":\"4\","
            + "\"is_buy\":\"perhaps\"}]}",
      })
  void anAnswerThatIsNoListOfTradesIsUnreadable(String body) throws Exception {
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.trades(Pair.of("XBTZAR")))
          .isInstanceOf(RestUnreadableException.class);
    }
  }

  @Test
  void theTopOfTheBookIsTheExchangesToTheLastDecimal() throws Exception {
    try (Simulator exchange = exchange("XBTUSDT");
        LunoRest rest = at(exchange.restUrl() + "/")) {
      SimulatedMarket market = exchange.market("XBTUSDT");
      market.step(500);
      BookImage truth = market.book();

      OrderBookTop top = rest.orderBookTop(Pair.of("xbtusdt"));

      assertThat(top.pair()).isEqualTo(Pair.of("XBTUSDT"));
      assertThat(top.timestamp()).isEqualTo(Instant.ofEpochMilli(truth.timestamp()));
      assertSame(top.bids(), truth.bids());
      assertSame(top.asks(), truth.asks());
    }
  }

  private static void assertSame(List<Level> levels, List<BookImage.Level> truth) {
    assertThat(levels).hasSize(Math.min(100, truth.size()));
    for (int i = 0; i < levels.size(); i++) {
      assertThat(levels.get(i).price()).isEqualByComparingTo(truth.get(i).price());
      assertThat(levels.get(i).volume()).isEqualByComparingTo(truth.get(i).volume());
    }
  }

  @Test
  void aMarketThatDoesNotExistIsRefusedInTheExchangesWords() throws Exception {
    try (Simulator exchange = exchange("XBTZAR");
        LunoRest rest = at(exchange.restUrl())) {
      RestRefusedException refusal =
          catchThrowableOfType(
              RestRefusedException.class, () -> rest.orderBookTop(Pair.of("BTCZAR")));

      assertThat(refusal.status()).isEqualTo(404);
      assertThat(refusal.code()).isEqualTo("ErrMarketNotFound");
      assertThat(refusal.words()).isEqualTo("Market BTCZAR does not exist.");
      assertThat(refusal.isTemporary()).isFalse();
      assertThat(refusal)
          .hasMessage(
              "expected HTTP 200 from %s/api/1/orderbook_top?pair=BTCZAR, got HTTP 404:"
                      .formatted(exchange.restUrl())
                  + " ErrMarketNotFound, Market BTCZAR does not exist.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aRefusalThatTimeMendsIsSaidToBeTemporaryAndTheNextCallSucceeds(int status) throws Exception {
    try (Simulator exchange = exchange("XBTZAR");
        LunoRest rest = at(exchange.restUrl())) {
      exchange.market("XBTZAR").inject(new Fault.RefuseRest(status, 1));

      RestRefusedException refusal =
          catchThrowableOfType(
              RestRefusedException.class, () -> rest.orderBookTop(Pair.of("XBTZAR")));

      assertThat(refusal.status()).isEqualTo(status);
      assertThat(refusal.isTemporary()).isTrue();
      assertThat(rest.orderBookTop(Pair.of("XBTZAR")).bids()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'Retry-After: 60', 60",
    "503, 'retry-after: 7', 7",
    "429, 'Retry-After: 999999', 3600",
    "503, 'Date: Sun, 01 Nov 2026 10:00:00 GMT\r\nRetry-After: Sun, 01 Nov 2026 10:02:00 GMT', 120",
    "429, 'Retry-After: soon', -1",
    "503, 'X-Other: 60', -1",
  })
  void whenToComeBackIsToldAsTheAnswerSaysIt(int status, String header, long seconds)
      throws Exception {
    String canned =
        "HTTP/1.1 %s No\r\n%s\r\nContent-Length: 0\r\n\r\n"
            .formatted(status, header.replace("\\r\\n", "\r\n"));
    try (CannedServer server = new CannedServer(canned);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      RestRefusedException refusal =
          catchThrowableOfType(RestRefusedException.class, rest::tickers);

      assertThat(refusal.status()).isEqualTo(status);
      assertThat(refusal.isTemporary()).isTrue();
      assertThat(refusal.retryAfter().map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
    }
  }

  @Test
  void theRefusalOfSomethingElseThanTheExchangeHasNoWords() throws Exception {
    String page = "<html>502 Bad Gateway</html>";
    try (CannedServer proxy =
            new CannedServer(
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(page.length(), page));
        LunoRest rest = new LunoRest(proxy.url(), TIMEOUT)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestRefusedException.class)
          .hasMessage(
              "expected HTTP 200 from " + proxy.url() + "/api/exchange/1/markets, got HTTP 502");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>hello</html>",
        "[]",
        "\"\"",
        "{}",
        "{\"markets\":7}",
        "{\"markets\":[7]}",
        "{\"markets\":[{}]}",
        "{\"markets\":[",
        "{\"markets\":[]} {}",
        "{\"markets\":[{\"market_id\":\"XBTZAR\",\"base_currency\":\"XBT\",\"counter_currency\":"
            + "\"ZAR\",\"price_scale\":\"many\"}]}",
      })
  void anAnswerThatIsNoListOfMarketsIsUnreadable(String body) throws Exception {
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("expected")
          .hasMessageContaining(server.url().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"timestamp\":1,\"bids\":[]}",
        "{\"timestamp\":\"noon\",\"bids\":[],\"asks\":[]}",
        "{\"timestamp\":1,\"bids\":[{\"price\":\"1e3\",\"volume\":\"1\"}],\"asks\":[]}",
        "{\"timestamp\":1,\"bids\":[{\"price\":\"1\"}],\"asks\":[]}",
      })
  void anAnswerThatIsNoBookIsUnreadable(String body) throws Exception {
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThatThrownBy(() -> rest.orderBookTop(Pair.of("XBTZAR")))
          .isInstanceOf(RestUnreadableException.class);
    }
  }

  @Test
  void keysMayComeInAnyOrderAndUnknownOnesAreIgnored() throws Exception {
    String body =
        "{\"new\":{\"a\":[1,{}]},\"asks\":[{\"volume\":\"0.5\",\"also\":[],\"price\":\"7.250000\"}],"
            + "\"bids\":null,\"timestamp\":1790127197639}";
    try (CannedServer server = CannedServer.withBody(body);
        LunoRest rest = new LunoRest(server.url(), TIMEOUT)) {
      assertThat(rest.orderBookTop(Pair.of("XBTZAR")))
          .isEqualTo(
              new OrderBookTop(
                  Pair.of("XBTZAR"),
                  Instant.ofEpochMilli(1790127197639L),
                  List.of(),
                  List.of(new Level(new BigDecimal("7.250000"), new BigDecimal("0.5")))));
      assertThat(server.requests).containsExactly("GET /api/1/orderbook_top?pair=XBTZAR HTTP/1.1");
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpAfterTheTimeout() throws Exception {
    try (CannedServer silent = new CannedServer("");
        LunoRest rest = new LunoRest(silent.url(), SHORT)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreachableException.class)
          .hasMessageContaining("within 200 ms");
    }
  }

  @Test
  void aBodyThatNeverEndsIsGivenUpAfterTheTimeout() throws Exception {
    try (CannedServer slow =
            new CannedServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"mark");
        LunoRest rest = new LunoRest(slow.url(), SHORT)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreachableException.class)
          .hasMessageContaining("within 200 ms");
    }
  }

  @Test
  void anEndlessBodyIsNotKept() throws Exception {
    try (LunoRest rest =
        new LunoRest(
            LunoRest.LIVE_SERVICE,
            TIMEOUT,
            address ->
                new RestTransport.Answer(
                    200, new byte[RestTransport.MAX_BODY_BYTES + 1], Optional.empty()),
            skipped -> {})) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreadableException.class)
          .hasMessageContaining("at most 16777216 bytes");
    }
  }

  @Test
  void aPlaceWhereNothingListensIsUnreachable() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (LunoRest rest = at("http://127.0.0.1:" + free)) {
      assertThatThrownBy(rest::markets)
          .isInstanceOf(RestUnreachableException.class)
          .hasMessageContaining("ConnectException");
    }
  }

  @Test
  void anInterruptEndsTheWaitAndTheCall() throws Exception {
    CountDownLatch calling = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (LunoRest rest =
        new LunoRest(
            LunoRest.LIVE_SERVICE,
            TIMEOUT,
            address -> {
              calling.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              throw new IOException("interrupted");
            },
            skipped -> {})) {
      Thread caller = Thread.currentThread();
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  calling.await();
                  caller.interrupt();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });

      assertThatThrownBy(rest::markets).isInstanceOf(InterruptedException.class);
      interrupted.await();
    }
  }

  @Test
  void addressesAndPairsThatCannotBeAreRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LunoRest(URI.create("ws://127.0.0.1"), TIMEOUT))
        .withMessage("expected an address like https://api.luno.com, got 'ws://127.0.0.1'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LunoRest(LunoRest.LIVE_SERVICE, Duration.ZERO));
    try (LunoRest rest = new LunoRest()) {
      assertThatIllegalArgumentException().isThrownBy(() -> rest.orderBookTop(Pair.of("XBT/ZAR")));
    }
  }
}
