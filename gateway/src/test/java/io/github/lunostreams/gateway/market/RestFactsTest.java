package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.market.Fact.State;
import io.github.lunostreams.rest.SkippedRowsLog;
import io.github.lunostreams.testkit.SimulatedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is known of REST's facts and what the log says of them, on a clock that the test sets and
 * with answers that come over a real socket.
 */
@Timeout(60)
class RestFactsTest {
  private static final Pair PAIR = Pair.of("XBTZAR");
  private static final String MARKET =
      "{\"market_id\":\"%s\",\"base_currency\":\"XBT\",\"counter_currency\":\"ZAR\","
          + "\"price_scale\":0,\"volume_scale\":6,\"min_price\":\"1\",\"max_price\":\"9\","
          + "\"min_volume\":%s,\"max_volume\":\"9\",\"trading_status\":\"ACTIVE\"}";
  private static final String TICKER =
      "{\"pair\":\"%s\",\"timestamp\":1790000000000,\"bid\":\"1\",\"ask\":\"2\",\"last_trade\":\"1\","
          + "\"rolling_24_hour_volume\":%s,\"status\":\"ACTIVE\"}";

  private final SimulatedTime time = new SimulatedTime();
  private final ReferenceData data = new ReferenceData();
  private final Tape tape = new Tape();
  private final List<String> asked = new ArrayList<>();

  /** By the last word of the path: a status, header fields and a body. */
  private final Map<String, Canned> answers = new ConcurrentHashMap<>();

  private record Canned(int status, Map<String, String> fields, String body) {}

  private HttpServer server;
  private ReferenceDataPoller poller;
  private LogLines log;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    good();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    poller = new ReferenceDataPoller(RestCalls.of(url), time, data);
    log = new LogLines(RestOutages.class);
  }

  @AfterEach
  void stop() {
    poller.close();
    server.stop(0);
    log.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String call = path.substring(path.lastIndexOf('/') + 1);
    synchronized (asked) {
      asked.add(time.nanoTime() / 1_000_000_000 + " " + call);
    }
    Canned canned = answers.get(call);
    byte[] body = canned.body().getBytes(StandardCharsets.UTF_8);
    canned.fields().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(canned.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void good() {
    all(
        "markets", body("markets", MARKET.formatted("XBTZAR", "\"1\"")),
        "tickers", body("tickers", TICKER.formatted("XBTZAR", "\"12.5\"")),
        "trades", body("trades", ""));
  }

  private static String body(String list, String... rows) {
    return "{\"" + list + "\":[" + String.join(",", rows) + "]}";
  }

  private void all(String... callsAndBodies) {
    for (int i = 0; i < callsAndBodies.length; i += 2) {
      answers.put(callsAndBodies[i], new Canned(200, Map.of(), callsAndBodies[i + 1]));
    }
  }

  private void refuse(int status, Map<String, String> fields, String... calls) {
    for (String call : calls) {
      answers.put(call, new Canned(status, fields, ""));
    }
  }

  private List<String> news() {
    synchronized (asked) {
      List<String> news = List.copyOf(asked);
      asked.clear();
      return news;
    }
  }

  private List<State> states() {
    return List.of(
        data.specsFact(PAIR).state(),
        data.dayVolumeFact(PAIR).state(),
        tape.earlierTrades().state());
  }

  @Test
  void eachFactIsPendingUntilItsCallIsAnswered() {
    poller.start();
    poller.requestTrades(PAIR, tape);
    assertThat(states()).containsOnly(State.PENDING);
    time.advance(Duration.ZERO);
    assertThat(states()).containsExactly(State.KNOWN, State.PENDING, State.PENDING);
    time.advance(Duration.ofMillis(500));
    assertThat(states()).containsExactly(State.KNOWN, State.KNOWN, State.PENDING);
    time.advance(Duration.ofMillis(500));
    assertThat(states()).containsOnly(State.KNOWN);
  }

  @Test
  void whereNothingListensAllFactsAreMissingAtOnceAndThePartsAreNamedOnce() {
    server.stop(0);
    poller.start();
    poller.requestTrades(PAIR, tape);
    time.advance(Duration.ZERO);

    assertThat(states()).containsOnly(State.MISSING);
    assertThat(data.dayVolumeFact(PAIR).reason()).contains("ConnectException");
    Tape later = new Tape();
    poller.requestTrades(Pair.of("ETHZAR"), later);
    time.advance(Duration.ZERO);
    assertThat(later.earlierTrades().state()).isEqualTo(State.MISSING);

    time.advance(Duration.ofMinutes(30));
    assertThat(log.news())
        .hasSize(3)
        .allMatch(line -> line.startsWith("WARN the exchange's REST does not return "));
  }

  @Test
  void factsThatAreNotAskedForInTimeAreMissingUntilTheyCome() {
    poller.start();
    List<Tape> tapes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tapes.add(new Tape());
      poller.requestTrades(Pair.of("PAIR" + i), tapes.getLast());
    }
    time.advance(ReferenceDataPoller.FIRST_WAIT.minusMillis(1));
    assertThat(tapes.getLast().earlierTrades().state()).isEqualTo(State.PENDING);
    time.advance(Duration.ofMillis(1));
    assertThat(tapes.getFirst().earlierTrades().state()).isEqualTo(State.KNOWN);
    assertThat(tapes.getLast().earlierTrades())
        .isEqualTo(Fact.missing("the exchange's REST has not answered within 30 s"));
    time.advance(Duration.ofMinutes(1));
    assertThat(tapes).allMatch(one -> one.earlierTrades().state() == State.KNOWN);
  }

  @Test
  void aPartThatFailsIsNamedOnceAndNotSaidToAnswerWhenAnotherDoes() {
    all("markets", "{\"markets\":[{}]}");
    poller.start();
    poller.requestTrades(PAIR, tape);
    time.advance(Duration.ofMinutes(20));

    assertThat(log.news())
        .singleElement()
        .asString()
        .startsWith("WARN the exchange's REST does not return parameters of markets:")
        .contains("expected 'market_id' in every entry");
    assertThat(states()).containsExactly(State.MISSING, State.KNOWN, State.KNOWN);

    good();
    time.advance(Duration.ofMinutes(20));
    assertThat(log.news())
        .containsExactly("INFO the exchange's REST returns parameters of markets again");
    assertThat(states()).containsOnly(State.KNOWN);
  }

  @Test
  void aBadRowOfAnotherMarketCostsNothingHereAndIsNamedOnce() {
    try (LogLines rows = new LogLines(SkippedRowsLog.class)) {
      all(
          "markets",
          body("markets", MARKET.formatted("NEWZAR", "null"), MARKET.formatted("XBTZAR", "\"1\"")),
          "tickers",
          body("tickers", TICKER.formatted("NEWZAR", "null"), TICKER.formatted("XBTZAR", "\"3\"")));
      poller.start();
      poller.requestTrades(PAIR, tape);
      time.advance(Duration.ofHours(1));

      assertThat(states()).containsOnly(State.KNOWN);
      assertThat(data.dayVolume(PAIR)).hasValueSatisfying(it -> assertThat(it).isEqualTo("3"));
      assertThat(data.specsFact(Pair.of("NEWZAR")).reason()).contains("no row of NEWZAR");
      assertThat(data.has(Pair.of("NEWZAR"))).isEmpty();
      assertThat(data.has(PAIR)).contains(true);
      assertThat(log.news()).isEmpty();
      assertThat(rows.news())
          .containsExactly(
              "WARN the exchange's REST: 1 of 2 rows of /api/exchange/1/markets cannot be read and"
                  + " are left out; the first is row 1 (NEWZAR): expected 'min_volume' in every"
                  + " entry",
              "WARN the exchange's REST: 1 of 2 rows of /api/1/tickers cannot be read and are left"
                  + " out; the first is row 1 (NEWZAR): expected 'rolling_24_hour_volume' in every"
                  + " entry");
    }
  }

  @Test
  void nothingIsAskedBeforeTheTimeThatARefusalNames() {
    refuse(503, Map.of("Retry-After", "1000"), "tickers");
    poller.start();
    poller.requestTrades(PAIR, tape);
    time.advance(Duration.ofSeconds(999));
    assertThat(news()).containsExactly("0 markets", "0 tickers");
    assertThat(states()).containsExactly(State.KNOWN, State.MISSING, State.MISSING);
    good();
    time.advance(Duration.ofSeconds(5));
    assertThat(news()).containsExactly("1000 tickers", "1001 markets", "1001 trades");
    assertThat(states()).containsOnly(State.KNOWN);
  }

  @Test
  void aShorterWaitThanOursIsNotUsed() {
    refuse(429, Map.of("Retry-After", "1"), "markets", "tickers");
    poller.start();
    time.advance(Duration.ofSeconds(61));
    assertThat(news()).containsExactly("0 markets", "30 tickers", "60 markets");
  }

  @Test
  void volumesExpireAlsoWhileNothingMayBeAsked() {
    poller.start();
    time.advance(Duration.ofSeconds(1));
    refuse(429, Map.of("Retry-After", "3600"), "tickers");
    time.advance(Duration.ofMinutes(9));
    assertThat(data.dayVolume(PAIR)).isPresent();
    time.advance(Duration.ofMinutes(2));
    assertThat(data.dayVolume(PAIR)).isEmpty();
    assertThat(data.dayVolumeFact(PAIR).state()).isEqualTo(State.MISSING);
  }
}
