package io.github.lunostreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A bad night: the exchange drops the connection a thousand times. */
class ResetsTest {
  private static final int RESETS = Integer.getInteger("luno.streams.resets", 1_000);
  private static final Duration SHORT = Duration.ofMillis(1);

  private record Load(long threads, long descriptors, long heapBytes) {
    static Load now() throws IOException {
      System.gc();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        return new Load(
            Thread.getAllStackTraces().size(),
            descriptors.count(),
            runtime.totalMemory() - runtime.freeMemory());
      }
    }
  }

  @Test
  void aThousandResetsLeaveNoThreadNoDescriptorAndNoMemoryBehind() throws Exception {
    try (Simulator exchange =
            Simulator.start(SimulatorConfig.builder().seed(9).pair("ETHUSDT").rate(0).build());
        LunoStreams luno =
            LunoStreams.builder(new Credentials("key", "secret"))
                .streamUrl(URI.create(exchange.streamUrl()))
                .settings(
                    FeedSettings.builder()
                        .backoffBase(SHORT)
                        .backoffCap(SHORT)
                        .slowBackoff(SHORT)
                        .backoffResetAfter(SHORT)
                        .build())
                .build()) {
      SimulatedMarket market = exchange.market("ETHUSDT");
      Follower follower = new Follower(luno.prepare("ETHUSDT"));
      reset(market, follower, RESETS / 2);
      Load early = Load.now();

      reset(market, follower, RESETS);
      Load late = Load.now();

      System.out.printf(
          "ResetsTest: after %d resets %s, after %d %s%n", RESETS / 2, early, RESETS * 3 / 2, late);
      assertThat(luno.streams().iterator().next().statistics().snapshots())
          .isGreaterThanOrEqualTo(RESETS);
      assertThat(late.threads).isLessThanOrEqualTo(early.threads + 2);
      assertThat(late.descriptors).isLessThanOrEqualTo(early.descriptors + 5);
      assertThat(late.heapBytes).isLessThan(early.heapBytes + (2 << 20));
    }
  }

  private static void reset(SimulatedMarket market, Follower follower, int times) {
    for (int i = 0; i < times; i++) {
      follower.awaitState(FeedState.LIVE);
      market.step(2);
      follower.awaitLiveAt(market.sequence());
      int known = follower.causes().size();
      market.inject(i % 3 == 0 ? new Fault.Close(1012, "again") : new Fault.Drop());
      follower.awaitMoreCausesThan(known);
    }
    follower.assertHasTheBookOf(market);
    follower.forgetHistory();
  }
}
