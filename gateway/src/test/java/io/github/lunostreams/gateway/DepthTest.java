package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.session.PythonToolEndpoint;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ws /<pair>?depth=N}: several depths of one market, on real sockets. */
@Timeout(120)
class DepthTest {
  private static final Pattern TRADE = Pattern.compile("\"order_id\":\"b1\",\"sequence\":(\\d+)}");
  private static final Pattern BOOK = Pattern.compile(",\"sequence\":(\\d+),\"timestamp\"");

  @Test
  void twoDepthsOfOneMarketWorkSideBySide() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient narrow = fixture.client("/XBTZAR?depth=1");
      TestClient wide = fixture.client("/xbtzar?depth=5&other=1");
      TestClient whole = fixture.client("/XBTZAR");
      for (TestClient client : List.of(narrow, wide, whole)) {
        client.joined();
      }
      exchange.send(
          Frames.snapshot(
              7, "b1 100 5, b2 99 1, b3 98 1, b4 97 1, b5 96 1, b6 95 1", "a1 101 2, a2 102 2"));
      exchange.send(Frames.trade(8, Frames.fill(501, "b1", "2", "200")));
      assertThat(narrow.nextTexts(2))
          .containsExactly(
              StreamTest.frame(StreamTest.level("100", "5"), StreamTest.level("101", "2"), "", 7),
              StreamTest.frame(
                  StreamTest.level("100", "3"), StreamTest.level("101", "2"), trade(501), 8));
      String asks = StreamTest.level("101", "2") + "," + StreamTest.level("102", "2");
      String others = ",[\"99\",\"1\"],[\"98\",\"1\"],[\"97\",\"1\"],[\"96\",\"1\"]";
      assertThat(wide.nextTexts(2))
          .containsExactly(
              StreamTest.frame(StreamTest.level("100", "5") + others, asks, "", 7),
              StreamTest.frame(StreamTest.level("100", "3") + others, asks, trade(501), 8));
      String last = others + ",[\"95\",\"1\"]";
      assertThat(whole.nextTexts(2))
          .containsExactly(
              StreamTest.frame(StreamTest.level("100", "5") + last, asks, "", 7),
              StreamTest.frame(StreamTest.level("100", "3") + last, asks, trade(501), 8));
    }
  }

  private static String trade(int sequence) {
    return ("{\"type\":\"sell\",\"price\":\"100\",\"base\":\"2\",\"counter\":\"200\",\"maker_order_id\":\"b1\","
                + "\"taker_order_id\":\"T%d\",\"order_id\":\"b1\",\"sequence\":%d}")
        .formatted(sequence, sequence);
  }

  @Test
  void aDepthOutsideTheSetIsRefusedWithTheSet() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR").depth(7))) {
      String expected =
          "expected a depth of 0, 1, 5, 7, 10, 20, 25, 50, 100, 250, 500, 1000 (0 is all), got ";
      for (String depth : List.of("8", "-1", "", "05", "many", "99999999999")) {
        String answer = fixture.http(upgrade("/XBTZAR?depth=" + depth));
        assertThat(answer)
            .startsWith("HTTP/1.1 400 Bad Request\r\n")
            .contains("content-type: application/problem+json\r\n")
            .endsWith("\"status\":400,\"detail\":\"" + expected + depth + "\"}");
      }
      assertThat(fixture.get("/XBTZAR?depth=8")).startsWith("HTTP/1.1 400 ").contains(expected);
      assertThat(fixture.get("/XBTZAR?depth=5")).startsWith("HTTP/1.1 426 ");
      fixture.client("/XBTZAR?depth=7").joined();
      assertThat(fixture.client("/NOPEZAR?depth=8").nextText()).isEqualTo("Invalid path");
    }
  }

  private static String upgrade(String path) {
    return "GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            .formatted(path)
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  @Test
  void aClientThatNamesADepthIsNotBoundToTheGatewaysOwn() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR").depth(1))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient own = fixture.client("/XBTZAR");
      own.joined();
      exchange.send(Frames.snapshot(7, "b1 100 5, b2 99 1", ""));
      assertThat(own.nextText())
          .isEqualTo(StreamTest.frame(StreamTest.level("100", "5"), "", "", 7));
      assertThat(fixture.client("/XBTZAR?depth=0").nextText())
          .isEqualTo(
              StreamTest.frame(
                  StreamTest.level("100", "5") + "," + StreamTest.level("99", "1"), "", "", 7));
    }
  }

  @Test
  void clientsThatJoinAndLeaveAtAnyDepthMissNoTrade() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient steady = fixture.client("/XBTZAR?depth=1");
      steady.joined();
      exchange.send(
          Frames.snapshot(1, "b1 100 1000000, b2 99 1, b3 98 1, b4 97 1, b5 96 1, b6 95 1", ""));
      steady.nextText();
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Random own = new Random(random.nextLong());
        clients.add(
            threads.submit(
                () -> {
                  for (int visit = 0; visit < 20; visit++) {
                    visit(fixture.gateway.port(), own, seed);
                  }
                  return null;
                }));
      }
      for (int i = 1; !clients.stream().allMatch(Future::isDone); i++) {
        exchange.send(Frames.trade(1 + i, Frames.fill(i, "b1", "1", "100")));
        assertThat(book(steady.nextText())).as("seed %d", seed).isEqualTo(1 + i);
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  private static void visit(int port, Random random, long seed) throws Exception {
    List<Integer> depths = PythonToolEndpoint.DEPTHS;
    int depth = depths.get(random.nextInt(depths.size()));
    try (TestClient client = TestClient.connect(port, "/XBTZAR?depth=" + depth)) {
      String first = client.nextText();
      long trade = book(first) - 1;
      int frames = 1 + random.nextInt(30);
      for (int i = 0; i < frames; i++) {
        String frame = client.nextText();
        Matcher trades = TRADE.matcher(frame);
        while (trades.find()) {
          assertThat(Long.parseLong(trades.group(1))).as("seed %d", seed).isEqualTo(++trade);
        }
        assertThat(book(frame) - 1).as("seed %d", seed).isEqualTo(trade);
      }
    }
  }

  private static long book(String frame) {
    Matcher matcher = BOOK.matcher(frame);
    assertThat(matcher.find()).as(frame).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
