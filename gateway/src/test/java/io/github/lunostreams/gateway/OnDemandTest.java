package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.market.FeedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A market is followed while it is used. */
@Timeout(120)
class OnDemandTest extends OnDemandFixture {
  OnDemandTest() throws IOException {}

  @Test
  void aMarketIsFollowedFromItsFirstClientUntilItIsIdle() throws Exception {
    informed(config -> config);
    assertThat(gateway.feedStates()).isEmpty();
    try (TestClient first = TestClient.connect(gateway.port(), "/ethusdt")) {
      awaitLive(first);
      assertThat(gateway.feedStates()).isEqualTo(Map.of(Pair.of("ETHUSDT"), FeedState.LIVE));
      TestClient second = LunoClient.connect(gateway.port(), "ETHUSDT");
      assertThat(second.nextText()).startsWith("{\"sequence\":");
      time.advance(IDLE.multipliedBy(3));
      second.close();
      awaitClients("ETHUSDT", 1);
      time.advance(IDLE.multipliedBy(3));
      assertThat(gateway.feedStates()).as("the first is there still").hasSize(1);
    }
    awaitClients("ETHUSDT", 0);
    time.advance(IDLE.minus(TICK));
    assertThat(gateway.feedStates()).as("nearly").hasSize(1);
    time.advance(TICK);
    assertThat(gateway.feedStates()).isEmpty();
    await(() -> simulator.sessions() == 0);

    awaitLive(client("/ETHUSDT"));
    assertThat(gateway.feedStates()).isEqualTo(Map.of(Pair.of("ETHUSDT"), FeedState.LIVE));
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
    time.advance(IDLE.minus(TICK));
    assertThat(get(call)).startsWith("HTTP/1.1 200 ");
    time.advance(IDLE.minus(TICK));
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
    assertThat(gateway.statistics().pairs())
        .containsOnlyKeys(Pair.of("XBTGBP"), Pair.of("XBTUSDT"));
    assertThat(get("/ETHUSDT")).startsWith("HTTP/1.1 426 ");
    awaitFollowed("XBTGBP", "XBTUSDT");
  }

  @Test
  void clientsThatComeDuringAReleaseGetALiveBook() throws Exception {
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
                    time.advance(IDLE);
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
          time.advance(IDLE); // The last may be leaving still.
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
      time.advance(IDLE);
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
