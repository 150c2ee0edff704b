package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Frame;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.gateway.channel.LunoChannelStatistics;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.upstream.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients of the Luno-compatible stream join at any moment, whatever happens upstream: what each
 * gets is a snapshot and every update that follows it.
 */
@Timeout(180)
class LunoJoinsTest {
  private static final int UPDATES_A_SECOND = 500;

  private static final List<Fault> FAULTS =
      List.of(
          new Fault.Drop(),
          new Fault.Gap(1),
          new Fault.Duplicate(),
          new Fault.Close(1001, "maintenance"),
          new Fault.Garbage("{not json"),
          new Fault.Stale(40),
          new Fault.WrongUpdate(Fault.Content.UNKNOWN_MAKER),
          new Fault.Truncate(),
          new Fault.ErrorFrame("unheard_of", "come back later", true),
          new Fault.Gap(3),
          new Fault.WrongUpdate(Fault.Content.DUPLICATE_ID),
          new Fault.Drop());

  /** What a client had when it was closed, or had enough. */
  private record Ended(ReplayedBook book, long snapshot, boolean interrupted) {}

  @Test
  void sixHundredClientsThatJoinAnywhereHaveTheExchangesBook() throws Exception {
    new Run("XBTUSDT", 600, 4_000, 300, 1, FAULTS, LunoLimits.DEFAULT.backlogBytes()).go();
  }

  @Test
  void clientsThatJoinTheBusiestMarketHaveTheExchangesBook() throws Exception {
    // So that the chain is renewed although its snapshot is large.
    new Run("XBTZAR", 30, 2_000, 200, 50, List.of(), 300 << 10).go();
  }

  /** One market, for a while. */
  private static final class Run {
    private final String pair;
    private final int clients;
    private final int updates;
    private final int longest;

    /** Of which sequences the true book is known: the multiples of this. */
    private final int truthEvery;

    private final List<Fault> whatGoesWrong;
    private final int backlogBytes;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<Long, String> truths = new ConcurrentHashMap<>();
    private final List<Future<Ended>> joined = new ArrayList<>();

    Run(
        String pair,
        int clients,
        int updates,
        int longest,
        int truthEvery,
        List<Fault> whatGoesWrong,
        int backlogBytes) {
      this.pair = pair;
      this.clients = clients;
      this.updates = updates;
      this.longest = longest;
      this.truthEvery = truthEvery;
      this.whatGoesWrong = whatGoesWrong;
      this.backlogBytes = backlogBytes;
    }

    void go() throws Exception {
      LunoLimits quick =
          LunoLimits.builder()
              .closeSpread(Duration.ofMillis(20))
              .backlogBytes(backlogBytes)
              .build();
      try (Simulator simulator =
              Simulator.start(
                  SimulatorConfig.builder()
                      .seed(seed)
                      .pair(pair)
                      .mix(FlowMix.busy())
                      .rate(0)
                      .build());
          Gateway gateway =
              Gateway.start(
                  GatewayConfig.builder()
                      .port(0)
                      .pair(pair)
                      .credentials(new Credentials("key", "secret"))
                      .streamUrl(URI.create(simulator.streamUrl()))
                      .feedSettings(GatewayFixture.QUICK)
                      .limits(Limits.builder().luno(quick).build())
                      .build());
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        SimulatedMarket market = simulator.market(pair);
        System.out.printf("%s: seed %d%n", pair, seed);
        drive(market, () -> joined.add(threads.submit(() -> client(gateway.port()))));
        List<Ended> all = new ArrayList<>();
        for (Future<Ended> each : joined) {
          all.add(each.get());
        }
        check(all, gateway.statistics().luno().get(Pair.of(pair)));
      }
    }

    /**
     * At the rate given; who joins when, and what goes wrong when, follows from the seed. It goes
     * on until the last has got what it wants.
     */
    private void drive(SimulatedMarket market, Runnable join) throws Exception {
      List<Integer> moments = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        moments.add(random.nextInt(updates));
      }
      int[] joins = new int[updates];
      moments.forEach(moment -> joins[moment]++);
      Map<Integer, Fault> faults = new ConcurrentHashMap<>();
      whatGoesWrong.forEach(fault -> faults.put(random.nextInt(updates), fault));

      CompletableFuture<Void> done = new CompletableFuture<>();
      int[] at = new int[1];
      try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
        pace.scheduleAtFixedRate(
            () -> {
              try {
                int now = at[0]++;
                if (now < updates) {
                  for (int i = 0; i < joins[now]; i++) {
                    join.run();
                  }
                  if (faults.containsKey(now)) {
                    market.inject(faults.get(now));
                  }
                } else if (joined.stream().allMatch(Future::isDone)) {
                  done.complete(null);
                  return;
                }
                step(market);
              } catch (RuntimeException | Error failure) {
                done.completeExceptionally(failure);
              }
            },
            0,
            1_000_000 / UPDATES_A_SECOND,
            TimeUnit.MICROSECONDS);
        done.get(60, TimeUnit.SECONDS);
        pace.shutdownNow();
      }
    }

    private void step(SimulatedMarket market) {
      market.step(1);
      note(market);
    }

    private void note(SimulatedMarket market) {
      if (market.sequence() % truthEvery == 0) {
        truths.put(market.sequence(), ReplayedBook.describe(market.book()));
      }
    }

    private Ended client(int port) throws Exception {
      int wanted;
      synchronized (random) {
        wanted = 1 + random.nextInt(longest);
      }
      try (TestClient client = LunoClient.connect(port, pair)) {
        ReplayedBook book = null;
        long snapshot = 0;
        for (int frames = 0; frames < wanted || book.sequence() % truthEvery != 0; frames++) {
          Frame frame = LunoClient.next(client);
          if (frame instanceof Close(int code, String reason)) {
            assertThat(code).as(reason).isEqualTo(1012);
            return new Ended(book, snapshot, true);
          }
          assertThat(frame).isInstanceOf(Text.class);
          String text = ((Text) frame).text();
          if (book == null) {
            book = ReplayedBook.of(text);
            snapshot = book.sequence();
          } else {
            book.apply(text);
          }
        }
        return new Ended(book, snapshot, false);
      }
    }

    private void check(List<Ended> all, LunoChannelStatistics counted) {
      long frames = 0;
      int interrupted = 0;
      int compared = 0;
      for (Ended ended : all) {
        interrupted += ended.interrupted() ? 1 : 0;
        if (ended.book() == null) {
          continue;
        }
        frames += ended.book().sequence() - ended.snapshot();
        if (ended.book().sequence() % truthEvery == 0) {
          compared++;
          assertThat(ended.book().describe())
              .as("seed %d", seed)
              .isEqualTo(truths.get(ended.book().sequence()));
        }
      }
      System.out.printf(
          "%s: seed %d, %d joined, %d interrupted, %d updates replayed, no gap, none twice, %d"
              + " books compared; %s%n",
          pair, seed, all.size(), interrupted, frames, compared, counted);
      assertThat(all).as("seed %d", seed).hasSize(clients);
      assertThat(counted.tooSlow()).as("seed %d", seed).isZero();
      assertThat(compared).as("seed %d", seed).isGreaterThanOrEqualTo(clients - interrupted);
      assertThat(counted.captured()).as("seed %d", seed).isPositive();
      assertThat(interrupted > 0).as("seed %d", seed).isEqualTo(!whatGoesWrong.isEmpty());
    }
  }
}
