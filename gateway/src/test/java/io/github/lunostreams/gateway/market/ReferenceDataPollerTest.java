package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.Ticker;
import io.github.lunostreams.testkit.SimulatedTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the exchange's REST is asked for what, on a clock that the test sets. */
class ReferenceDataPollerTest {
  private final SimulatedTime time = new SimulatedTime();
  private final List<String> asked = new ArrayList<>();
  private final Map<Pair, Tape> tapes = new HashMap<>();

  /** A REST that fails in its way, if it is to. */
  private @Nullable LunoRest trouble;

  private boolean closed;

  private final ReferenceDataPoller.Calls exchange =
      new ReferenceDataPoller.Calls() {
        private void ask(String what) throws RestException, InterruptedException {
          asked.add(Duration.ofNanos(time.nanoTime()).toMillis() + " " + what);
          if (trouble != null) {
            trouble.markets();
          }
        }

        @Override
        public List<Market> markets() throws RestException, InterruptedException {
          ask("markets");
          BigDecimal one = BigDecimal.ONE;
          return List.of(
              new Market(
                  Pair.of("XBTZAR"),
                  "XBT",
                  "ZAR",
                  0,
                  6,
                  8,
                  one,
                  one,
                  one,
                  one,
                  MarketStatus.ACTIVE));
        }

        @Override
        public List<Ticker> tickers() throws RestException, InterruptedException {
          ask("tickers");
          BigDecimal number = BigDecimal.valueOf(asked.size());
          return List.of(
              new Ticker(
                  Pair.of("XBTZAR"),
                  Instant.EPOCH,
                  number,
                  number,
                  number,
                  number,
                  MarketStatus.ACTIVE));
        }

        @Override
        public List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException {
          ask("trades " + pair);
          return List.of(
              new PublicTrade(
                  asked.size(), Instant.EPOCH, BigDecimal.TEN, BigDecimal.ONE, TradeType.SELL));
        }

        @Override
        public void close() {
          closed = true;
        }
      };

  private final ReferenceData data = new ReferenceData();
  private final ReferenceDataPoller poller = new ReferenceDataPoller(exchange, time, data);

  private void requestTrades(String code) {
    Pair pair = Pair.of(code);
    poller.requestTrades(pair, tape(code));
  }

  private Tape tape(String code) {
    return tapes.computeIfAbsent(Pair.of(code), _ -> new Tape());
  }

  private List<String> news() {
    List<String> news = List.copyOf(asked);
    asked.clear();
    return news;
  }

  @Test
  void atRestItAsksForAllTickersEachMinuteAndForAllMarketsEachTen() {
    poller.start();
    requestTrades("XBTZAR");
    requestTrades("ETHZAR");
    assertThat(data.specs(Pair.of("XBTZAR"))).isEmpty();
    assertThat(data.dayVolume(Pair.of("XBTZAR"))).isEmpty();
    time.advance(Duration.ofSeconds(30));
    assertThat(news())
        .containsExactly("0 markets", "500 tickers", "1000 trades XBTZAR", "1500 trades ETHZAR");
    assertThat(data.specs(Pair.of("XBTZAR"))).map(Market::feeScale).contains(8);
    assertThat(data.dayVolume(Pair.of("XBTZAR"))).contains(BigDecimal.TWO);
    assertThat(data.lastTrade(Pair.of("XBTZAR"))).contains(BigDecimal.TWO);
    assertThat(data.specs(Pair.of("NOPE"))).isEmpty();
    assertThat(tape("ETHZAR").lastPrice()).contains(BigDecimal.TEN);

    time.advance(Duration.ofMinutes(10).minusSeconds(20));

    assertThat(news())
        .containsExactly(
            "60500 tickers",
            "120500 tickers",
            "180500 tickers",
            "240500 tickers",
            "300500 tickers",
            "360500 tickers",
            "420500 tickers",
            "480500 tickers",
            "540500 tickers",
            "600000 markets",
            "600500 tickers");
  }

  @Test
  void aMarketThatKeepsBreakingIsAskedForOnceInAWhile() {
    poller.start();
    time.advance(Duration.ofSeconds(5));
    news();
    for (int i = 0; i < 500; i++) {
      requestTrades("XBTZAR");
      time.advance(Duration.ofMillis(100));
    }
    time.advance(Duration.ofMinutes(1));

    assertThat(news())
        .containsExactly(
            "5000 trades XBTZAR", "35000 trades XBTZAR", "60500 tickers", "65000 trades XBTZAR");
  }

  @Test
  void howeverManyMarketsBreakTheBudgetHolds() {
    poller.start();
    for (int second = 0; second < 120; second++) {
      for (int pair = 0; pair < 145; pair++) {
        requestTrades("PAIR" + pair);
      }
      time.advance(Duration.ofSeconds(1));
    }

    List<String> calls = news();
    assertThat(calls).hasSize(1 + 120 * 2);
    assertThat(calls.stream().filter(call -> call.endsWith("tickers")))
        .containsExactly("500 tickers", "60500 tickers");
  }

  @Test
  void failedCallsAreRepeatedAndKnownDataStaysKnown() {
    poller.start();
    time.advance(Duration.ofSeconds(1));
    news();
    trouble = new LunoRest(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(20));
    requestTrades("XBTZAR");
    time.advance(Duration.ofMinutes(9));
    assertThat(news())
        .contains("1000 trades XBTZAR", "31000 trades XBTZAR", "61000 trades XBTZAR")
        .contains("60500 tickers", "120500 tickers");
    assertThat(data.dayVolume(Pair.of("XBTZAR"))).contains(BigDecimal.TWO);

    time.advance(Duration.ofMinutes(2));
    assertThat(data.dayVolume(Pair.of("XBTZAR"))).isEmpty();
    assertThat(data.lastTrade(Pair.of("XBTZAR"))).contains(BigDecimal.TWO);
    assertThat(data.specs(Pair.of("XBTZAR"))).isPresent();
    assertThat(tape("XBTZAR").lastPrice()).isEmpty();

    trouble.close();
    trouble = null;
    time.advance(Duration.ofMinutes(1));
    assertThat(data.dayVolume(Pair.of("XBTZAR"))).isPresent();
    assertThat(tape("XBTZAR").lastPrice()).contains(BigDecimal.TEN);
    news();
    time.advance(Duration.ofMinutes(5));
    assertThat(news()).hasSize(5).allMatch(call -> call.endsWith("tickers"));
  }

  @Test
  void afterARefusalForBeingTooManyNothingIsAskedForAWhile() throws Exception {
    refusing(
        429,
        () -> {
          poller.start();
          requestTrades("XBTZAR");
          time.advance(Duration.ofSeconds(59));
          assertThat(news()).containsExactly("0 markets", "30000 tickers");
          trouble = null;
          time.advance(Duration.ofSeconds(2));
          assertThat(news()).containsExactly("60000 markets", "60500 trades XBTZAR");
        });
  }

  @Test
  void tradesThatAreRefusedForGoodAreNotAskedForUntilTheNextBreak() throws Exception {
    poller.start();
    time.advance(Duration.ofSeconds(1));
    news();
    refusing(
        404,
        () -> {
          requestTrades("XBTZAR");
          time.advance(Duration.ofSeconds(40));
          assertThat(news()).containsExactly("1000 trades XBTZAR");
          requestTrades("XBTZAR");
          time.advance(Duration.ZERO);
          assertThat(news()).containsExactly("41000 trades XBTZAR");
        });
  }

  /** Does something while the exchange refuses with a status. */
  private void refusing(int status, Runnable meanwhile) throws IOException {
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    refusing.start();
    URI url = URI.create("http://127.0.0.1:" + refusing.getAddress().getPort());
    try (LunoRest rest = new LunoRest(url, Duration.ofSeconds(20))) {
      trouble = rest;
      meanwhile.run();
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void nothingIsAskedForAMarketThatIsNotFollowedAnyMore() {
    poller.start();
    time.advance(Duration.ofSeconds(1));
    news();
    requestTrades("XBTZAR");
    tape("XBTZAR").retire();
    requestTrades("ETHZAR");
    time.advance(Duration.ofSeconds(1));
    assertThat(news()).containsExactly("1000 trades ETHZAR");

    tapes.clear();
    requestTrades("XBTZAR");
    time.advance(Duration.ofMinutes(1).minusSeconds(30));
    assertThat(news()).containsExactly("31000 trades XBTZAR");
    assertThat(tape("XBTZAR").lastPrice()).contains(BigDecimal.TEN);
  }

  @Test
  void whetherAMarketExistsIsUnknownUntilRestListedAll() {
    assertThat(data.has(Pair.of("XBTZAR"))).isEmpty();
    assertThat(data.markets()).isEmpty();
    poller.start();
    time.advance(Duration.ofSeconds(1));
    assertThat(data.has(Pair.of("XBTZAR"))).contains(true);
    assertThat(data.has(Pair.of("NOPE"))).contains(false);
    assertThat(data.markets().orElseThrow()).hasSize(1);
  }

  @Test
  void whenClosedItAsksNoMore() {
    poller.start();
    time.advance(Duration.ofSeconds(1));
    news();

    poller.close();
    requestTrades("XBTZAR");
    time.advance(Duration.ofHours(1));

    assertThat(closed).isTrue();
    assertThat(news()).isEmpty();
  }
}
