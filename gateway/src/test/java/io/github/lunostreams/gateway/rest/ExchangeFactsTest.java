package io.github.lunostreams.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.gateway.ManualTime;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.Ticker;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the exchange's REST is asked for what, on a clock that the test sets. */
class ExchangeFactsTest {
  private final ManualTime time = new ManualTime();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Tape> tapes = new HashMap<>();

  /** A REST that fails in its way, if it is to. */
  private @Nullable LunoRest trouble;

  private boolean closed;

  private final ExchangeFacts.Calls exchange =
      new ExchangeFacts.Calls() {
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
        public List<PublicTrade> trades(String pair) throws RestException, InterruptedException {
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

  private final ExchangeFacts facts =
      new ExchangeFacts(
          exchange, time, pair -> Optional.of(tapes.computeIfAbsent(pair, _ -> new Tape())));

  private List<String> news() {
    List<String> news = List.copyOf(asked);
    asked.clear();
    return news;
  }

  @Test
  void atRestItAsksForAllTickersEachMinuteAndForAllMarketsEachTen() {
    facts.start();
    facts.wantTrades("XBTZAR");
    facts.wantTrades("ETHZAR");
    assertThat(facts.market("XBTZAR")).isEmpty();
    assertThat(facts.dayVolume("XBTZAR")).isEmpty();
    time.advance(Duration.ofSeconds(30));
    assertThat(news())
        .containsExactly("0 markets", "500 tickers", "1000 trades XBTZAR", "1500 trades ETHZAR");
    assertThat(facts.market("XBTZAR")).map(Market::feeScale).contains(8);
    assertThat(facts.dayVolume("XBTZAR")).contains(BigDecimal.TWO);
    assertThat(facts.lastTrade("XBTZAR")).contains(BigDecimal.TWO);
    assertThat(facts.market("NOPE")).isEmpty();
    assertThat(tapes.get("ETHZAR").lastPrice()).contains(BigDecimal.TEN);

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
    facts.start();
    time.advance(Duration.ofSeconds(5));
    news();
    for (int i = 0; i < 500; i++) {
      facts.wantTrades("XBTZAR");
      time.advance(Duration.ofMillis(100));
    }
    time.advance(Duration.ofMinutes(1));

    assertThat(news())
        .containsExactly(
            "5000 trades XBTZAR", "35000 trades XBTZAR", "60500 tickers", "65000 trades XBTZAR");
  }

  @Test
  void howeverManyMarketsBreakTheBudgetHolds() {
    facts.start();
    for (int second = 0; second < 120; second++) {
      for (int pair = 0; pair < 145; pair++) {
        facts.wantTrades("PAIR" + pair);
      }
      time.advance(Duration.ofSeconds(1));
    }

    List<String> calls = news();
    assertThat(calls).hasSize(1 + 120 * 2);
    assertThat(calls.stream().filter(call -> call.endsWith("tickers")))
        .containsExactly("500 tickers", "60500 tickers");
  }

  @Test
  void whatFailsIsAskedForAgainAndWhatIsKnownStaysKnown() {
    facts.start();
    time.advance(Duration.ofSeconds(1));
    news();
    trouble = new LunoRest(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(20));
    facts.wantTrades("XBTZAR");
    time.advance(Duration.ofMinutes(9));
    assertThat(news())
        .contains("1000 trades XBTZAR", "31000 trades XBTZAR", "61000 trades XBTZAR")
        .contains("60500 tickers", "120500 tickers");
    assertThat(facts.dayVolume("XBTZAR")).contains(BigDecimal.TWO);

    time.advance(Duration.ofMinutes(2));
    assertThat(facts.dayVolume("XBTZAR")).isEmpty();
    assertThat(facts.lastTrade("XBTZAR")).contains(BigDecimal.TWO);
    assertThat(facts.market("XBTZAR")).isPresent();
    assertThat(tapes.get("XBTZAR").lastPrice()).isEmpty();

    trouble.close();
    trouble = null;
    time.advance(Duration.ofMinutes(1));
    assertThat(facts.dayVolume("XBTZAR")).isPresent();
    assertThat(tapes.get("XBTZAR").lastPrice()).contains(BigDecimal.TEN);
    news();
    time.advance(Duration.ofMinutes(5));
    assertThat(news()).hasSize(5).allMatch(call -> call.endsWith("tickers"));
  }

  @Test
  void afterARefusalForBeingTooManyNothingIsAskedForAWhile() throws Exception {
    refusing(
        429,
        () -> {
          facts.start();
          facts.wantTrades("XBTZAR");
          time.advance(Duration.ofSeconds(59));
          assertThat(news()).containsExactly("0 markets", "30000 tickers");
          trouble = null;
          time.advance(Duration.ofSeconds(2));
          assertThat(news()).containsExactly("60000 markets", "60500 trades XBTZAR");
        });
  }

  @Test
  void tradesThatAreRefusedForGoodAreNotAskedForUntilTheNextBreak() throws Exception {
    facts.start();
    time.advance(Duration.ofSeconds(1));
    news();
    refusing(
        404,
        () -> {
          facts.wantTrades("XBTZAR");
          time.advance(Duration.ofSeconds(40));
          assertThat(news()).containsExactly("1000 trades XBTZAR");
          facts.wantTrades("XBTZAR");
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
  void whenClosedItAsksNoMore() {
    facts.start();
    time.advance(Duration.ofSeconds(1));
    news();

    facts.close();
    facts.wantTrades("XBTZAR");
    time.advance(Duration.ofHours(1));

    assertThat(closed).isTrue();
    assertThat(news()).isEmpty();
  }
}
