package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.resources.Site;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.simulator.FlowMix;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Markets that are followed while somebody asks for them, on a simulated exchange. */
@Timeout(120)
class OnDemandTest {
  private static final Duration QUIET = Duration.ofMinutes(5);
  private static final Duration TICK = Duration.ofNanos(1);

  /** After which a market may give way to another. */
  private static final Duration LEAST_QUIET = QUIET.dividedBy(20);

  private final ManualTime time = new ManualTime();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Simulator simulator;
  private final LunoStreams luno;

  @SuppressWarnings("NullAway.Init") // Each test starts its own first.
  private Gateway gateway;

  OnDemandTest() throws IOException {
    simulator =
        closing(
            Simulator.start(
                SimulatorConfig.builder()
                    .seed(1)
                    .pairs(List.of("XBTUSDT", "ETHUSDT", "XBTGBP"))
                    .mix(FlowMix.busy())
                    .rate(0)
                    .build()));
    luno =
        closing(
            LunoStreams.builder(new Credentials("key", "secret"))
                .streamUrl(URI.create(simulator.streamUrl()))
                .settings(GatewayFixture.QUICK)
                .build());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  private Gateway gateway(UnaryOperator<GatewayConfig.Builder> changes) throws IOException {
    return gateway(changes, luno);
  }

  private Gateway gateway(UnaryOperator<GatewayConfig.Builder> changes, LunoStreams streams)
      throws IOException {
    GatewayConfig.Builder config =
        GatewayConfig.builder().port(0).allPairs(true).quietTime(QUIET).depth(5);
    gateway =
        closing(
            Gateway.start(
                changes.apply(config).build(),
                streams,
                false,
                Site::off,
                InstantSource.system(),
                () -> time));
    return gateway;
  }

  /** One that has been told the exchange's markets. */
  private Gateway informed(UnaryOperator<GatewayConfig.Builder> changes) throws IOException {
    Gateway started =
        gateway(config -> changes.apply(config.restUrl(URI.create(simulator.restUrl()))));
    await(() -> get("/v1/pairs").contains("XBTGBP"));
    return started;
  }

  private TestClient client(String path) throws IOException {
    return closing(TestClient.connect(gateway.port(), path));
  }

  private String get(String path) throws IOException {
    try (TestClient client = TestClient.open(gateway.port(), 0)) {
      client.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return client.answer();
    }
  }

  /** Waits for what comes by itself. */
  private static void await(Callable<Boolean> condition) {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try {
      while (!condition.call()) {
        if (System.nanoTime() > patience) {
          throw new AssertionError("waited in vain");
        }
        Thread.onSpinWait();
      }
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static void awaitLive(TestClient client) throws IOException {
    while (!client.nextText().contains("\"feed\":\"LIVE\"")) {}
  }

  private void awaitFollowed(String... pairs) {
    await(() -> List.copyOf(gateway.feedStates().keySet()).equals(List.of(pairs)));
  }

  private void awaitClients(String pair, int count) {
    await(
        () ->
            gateway.statistics().pairs().get(pair).clients()
                    + gateway.statistics().luno().get(pair).clients()
                == count);
  }

  @Test
  void aMarketIsFollowedFromItsFirstSubscriberUntilTheQuietTimeIsOver() throws Exception {
    informed(config -> config);
    assertThat(gateway.feedStates()).isEmpty();
    try (TestClient first = TestClient.connect(gateway.port(), "/ethusdt")) {
      awaitLive(first);
      assertThat(gateway.feedStates()).isEqualTo(Map.of("ETHUSDT", FeedState.LIVE));
      TestClient second = LunoClient.connect(gateway.port(), "ETHUSDT");
      assertThat(second.nextText()).startsWith("{\"sequence\":");
      time.advance(QUIET.multipliedBy(3));
      second.close();
      awaitClients("ETHUSDT", 1);
      time.advance(QUIET.multipliedBy(3));
      assertThat(gateway.feedStates()).as("the first is there still").hasSize(1);
    }
    awaitClients("ETHUSDT", 0);
    time.advance(QUIET.minus(TICK));
    assertThat(gateway.feedStates()).as("nearly").hasSize(1);
    time.advance(TICK);
    assertThat(gateway.feedStates()).isEmpty();
    await(() -> simulator.sessions() == 0);

    awaitLive(client("/ETHUSDT"));
    assertThat(gateway.feedStates()).isEqualTo(Map.of("ETHUSDT", FeedState.LIVE));
  }

  @Test
  void aRestCallStartsAMarketAndCountsAsUse() throws Exception {
    informed(config -> config);
    String call = "/api/1/orderbook_top?pair=xbtusdt";
    assertThat(get(call))
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("retry-after: 1")
        .contains("\"error_code\":\"ErrUnavailable\"")
        .contains("Market XBTUSDT");
    await(() -> get(call).startsWith("HTTP/1.1 200 "));
    time.advance(QUIET.minus(TICK));
    assertThat(get(call)).startsWith("HTTP/1.1 200 ");
    time.advance(QUIET.minus(TICK));
    awaitFollowed("XBTUSDT");
    time.advance(TICK);
    awaitFollowed();
  }

  @Test
  void theListsHaveAllMarketsAndReadinessNeedsNone() throws Exception {
    informed(config -> config.optionalPair("XBTGBP"));
    awaitLive(client("/XBTUSDT"));
    String pairs = get("/v1/pairs");
    assertThat(pairs)
        .contains(
            "{\"pair\":\"ETHUSDT\",\"feed\":\"IDLE\",\"status\":null,\"sequence\":null,\"bid\":null,\"ask\":null}")
        .contains("{\"pair\":\"XBTUSDT\",\"feed\":\"LIVE\",\"status\":\"ACTIVE\"");
    assertThat(pairs.indexOf("XBTGBP")).isLessThan(pairs.indexOf("XBTUSDT"));
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"XBTUSDT\":{\"required\":false")
        .doesNotContain("ETHUSDT");
    assertThat(get("/api/exchange/1/markets")).contains("ETHUSDT", "XBTUSDT", "XBTGBP");
    assertThat(get("/api/exchange/1/markets?pair=ethusdt")).startsWith("HTTP/1.1 200 ");
    awaitFollowed("XBTGBP", "XBTUSDT");
    assertThat(gateway.statistics().pairs()).containsOnlyKeys("XBTGBP", "XBTUSDT");
    assertThat(get("/ETHUSDT")).startsWith("HTTP/1.1 426 ");
    awaitFollowed("XBTGBP", "XBTUSDT");
  }

  @Test
  void whenAllSessionsAreTakenTheNextIsToldSo() throws Exception {
    informed(config -> config.pair("XBTGBP").sessions(2));
    String words =
        "session limit exceeded: all 2 sessions at the exchange are taken by other markets; try"
            + " again later";
    TestClient holder = client("/XBTUSDT");
    awaitLive(holder);

    TestClient stream = client("/ETHUSDT");
    assertThat(stream.next()).isEqualTo(new Text(words));
    assertThat(stream.next()).isEqualTo(new Close(1013, "session limit exceeded"));
    time.advance(TICK);
    TestClient relay = closing(LunoClient.connect(gateway.port(), "ETHUSDT"));
    assertThat(relay.next())
        .isEqualTo(
            new Text("{\"error_code\":\"session_limit\",\"error\":\"%s\"}".formatted(words)));
    assertThat(relay.next()).isEqualTo(new Close(1000, ""));
    assertThat(get("/api/1/ticker?pair=ETHUSDT"))
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("retry-after: 1")
        .endsWith(
            "{\"error\":\"Market ETHUSDT: %s.\",\"error_code\":\"ErrUnavailable\"}"
                .formatted(words));
    awaitLive(client("/XBTUSDT"));
    awaitLive(client("/XBTGBP"));
    assertThat(gateway.feedStates()).containsOnlyKeys("XBTGBP", "XBTUSDT");
  }

  @Test
  void whenAllSessionsAreTakenTheMarketLongestWithoutAnybodyGivesWay() throws Exception {
    informed(config -> config.sessions(2));
    for (String pair : List.of("XBTUSDT", "ETHUSDT")) {
      try (TestClient client = TestClient.connect(gateway.port(), "/" + pair)) {
        awaitLive(client);
      }
      awaitClients(pair, 0);
      time.advance(TICK);
    }
    assertThat(get("/api/1/ticker?pair=XBTUSDT")).as("used again").startsWith("HTTP/1.1 200 ");

    time.advance(LEAST_QUIET.minus(TICK).minus(TICK));
    assertThat(client("/XBTGBP").nextText()).startsWith("session limit exceeded: all 2 sessions");
    time.advance(TICK);
    awaitLive(client("/XBTGBP"));
    assertThat(gateway.feedStates()).containsOnlyKeys("XBTUSDT", "XBTGBP");

    time.advance(TICK);
    TestClient relay = closing(LunoClient.connect(gateway.port(), "ETHUSDT"));
    assertThat(relay.nextText()).startsWith("{\"sequence\":");
    assertThat(gateway.feedStates()).containsOnlyKeys("XBTGBP", "ETHUSDT");
    await(() -> simulator.sessions() == 2);

    assertThat(client("/XBTUSDT").nextText()).startsWith("session limit exceeded: all 2 sessions");
    time.advance(QUIET.multipliedBy(3));
    assertThat(gateway.feedStates()).containsOnlyKeys("XBTGBP", "ETHUSDT");
    assertThat(time.waiting()).as("clients are not timed").isZero();
  }

  @Test
  void aRestCallGetsTheSessionOfAMarketThatOnlyCallsAskedFor() throws Exception {
    informed(config -> config.pair("XBTGBP").sessions(2));
    for (String pair : List.of("XBTUSDT", "ETHUSDT", "XBTUSDT")) {
      await(() -> get("/api/1/orderbook_top?pair=" + pair).startsWith("HTTP/1.1 200 "));
      assertThat(gateway.feedStates()).containsOnlyKeys("XBTGBP", pair);
      time.advance(LEAST_QUIET);
    }
    time.advance(QUIET);
    awaitFollowed("XBTGBP");
  }

  @Test
  void whatIsBeingTriedDoesNotGiveWayUntilItIsKnownToExist() throws Exception {
    ScriptedExchange exchange = new ScriptedExchange();
    LunoStreams scripted =
        closing(
            LunoStreams.builder(new Credentials("key", "secret"))
                .connector(exchange)
                .settings(GatewayFixture.QUICK)
                .build());
    gateway(config -> config.sessions(1), scripted);
    assertThat(get("/api/1/ticker?pair=XBTZAR")).startsWith("HTTP/1.1 503 ");
    ScriptedExchange.Session tried = exchange.accept("XBTZAR");
    time.advance(LEAST_QUIET);
    assertThat(client("/ETHZAR").nextText()).startsWith("session limit exceeded");

    tried.snapshot(7, "", "");
    await(() -> get("/api/1/ticker?pair=XBTZAR").startsWith("HTTP/1.1 200 "));
    time.advance(LEAST_QUIET);
    TestClient next = client("/ETHZAR");
    assertThat(next.nextText()).contains("\"feed\":\"RESYNCING\"");
    exchange.accept("ETHZAR").snapshot(8, "", "");
    assertThat(next.nextText()).contains("\"sequence\":8,");
    assertThat(gateway.feedStates()).containsOnlyKeys("ETHZAR");
  }

  @Test
  void whoeverTakesTurnsOnOneSessionGetsALiveBookOrIsToldThatItIsTaken() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    informed(config -> config.sessions(1));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> clients = new ArrayList<>();
      for (String pair : List.of("XBTUSDT", "ETHUSDT", "XBTGBP")) {
        Random random = new Random(seed + pair.hashCode());
        clients.add(threads.submit(() -> takeTurns(random, pair, 70)));
      }
      for (Future<?> client : clients) {
        client.get(60, TimeUnit.SECONDS);
      }
    }
    // Until the gateway has seen that the last of them is gone.
    await(() -> mayComeIn("XBTUSDT"));
    awaitLive(client("/XBTUSDT"));
    assertThat(gateway.feedStates()).containsOnlyKeys("XBTUSDT");
    await(() -> simulator.sessions() == 1 && luno.streams().size() == 1);
  }

  private boolean mayComeIn(String pair) throws IOException {
    time.advance(LEAST_QUIET);
    try (TestClient client = TestClient.connect(gateway.port(), "/" + pair)) {
      return !client.nextText().contains("session limit exceeded");
    }
  }

  private int takeTurns(Random random, String pair, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      boolean own = random.nextInt(3) == 0;
      try (TestClient client =
          own
              ? LunoClient.connect(gateway.port(), pair)
              : TestClient.connect(gateway.port(), "/" + pair)) {
        String text = client.nextText();
        while (!text.contains("session limit exceeded")
            && !text.contains(own ? "{\"sequence\":" : "\"feed\":\"LIVE\"")) {
          text = client.nextText();
        }
      }
      assertThat(luno.streams()).as("streams at a time").hasSizeLessThanOrEqualTo(1);
      time.advance(LEAST_QUIET);
    }
    return times;
  }

  @Test
  void whoAsksForAnUnknownMarketIsToldSoAndNothingIsStarted() throws Exception {
    informed(config -> config);
    for (String path : List.of("/NOPEZAR", "/", "/no/such", "/x")) {
      TestClient client = client(path);
      assertThat(client.next()).isEqualTo(new Text("Invalid path"));
      assertThat(client.next()).isEqualTo(new Close(1008, "no such path"));
    }
    TestClient relay = closing(LunoClient.connect(gateway.port(), "NOPEZAR"));
    assertThat(relay.nextText())
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPEZAR\"}");
    assertThat(get("/api/1/ticker?pair=NOPEZAR"))
        .startsWith("HTTP/1.1 404 ")
        .contains("ErrMarketNotFound");
    assertThat(gateway.feedStates()).isEmpty();
    assertThat(simulator.sessions()).isZero();
  }

  @Test
  void asLongAsTheMarketsAreNotKnownTheExchangeIsAskedForAFew() throws Exception {
    gateway(config -> config);
    awaitLive(client("/XBTUSDT"));
    TestClient relay = closing(LunoClient.connect(gateway.port(), "NOPE99"));
    assertThat(relay.nextText())
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPE99\"}");
    awaitFollowed("XBTUSDT");
    for (int i = 1; i < OnDemand.MOST_UNPROVEN; i++) {
      TestClient client = client("/NOPE" + i);
      String text = client.nextText();
      while (text.contains("\"feed\":\"RESYNCING\"")) {
        text = client.nextText();
      }
      assertThat(text).contains("\"feed\":\"FAILED\"");
      assertThat(client.next()).isEqualTo(new Close(1008, "no such path"));
      awaitFollowed("XBTUSDT");
    }
    TestClient again = client("/NOPE3");
    assertThat(again.next()).as("it is remembered").isEqualTo(new Text("Invalid path"));
    String words =
        "which markets there are is not known yet, and 16 are being tried already; try again later";
    TestClient oneMore = client("/NOPE100");
    assertThat(oneMore.next()).isEqualTo(new Text(words));
    assertThat(oneMore.next()).isEqualTo(new Close(1013, "not available now"));
    assertThat(get("/api/1/ticker?pair=NOPE100")).startsWith("HTTP/1.1 503 ").contains(words);
    time.advance(OnDemand.REFUSED_FOR);
    assertThat(client("/NOPE100").nextText()).contains("\"feed\":\"RESYNCING\"");
    await(() -> luno.streams().size() <= 2);
    assertThat(gateway.allFailed().toCompletableFuture()).isNotDone();
  }

  @Test
  void whoeverComesWhileAMarketIsLetGoGetsALiveBook() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    informed(config -> config.sessions(1));
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> clock =
          threads.submit(
              () -> {
                while (!over.get()) {
                  // Only for what waits: or else it would come to the end of its numbers.
                  if (time.waiting() > 0) {
                    time.advance(QUIET);
                  }
                }
              });
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Random random = new Random(seed + i);
        clients.add(threads.submit(() -> comeAndGo(random, 70)));
      }
      try {
        for (Future<?> client : clients) {
          client.get(60, TimeUnit.SECONDS);
        }
      } finally {
        over.set(true);
      }
      clock.get(10, TimeUnit.SECONDS);
    }
    await(
        () -> {
          time.advance(QUIET); // The last may be leaving still.
          return gateway.feedStates().isEmpty();
        });
    await(() -> simulator.sessions() == 0 && luno.streams().isEmpty());
  }

  private int comeAndGo(Random random, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      if (random.nextInt(3) == 0) {
        try (TestClient client = LunoClient.connect(gateway.port(), "XBTUSDT")) {
          assertThat(client.nextText()).startsWith("{\"sequence\":");
        }
      } else {
        try (TestClient client = TestClient.connect(gateway.port(), "/XBTUSDT")) {
          if (random.nextBoolean()) {
            awaitLive(client);
          }
        }
      }
    }
    return times;
  }

  @Test
  void fiftyRoundsOfStartAndStopLeaveNothingBehind() throws Exception {
    informed(config -> config);
    List<String> pairs = List.of("XBTUSDT", "ETHUSDT");
    for (int i = 0; i < 50; i++) {
      String pair = pairs.get(i % 2);
      try (TestClient client = TestClient.connect(gateway.port(), "/" + pair)) {
        awaitLive(client);
      }
      awaitClients(pair, 0);
      time.advance(QUIET);
      assertThat(gateway.feedStates()).isEmpty();
    }
    await(() -> luno.streams().isEmpty() && simulator.sessions() == 0);
    BooleanSupplier noThread =
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("luno-market-"));
    await(noThread::getAsBoolean);
    assertThat(time.waiting()).isZero();
  }
}
