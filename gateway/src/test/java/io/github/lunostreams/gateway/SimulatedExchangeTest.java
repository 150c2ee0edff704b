package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.BookImage.Level;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way: a simulated exchange, the client library, the gateway, websocket clients. */
@Timeout(120)
class SimulatedExchangeTest {
  private static final Pattern TAIL =
      Pattern.compile(
          "],\"trades\":\\[(.*)],\"pair\":\"\\w+\",\"source\":\"live\",\"sequence\":(\\d+),\"timestamp\":(\\d+),\"status\":\"(\\w+)\",\"feed\":\"(\\w+)\"}$");
  private static final Pattern TRADE_SEQUENCE = Pattern.compile("\"sequence\":(\\d+)}");

  private record Seen(long sequence, String feed, List<Long> trades, String text) {
    static Seen in(String frame) {
      Matcher tail = TAIL.matcher(frame);
      assertThat(tail.find()).as(frame).isTrue();
      List<Long> trades = new ArrayList<>();
      Matcher matcher = TRADE_SEQUENCE.matcher(tail.group(1));
      while (matcher.find()) {
        trades.add(Long.parseLong(matcher.group(1)));
      }
      return new Seen(Long.parseLong(tail.group(2)), tail.group(5), trades, frame);
    }
  }

  private static String expected(BookImage book) {
    return "{\"bids\":[%s],\"asks\":[%s],\"trades\":["
        .formatted(levels(book.bids()), levels(book.asks()));
  }

  private static String levels(List<Level> levels) {
    List<String> texts = new ArrayList<>();
    for (Level level : levels) {
      texts.add(
          "[\"%s\",\"%s\"]"
              .formatted(level.price().toPlainString(), level.volume().toPlainString()));
    }
    return String.join(",", texts);
  }

  private static Simulator simulator(String... pairs) throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    return Simulator.start(
        SimulatorConfig.builder()
            .port(0)
            .seed(seed)
            .pairs(List.of(pairs))
            .mix(FlowMix.busy())
            .rate(0)
            .build());
  }

  private static GatewayConfig.Builder config(Simulator simulator, String... pairs) {
    return GatewayConfig.builder()
        .port(0)
        .pairs(List.of(pairs))
        .credentials(new Credentials("key", "secret"))
        .streamUrl(URI.create(simulator.streamUrl()))
        // Wide enough that a busy machine is no reason to conflate.
        .limits(
            Limits.builder()
                .backlog(100_000)
                .pendingTrades(1_000_000)
                .pendingTradeBytes(1 << 30)
                .stallTimeout(Duration.ofMinutes(1))
                .build())
        .feedSettings(GatewayFixture.QUICK);
  }

  private static List<Seen> readUntil(TestClient client, long sequence, String feed)
      throws IOException {
    List<Seen> all = new ArrayList<>();
    do {
      all.add(Seen.in(client.nextText()));
    } while (all.getLast().sequence() < sequence || !all.getLast().feed().equals(feed));
    return all;
  }

  @Test
  void everyClientGetsEveryUpdateAndEveryTradeAndTheBookIsTheExchanges() throws Exception {
    try (Simulator simulator = simulator("XBTUSDT", "ETHUSDT");
        Gateway gateway = Gateway.start(config(simulator, "XBTUSDT", "ETHUSDT").build());
        TestClient one = TestClient.connect(gateway.port(), "/XBTUSDT");
        TestClient two = TestClient.connect(gateway.port(), "/xbtusdt");
        TestClient other = TestClient.connect(gateway.port(), "/ethusdt")) {
      SimulatedMarket market = simulator.market("XBTUSDT");
      SimulatedMarket eth = simulator.market("ETHUSDT");
      long start = market.sequence();
      readUntil(one, start, "LIVE");
      readUntil(two, start, "LIVE");
      readUntil(other, eth.sequence(), "LIVE");
      for (int round = 0; round < 20; round++) {
        long from = market.sequence();
        int tradesBefore = market.tape().size();
        long ethTarget = eth.step(50);
        long target = market.step(100);
        List<Seen> first = readUntil(one, target, "LIVE");
        List<Seen> second = readUntil(two, target, "LIVE");

        assertThat(second).isEqualTo(first);
        assertThat(first.stream().map(Seen::sequence))
            .containsExactlyElementsOf(
                java.util.stream.LongStream.rangeClosed(from + 1, target).boxed().toList());
        assertThat(first.stream().flatMap(seen -> seen.trades().stream()))
            .containsExactlyElementsOf(
                market.tape().subList(tradesBefore, market.tape().size()).stream()
                    .map(SimulatedTrade::sequence)
                    .toList());
        assertThat(first.getLast().text()).startsWith(expected(market.book()));
        assertThat(readUntil(other, ethTarget, "LIVE").getLast().text())
            .startsWith(expected(eth.book()));
      }
    }
  }

  @Test
  void afterAnyBreakTheNextLiveBookIsTheExchanges() throws Exception {
    try (Simulator simulator = simulator("XBTUSDT");
        Gateway gateway = Gateway.start(config(simulator, "XBTUSDT").build());
        TestClient client = TestClient.connect(gateway.port(), "/XBTUSDT")) {
      SimulatedMarket market = simulator.market("XBTUSDT");
      readUntil(client, market.sequence(), "LIVE");
      List<Fault> faults =
          List.of(
              new Fault.Drop(),
              new Fault.Close(1001, "maintenance"),
              new Fault.Gap(1),
              new Fault.Garbage("{not json"),
              new Fault.Truncate(),
              new Fault.ErrorFrame("unheard_of", "come back later", true));
      for (Fault fault : faults) {
        market.step(10);
        market.inject(fault);
        market.step(10);
        List<Seen> told = readUntil(client, market.sequence(), "LIVE");
        assertThat(told).as(fault.toString()).anyMatch(seen -> seen.feed().equals("RESYNCING"));
        assertThat(told.getLast().text()).startsWith(expected(market.book()));
      }
    }
  }

  @Test
  void theBooksOfTheBusiestMarketGoThroughWhole() throws Exception {
    try (Simulator simulator = simulator("XBTZAR");
        Gateway gateway = Gateway.start(config(simulator, "XBTZAR").build());
        TestClient client = TestClient.connect(gateway.port(), "/XBTZAR")) {
      SimulatedMarket market = simulator.market("XBTZAR");
      readUntil(client, market.sequence(), "LIVE");
      Seen last = readUntil(client, market.step(200), "LIVE").getLast();
      assertThat(last.text()).startsWith(expected(market.book()));
      assertThat(last.text().length()).isGreaterThan(40_000);
    }
  }
}
