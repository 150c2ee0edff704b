package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code serve} as a process of its own between a simulated exchange and its clients. */
@Timeout(300)
class ServeTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "key-of-the-test", "LUNO_API_KEY_SECRET", "secret-of-the-test");

  @Test
  void thirtySecondsOfFiveHundredUpdatesASecondReachThreeClientsAPairComplete() throws Exception {
    int seconds = 30;
    List<Consumer> clients = new ArrayList<>();
    try (Simulator exchange = exchange(0);
        Subprocess serve = serve(exchange)) {
      int port = serve.awaitReady();
      for (String pair : List.of("XBTZAR", "ETHZAR")) {
        for (int i = 0; i < 3; i++) {
          Consumer client = Consumer.connect(port, "/" + pair);
          client.awaitLiveAt(exchange.market(pair).sequence());
          clients.add(client);
        }
      }

      run(exchange, 500, seconds);

      for (int i = 0; i < clients.size(); i++) {
        SimulatedMarket market = exchange.market(i < 3 ? "XBTZAR" : "ETHZAR");
        clients.get(i).assertHasTheBookOf(market);
        assertThat(clients.get(i).trades()).isEqualTo(tape(market));
        System.out.printf(
            "ServeTest: client %d of %s: %d frames, %d trades, sequence %d%n",
            i, market.pair(), clients.get(i).frames(), market.tape().size(), market.sequence());
      }
      assertThat(exchange.market("XBTZAR").tape()).hasSizeGreaterThan(1_000);
      assertThat(exchange.market("XBTZAR").sequence() - firstSequence())
          .isGreaterThan(500L * seconds * 9 / 10);
    } finally {
      clients.forEach(Consumer::close);
    }
  }

  @Test
  void theExchangesPublicCallsAreAnsweredWithWhatItsRestBesideItsStreamTells() throws Exception {
    String call = "/api/exchange/1/markets";
    try (Simulator exchange = exchange(0);
        Subprocess serve = serve(exchange);
        HttpClient http = HttpClient.newHttpClient()) {
      String here = "http://127.0.0.1:" + serve.awaitReady();
      String truth = get(http, exchange.restUrl() + call).body();
      HttpResponse<String> answer;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      do {
        answer = get(http, here + call);
      } while (answer.statusCode() == 503 && System.nanoTime() < deadline);

      assertThat(answer.body()).isEqualTo(truth);
    }
  }

  @Test
  void withAllPairsEachMarketIsThereForWhoeverAsksForIt() throws Exception {
    List<Consumer> clients = new ArrayList<>();
    try (Simulator exchange = exchange(0);
        Subprocess serve =
            Subprocess.start(
                KEY,
                List.of(),
                "serve",
                "--all-pairs",
                "--quiet-time=100ms",
                "--port=0",
                "--luno-url=" + exchange.streamUrl());
        HttpClient http = HttpClient.newHttpClient()) {
      int port = serve.awaitReady();
      String here = "http://127.0.0.1:" + port;
      for (String pair : List.of("XBTZAR", "ETHZAR")) {
        Consumer client = Consumer.connect(port, "/" + pair);
        clients.add(client);
        client.awaitLiveAt(exchange.market(pair).sequence());
        exchange.market(pair).step(100);
        client.assertHasTheBookOf(exchange.market(pair));
      }
      assertThat(get(http, here + "/readyz").statusCode()).isEqualTo(200);
      assertThat(exchange.sessions()).isEqualTo(2);

      clients.removeFirst().close();
      awaitAnswer(http, here + "/v1/pairs", "\"XBTZAR\",\"feed\":\"IDLE\"");
      assertThat(get(http, here + "/v1/pairs").body()).contains("\"ETHZAR\",\"feed\":\"LIVE\"");
      assertThat(serve.terminate()).isZero();
    } finally {
      clients.forEach(Consumer::close);
    }
  }

  private static void awaitAnswer(HttpClient http, String url, String part) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String answer;
    do {
      answer = get(http, url).body();
    } while (!answer.contains(part) && System.nanoTime() < deadline);
    assertThat(answer).contains(part);
  }

  private static HttpResponse<String> get(HttpClient http, String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void whateverTheExchangeDoesClientsAreToldAndConvergeToItsBook() throws Exception {
    Simulator exchange = exchange(0);
    List<Consumer> clients = new ArrayList<>();
    try (Subprocess serve = serve(exchange)) {
      int listening = serve.awaitReady();
      clients.add(Consumer.connect(listening, "/xbtzar"));
      clients.add(Consumer.connect(listening, "/XBTZAR"));
      converge(exchange, clients);
      for (Fault fault :
          List.of(
              new Fault.Drop(),
              new Fault.Close(1012, "service restart"),
              new Fault.Gap(3),
              new Fault.Garbage("}{"),
              new Fault.ErrorFrame("unheard_of", "the exchange has its reasons", true),
              new Fault.WrongUpdate(Fault.Content.OVERFILL),
              new Fault.Stall(true),
              new Fault.Stall(false))) {
        clients.forEach(Consumer::forgetFeeds);
        exchange.market("XBTZAR").inject(fault);
        exchange.market("XBTZAR").step(20);
        clients.forEach(client -> client.awaitFeed("RESYNCING"));
        exchange.market("XBTZAR").inject(new Fault.EndStall());
        converge(exchange, clients);
      }
      exchange.market("XBTZAR").inject(new Fault.Duplicate());
      converge(exchange, clients);

      clients.forEach(Consumer::forgetFeeds);
      int port = exchange.port();
      exchange.close();
      clients.forEach(client -> client.awaitFeed("RESYNCING"));
      exchange = exchange(port);
      converge(exchange, clients);
      assertThat(serve.isAlive()).isTrue();
      assertThat(serve.terminate()).isZero();
      assertThat(serve.out()).hasSize(1);
      assertThat(serve.err()).noneMatch(line -> line.contains("secret-of-the-test"));
    } finally {
      clients.forEach(Consumer::close);
      exchange.close();
    }
  }

  private static void converge(Simulator exchange, List<Consumer> clients) {
    exchange.market("XBTZAR").step(100);
    for (Consumer client : clients) {
      client.assertHasTheBookOf(exchange.market("XBTZAR"));
    }
  }

  /** Lets both markets run at a rate for a time, and then stand still. */
  private static void run(Simulator exchange, double rate, int seconds)
      throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      exchange.markets().values().forEach(market -> market.rate(rate));
      clock.schedule(over::countDown, seconds, TimeUnit.SECONDS);
      over.await();
      exchange.markets().values().forEach(SimulatedMarket::pause);
    }
  }

  private static List<String> tape(SimulatedMarket market) {
    return market.tape().stream().map(Consumer::shown).toList();
  }

  private static long firstSequence() {
    return MarketShape.of("XBTZAR").startSequence();
  }

  private static Simulator exchange(int port) throws IOException {
    return Simulator.start(
        SimulatorConfig.builder()
            .port(port)
            .seed(20_261_122)
            .market(MarketShape.of("XBTZAR").toBuilder().mix(FlowMix.busy()).build())
            .market(MarketShape.of("ETHZAR").toBuilder().mix(FlowMix.busy()).build())
            .rate(0)
            .keepaliveInterval(Duration.ofMillis(300))
            .build());
  }

  private static Subprocess serve(Simulator exchange) throws IOException {
    return Subprocess.start(
        KEY,
        List.of(),
        "serve",
        "--port=0",
        "--luno-url=" + exchange.streamUrl(),
        "--backoff-base=20ms",
        "--backoff-cap=200ms",
        "--slow-backoff=20ms",
        "--calm-after=500ms",
        "--stale-after=1s",
        "--silence-timeout=2s",
        "XBTZAR",
        "ETHZAR");
  }
}
