package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.upstream.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that know nothing of this project take the gateway for Luno; they are in {@code
 * src/test/clients}. Skipped where npm could not install them, but for CI.
 */
@Tag("foreign")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LunoClientsTest {
  private static final String PAIR = "XBTUSDT";
  private static final Path CLIENTS = Path.of("src", "test", "clients");

  /** One of them, as a process that answers lines with lines. */
  private static final class OtherClient implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final Writer asks;

    OtherClient(String... command) throws IOException {
      List<String> all = new ArrayList<>(List.of("node"));
      all.addAll(List.of(command));
      process =
          new ProcessBuilder(all)
              .directory(CLIENTS.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      said = process.inputReader(StandardCharsets.UTF_8);
      asks = process.outputWriter(StandardCharsets.UTF_8);
    }

    String answer(String question) throws IOException {
      asks.append(question).append('\n').flush();
      return said.readLine();
    }

    @Override
    public void close() throws IOException {
      asks.close();
      process.destroyForcibly();
    }
  }

  private static void installed() {
    if (!Files.exists(CLIENTS.resolve("node_modules").resolve(".installed"))) {
      if ("true".equals(System.getenv("CI"))) {
        fail("expected what npm installs in %s, found nothing", CLIENTS);
      }
      System.err.println("SKIPPED: other people's clients, for want of what npm installs for them");
      Assumptions.abort("no clients");
    }
  }

  private static Simulator exchange(long seed) throws IOException {
    return Simulator.start(
        SimulatorConfig.builder().seed(seed).pair(PAIR).mix(FlowMix.busy()).rate(0).build());
  }

  private static Gateway gateway(Simulator exchange) throws BindException {
    LunoLimits quick = LunoLimits.builder().closeSpread(Duration.ofMillis(20)).build();
    return Gateway.start(
        GatewayConfig.builder()
            .port(0)
            .pair(PAIR)
            .credentials(new Credentials("key", "secret"))
            .streamUrl(URI.create(exchange.streamUrl()))
            .feedSettings(GatewayFixture.QUICK)
            .limits(Limits.builder().luno(quick).build())
            .build());
  }

  private static String base(Gateway gateway) {
    return "ws://127.0.0.1:" + gateway.port();
  }

  @Test
  void aClientMadeFromLunosDocumentationHasTheExchangesBookThroughEveryBreak() throws Exception {
    installed();
    long seed = new Random().nextLong();
    try (Simulator exchange = exchange(seed);
        Gateway gateway = gateway(exchange);
        OtherClient client = new OtherClient("documented.mjs", base(gateway), PAIR)) {
      SimulatedMarket market = exchange.market(PAIR);
      for (Fault fault : List.of(new Fault.Duplicate(), new Fault.Gap(1), new Fault.Drop())) {
        market.inject(fault);
        for (int i = 0; i < 10; i++) {
          long sequence = market.step(100);
          assertThat(client.answer(Long.toString(sequence)))
              .as("seed %d", seed)
              .isEqualTo(ReplayedBook.describe(market.book()));
        }
      }
    }
  }

  /** It keeps doubles, and knows of no trade in the book; so much it can be right about. */
  @Test
  void ccxtHasTheBestPricesOfAQuietMarketAndTheTrades() throws Exception {
    installed();
    try (Simulator exchange = exchange(7);
        Gateway gateway = gateway(exchange);
        OtherClient client =
            new OtherClient("ccxt.mjs", base(gateway), exchange.restUrl(), "BTC/USDT")) {
      SimulatedMarket market = exchange.market(PAIR);
      assertBest(client, market);
      BookImage before = market.book();
      BigDecimal tick = BigDecimal.ONE.movePointLeft(before.bids().getFirst().price().scale());
      BigDecimal better = before.bids().getFirst().price().add(tick);
      BigDecimal lower = before.asks().getFirst().price().subtract(tick);
      assertThat(better).isLessThan(lower);
      String bid = market.create(Side.BID, better, new BigDecimal("0.5"));
      assertBest(client, market);
      String ask = market.create(Side.ASK, lower, new BigDecimal("0.25"));
      assertBest(client, market);
      market.delete(bid);
      assertBest(client, market);
      market.fill(ask, new BigDecimal("0.125"));
      assertThat(client.answer("trades 1")).isEqualTo("0.125");
      market.fill(ask, new BigDecimal("0.0625"));
      assertThat(client.answer("trades 2")).isEqualTo("0.125 0.0625");
      assertBest(client, market);
    }
  }

  private static void assertBest(OtherClient client, SimulatedMarket market) throws IOException {
    BookImage book = market.book();
    assertThat(client.answer("book " + book.sequence()))
        .isEqualTo(
            "%d %s %s"
                .formatted(
                    book.sequence(),
                    plain(book.bids().getFirst().price()),
                    plain(book.asks().getFirst().price())));
  }

  private static String plain(BigDecimal price) {
    return price.stripTrailingZeros().toPlainString();
  }
}
