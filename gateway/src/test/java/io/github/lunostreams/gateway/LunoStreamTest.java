package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Frame;
import io.github.lunostreams.gateway.TestClient.Gone;
import io.github.lunostreams.gateway.TestClient.Pong;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ws /api/1/stream/<PAIR>} says, byte for byte. */
@Timeout(120)
class LunoStreamTest {
  private static final String INVALID_CREDENTIALS =
      "{\"error_code\":\"invalid_credentials\",\"error\":\"you provided an invalid credentials"
          + " message\"}";

  /** As on Luno's wire, an update of each kind, and what no one knows yet. */
  private static final List<String> FRAMES =
      List.of(
          "{\"sequence\":\"74538167\",\"asks\":[{\"id\":\"BXFE5AZB7UUXWPT\",\"price\":\"2765.00\",\"volume\":\"3.925038\"}],\"bids\":[{\"id\":\"BXCPTNDKTTBQ3K4\",\"price\":\"2762.00\",\"volume\":\"0.026792\"}],\"status\":\"ACTIVE\",\"timestamp\":1790127197639}",
          "{\"sequence\":\"74538168\",\"trade_updates\":[],\"create_update\":null,\"delete_update\":{\"order_id\":\"BXFE5AZB7UUXWPT\"},\"status_update\":null,\"timestamp\":1790127201650}",
          "{\"sequence\":\"74538169\",\"trade_updates\":[],\"create_update\":{\"order_id\":\"BXJHJ5MXAAQNYCQ\",\"type\":\"ASK\",\"price\":\"2765.00\",\"volume\":\"3.925038\"},\"delete_update\":null,\"status_update\":null,\"timestamp\":1790127203186}",
          "{\"sequence\":\"74538170\",\"trade_updates\":[{\"sequence\":33279896,\"base\":\"0.000399\",\"counter\":\"1.102038\",\"maker_order_id\":\"BXCPTNDKTTBQ3K4\",\"taker_order_id\":\"BXD7C9SRW79V6B2\",\"order_id\":\"BXCPTNDKTTBQ3K4\"}],\"create_update\":null,\"delete_update\":null,\"status_update\":null,\"timestamp\":1790127208094}",
          "{ \"timestamp\":1790127540407, \"new_key\":[\"é\"],"
              + " \"sequence\":\"74538171\",\"trade_updates\":null }");

  private static Limits limits(LunoLimits luno) {
    return Limits.builder().luno(luno).build();
  }

  private static final LunoLimits QUICK =
      LunoLimits.builder().closeSpread(Duration.ofMillis(20)).build();

  private static GatewayFixture fixture() throws IOException {
    return GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits(QUICK)));
  }

  private static TestClient connect(GatewayFixture fixture, String pair) throws IOException {
    TestClient client = fixture.client("/api/1/stream/" + pair);
    client.sendText(LunoClient.CREDENTIALS);
    return client;
  }

  @Test
  void whatTheExchangeSaysGoesThroughByteForByte() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient early = connect(fixture, "XBTZAR");
      exchange.send(FRAMES.getFirst());
      assertThat(early.nextText()).isEqualTo(FRAMES.getFirst());
      TestClient next = connect(fixture, "xbtzar");
      assertThat(next.nextText()).isEqualTo(FRAMES.getFirst());
      List<String> updates = FRAMES.subList(1, FRAMES.size());
      for (String frame : updates) {
        exchange.send(frame);
      }
      assertThat(early.nextTexts(updates.size())).isEqualTo(updates);
      assertThat(next.nextTexts(updates.size())).isEqualTo(updates);
    }
  }

  @Test
  void aLateClientGetsTheCurrentBookInTheExchangesShape() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient early = connect(fixture, "XBTZAR");
      exchange.send(Frames.snapshot(7, "", ""));
      exchange.send(Frames.empty(8));
      exchange.send(Frames.empty(9));
      while (!early.nextText().contains("\"sequence\":\"9\"")) {
        // A book of before, or update 8.
      }
      TestClient late = connect(fixture, "XBTZAR");
      assertThat(late.nextText()).startsWith("{\"sequence\":\"9\",\"asks\":[],\"bids\":[]");
      exchange.send(Frames.empty(10));
      assertThat(late.nextText()).startsWith("{\"sequence\":\"10\",\"trade_updates\":");
    }
  }

  @Test
  void keepalivesOfTheExchangeArePassedOnAndOldMessagesAreNot() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = connect(fixture, "XBTZAR");
      exchange.send(Frames.snapshot(7, "", ""));
      client.nextText();
      exchange.send(Frames.KEEP_ALIVE);
      assertThat(client.nextText()).isEqualTo(Frames.KEEP_ALIVE);
      exchange.send(Frames.empty(8));
      exchange.send(Frames.empty(8));
      exchange.send(Frames.empty(3));
      exchange.send(Frames.empty(9));
      assertThat(client.nextText()).contains("\"sequence\":\"8\"");
      assertThat(client.nextText()).contains("\"sequence\":\"9\"");
    }
  }

  @Test
  void anUnknownPairIsRefusedAfterTheCredentials() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      for (String pair : List.of("NOPEUSDT", "", "XBTZAR/more")) {
        TestClient client = fixture.client("/api/1/stream/" + pair);
        client.send(0x89, new byte[] {'h', 'i'});
        assertThat(client.next()).isEqualTo(new Pong("hi"));
        client.sendText(LunoClient.CREDENTIALS);
        assertThat(client.next())
            .isEqualTo(
                new Text("{\"error_code\":\"invalid_market\",\"error\":\"%s\"}".formatted(pair)));
        assertThat(client.next()).isEqualTo(new Close(1000, ""));
        client.sendClose(1000);
        assertThat(client.next()).isEqualTo(new Gone());
      }
    }
  }

  @Test
  void anythingButAKeyIsRefusedWhateverThePair() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      for (String pair : List.of("XBTZAR", "NOPEUSDT")) {
        for (String first : List.of("hello", "\"\"", "{\"api_key_id\":\"mykey\"}")) {
          TestClient client = fixture.client("/api/1/stream/" + pair);
          client.sendText(first);
          assertThat(client.next()).isEqualTo(new Text(INVALID_CREDENTIALS));
          assertThat(client.next()).isEqualTo(new Close(1000, ""));
        }
      }
    }
  }

  @Test
  void aKeyInSeveralFramesWillDo() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/api/1/stream/XBTZAR");
      byte[] all = LunoClient.CREDENTIALS.getBytes(StandardCharsets.UTF_8);
      client.send(0x01, Arrays.copyOf(all, 10));
      client.send(0x80, Arrays.copyOfRange(all, 10, all.length));
      exchange.send(Frames.snapshot(7, "", ""));
      assertThat(client.nextText()).startsWith("{\"sequence\":\"7\"");
    }
  }

  @Test
  void aClientWithoutAKeyInTimeIsRefused() throws Exception {
    LunoLimits hasty = LunoLimits.builder().credentialsTimeout(Duration.ofMillis(50)).build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits(hasty)))) {
      TestClient client = fixture.client("/api/1/stream/XBTZAR");
      assertThat(client.next())
          .isEqualTo(
              new Text(
                  "{\"error_code\":\"auth_timeout\",\"error\":\"you took too long to provide"
                      + " credentials\"}"));
      assertThat(client.next()).isEqualTo(new Close(1000, ""));
    }
  }

  @Test
  void whenTheExchangeIsLostAllAreClosedWith1012AndComeBackForTheNewBook() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(7, "b1 100 1", ""));
      List<TestClient> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(connect(fixture, "XBTZAR"));
        clients.getLast().nextText();
      }
      exchange.send(Frames.empty(8));
      exchange.send(Frames.empty(10));
      ScriptedConnection again = fixture.accept("XBTZAR");
      TestClient between = connect(fixture, "XBTZAR");
      for (TestClient client : clients) {
        assertThat(client.nextText()).contains("\"sequence\":\"8\"");
        assertThat(client.next()).isEqualTo(new Close(1012, "the exchange was lost: come back"));
      }
      // Its answer comes after the credentials were read: the client waits for a book.
      between.send(0x89, "joined".getBytes(StandardCharsets.UTF_8));
      assertThat(LunoClient.next(between)).isEqualTo(new Pong("joined"));
      again.send(Frames.snapshot(20, "b2 100 1", ""));
      again.send(Frames.empty(21));
      assertThat(between.nextText()).startsWith("{\"sequence\":\"20\"");
      assertThat(between.nextText()).startsWith("{\"sequence\":\"21\"");
    }
  }

  @Test
  void aMarketThatTheExchangeRefusesIsNoMarket() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pairs(List.of("XBTZAR", "ETHZAR")))) {
      TestClient waiting = connect(fixture, "XBTZAR");
      fixture.accept("XBTZAR").send(Frames.error("invalid_market", "XBTZAR"));
      TestClient late = connect(fixture, "XBTZAR");
      for (TestClient client : List.of(waiting, late)) {
        assertThat(client.next())
            .isEqualTo(new Text("{\"error_code\":\"invalid_market\",\"error\":\"XBTZAR\"}"));
        assertThat(client.next()).isEqualTo(new Close(1000, ""));
      }
      fixture.accept("ETHZAR").send(Frames.error("invalid_credentials", "wrong key"));
      TestClient blameless = connect(fixture, "ETHZAR");
      assertThat(blameless.next())
          .isEqualTo(
              new Text(
                  "{\"error_code\":\"market_unavailable\",\"error\":\"the gateway can no longer"
                      + " follow ETHZAR\"}"));
      assertThat(blameless.next()).isEqualTo(new Close(1000, ""));
    }
  }

  @Test
  void aClientThatDoesNotReadIsClosedWith1013AndDelaysNobody() throws Exception {
    Limits small =
        Limits.builder()
            .writeBytes(8 << 10)
            .socketSendBytes(4 << 10)
            .luno(QUICK.toBuilder().backlogBytes(200 << 10).build())
            // It reads only when all is over.
            .closeTimeout(Duration.ofSeconds(30))
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(small))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(1, "b1 100 1", ""));
      TestClient slow = fixture.client("/api/1/stream/XBTZAR", 4 << 10);
      slow.sendText(LunoClient.CREDENTIALS);
      slow.nextText();
      TestClient quick = connect(fixture, "XBTZAR");
      quick.nextText();
      int updates = 3_000;
      for (int i = 2; i <= updates; i++) {
        exchange.send(Frames.empty(i));
        assertThat(quick.nextText()).startsWith("{\"sequence\":\"" + i + "\"");
      }
      Frame frame = slow.next();
      int next = 2;
      while (frame instanceof Text(String text)) {
        assertThat(text).startsWith("{\"sequence\":\"" + next++ + "\"");
        frame = slow.next();
      }
      assertThat(next).isLessThan(updates);
      assertThat(frame)
          .isInstanceOfSatisfying(
              Close.class,
              close -> {
                assertThat(close.code()).isEqualTo(1013);
                assertThat(close.reason()).matches("too slow: \\d+ bytes of updates wait");
              });
      assertThat(fixture.gateway.statistics().luno().get(Pair.of("XBTZAR")).tooSlow()).isEqualTo(1);
    }
  }

  @Test
  void clientsAreClosedWhenTheGatewayCloses() throws Exception {
    GatewayFixture fixture = fixture();
    TestClient client = connect(fixture, "XBTZAR");
    fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
    client.nextText();
    Thread closing = Thread.startVirtualThread(fixture.gateway::close);
    assertThat(client.next()).isEqualTo(new Close(1001, "the gateway closes"));
    client.sendClose(1001);
    closing.join();
    fixture.close();
  }

  @Test
  void aPlainRequestGetsAHintToUpgrade() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      assertThat(fixture.get("/api/1/stream/XBTZAR")).startsWith("HTTP/1.1 426 ");
      assertThat(fixture.get("/api/1/stream/NOPE")).startsWith("HTTP/1.1 404 ");
    }
  }

  /** A book whose sequence a test waits for. */
  private record Moment(long sequence, String book) {}

  private static String describe(OrderBook book) {
    TreeMap<String, String> orders = new TreeMap<>();
    for (Order order : book.orders()) {
      orders.put(
          order.id(),
          order.side()
              + " "
              + order.price().stripTrailingZeros().toPlainString()
              + " × "
              + order.volume().stripTrailingZeros().toPlainString());
    }
    return book.sequence() + " " + book.status().name() + " " + orders;
  }

  @Test
  void aGatewayBehindAGatewayAndOurOwnClientBehindBothHaveTheExchangesBook() throws Exception {
    SimulatorConfig shape =
        SimulatorConfig.builder().seed(5).pair("XBTUSDT").mix(FlowMix.busy()).rate(0).build();
    try (Simulator simulator = Simulator.start(shape);
        Gateway first = Gateway.start(behind(URI.create(simulator.streamUrl())));
        Gateway second = Gateway.start(behind(stream(first)));
        LunoStreams luno =
            LunoStreams.builder(new Credentials("any", "key"))
                .streamUrl(stream(second))
                .settings(GatewayFixture.QUICK)
                .build()) {
      SimulatedMarket market = simulator.market("XBTUSDT");
      BlockingQueue<Moment> moments = new LinkedBlockingQueue<>();
      luno.prepare("XBTUSDT")
          .addHook((book, trades) -> moments.add(new Moment(book.sequence(), describe(book))))
          .start();
      for (Fault fault : List.of(new Fault.Duplicate(), new Fault.Drop(), new Fault.Gap(2))) {
        market.step(300);
        market.inject(fault);
        long target = market.step(300);
        Moment moment = moments.poll(20, TimeUnit.SECONDS);
        while (moment != null && moment.sequence() < target) {
          moment = moments.poll(20, TimeUnit.SECONDS);
        }
        assertThat(moment).as("sequence " + target + " after " + fault).isNotNull();
        assertThat(moment.book()).isEqualTo(ReplayedBook.describe(market.book()));
      }
    }
  }

  private static URI stream(Gateway gateway) {
    return URI.create("ws://127.0.0.1:" + gateway.port());
  }

  private static GatewayConfig behind(URI exchange) {
    return GatewayConfig.builder()
        .port(0)
        .pair("XBTUSDT")
        .credentials(new Credentials("key", "secret"))
        .streamUrl(exchange)
        .feedSettings(GatewayFixture.QUICK)
        .limits(limits(QUICK))
        .build();
  }

  @Test
  void manySimultaneousClientsCauseOneCopyOfTheBook() throws Exception {
    try (GatewayFixture fixture = fixture()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient steady = connect(fixture, "XBTZAR");
      exchange.send(Frames.snapshot(1, "b1 100.50 1, b2 100.00 2", "a1 101.00 0.30"));
      steady.nextText();
      int updates = 1_000;
      for (int i = 2; i <= updates; i++) {
        exchange.send(Frames.empty(i));
      }
      steady.nextTexts(updates - 1);
      List<TestClient> late = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        late.add(connect(fixture, "XBTZAR"));
      }
      for (TestClient client : late) {
        assertThat(client.nextText())
            .isEqualTo(
                "{\"sequence\":\"1000\",\"asks\":[{\"id\":\"a1\",\"price\":\"101.00\",\"volume\":\"0.3\"}],\"bids\":[{\"id\":\"b1\",\"price\":\"100.50\",\"volume\":\"1\"},{\"id\":\"b2\",\"price\":\"100.00\",\"volume\":\"2\"}],\"status\":\"ACTIVE\",\"timestamp\":1790000001000}");
      }
      exchange.send(Frames.empty(updates + 1));
      for (TestClient client : late) {
        assertThat(client.nextText()).startsWith("{\"sequence\":\"1001\"");
      }
      assertThat(fixture.gateway.statistics().luno().get(Pair.of("XBTZAR")).captured())
          .isEqualTo(1);
    }
  }
}
