package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read, on real sockets, whose buffers are small here. */
@Timeout(120)
class SlowClientTest {
  private static final Pattern TRADE = Pattern.compile("\"sequence\":(\\d+)}[,\\]]");
  private static final Pattern BOOK = Pattern.compile(",\"sequence\":(\\d+),\"timestamp\"");
  private static final int UPDATES = 3_000;
  private static final int SMALL = 4 << 10;

  /** Long enough that a client that reads is not taken for one that does not on a busy machine. */
  private static final Duration STALL = Duration.ofSeconds(1);

  private static final Limits SMALL_BUFFERS =
      Limits.builder().writeBytes(16 << 10).socketSendBytes(SMALL).build();

  private static long book(String frame) {
    Matcher matcher = BOOK.matcher(frame);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static List<Long> trades(String frame) {
    List<Long> found = new ArrayList<>();
    Matcher matcher = TRADE.matcher(frame);
    while (matcher.find()) {
      found.add(Long.parseLong(matcher.group(1)));
    }
    return found;
  }

  /** Frames of some 3 KB. */
  private static void snapshot(ScriptedConnection exchange) {
    snapshot(exchange, 200);
  }

  private static void snapshot(ScriptedConnection exchange, int levels) {
    StringBuilder bids = new StringBuilder("b1 100 1000000");
    for (int i = 2; i < levels; i++) {
      bids.append(", b").append(i).append(" ").append(100 - i / 1000.0).append(" 1");
    }
    exchange.send(Frames.snapshot(1, bids.toString(), ""));
  }

  /** A trade with every third update; the quick client reads each before the one after next. */
  private static long run(
      ScriptedConnection exchange, TestClient quick, int updates, List<Long> quickTrades)
      throws IOException {
    long trades = 0;
    for (int i = 1; i <= updates; i++) {
      if (i % 3 == 0) {
        trades++;
        exchange.send(Frames.trade(1 + i, Frames.fill(trades, "b1", "1", "100")));
      } else {
        exchange.send(Frames.empty(1 + i));
      }
      String frame = quick.nextText();
      assertThat(book(frame)).isEqualTo(1 + i);
      quickTrades.addAll(trades(frame));
    }
    return trades;
  }

  @Test
  void aClientThatDoesNotReadDelaysNobodyAndGetsTheNewestBookWithAllTrades() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(SMALL_BUFFERS))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient quick = fixture.client("/XBTZAR");
      TestClient slow = fixture.client("/XBTZAR", SMALL);
      slow.joined();
      quick.joined();
      snapshot(exchange);
      quick.nextText();
      List<Long> quickTrades = new ArrayList<>();
      long trades = run(exchange, quick, UPDATES, quickTrades);

      List<Long> slowTrades = new ArrayList<>();
      List<Long> books = new ArrayList<>();
      long last = 0;
      while (last < UPDATES + 1) {
        String frame = slow.nextText();
        slowTrades.addAll(trades(frame));
        last = book(frame);
        books.add(last);
      }

      List<Long> all = LongStream.rangeClosed(1, trades).boxed().toList();
      assertThat(quickTrades).isEqualTo(all);
      assertThat(slowTrades).isEqualTo(all);
      assertThat(books).isSorted().doesNotHaveDuplicates().hasSizeLessThan(UPDATES / 2);
      ChannelStatistics counted = fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR"));
      assertThat(counted.conflated()).isEqualTo(UPDATES + 1 - books.size());
      assertThat(counted.tooSlow()).isZero();
    }
  }

  @Test
  void whenTooMuchWaitsForAllTheSlowestIsClosedAndNobodyElseNotices() throws Exception {
    Limits limits =
        SMALL_BUFFERS.toBuilder()
            .backlog(16)
            .pendingTrades(1 << 20)
            .pendingTradeBytes(1 << 30)
            .stallTimeout(Duration.ofSeconds(60))
            .maxWaitingBytes(100_000)
            // It reads only when all is over.
            .closeTimeout(Duration.ofSeconds(30))
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient quick = fixture.client("/XBTZAR");
      TestClient slow = fixture.client("/XBTZAR", SMALL);
      slow.joined();
      quick.joined();
      snapshot(exchange);
      quick.nextText();
      long sequence = 1;
      while (fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")).tooSlow() == 0) {
        assertThat(sequence).as("updates until it was closed").isLessThan(500_000);
        sequence++;
        exchange.send(Frames.trade(sequence, Frames.fill(sequence, "b1", "0.01", "1")));
        assertThat(book(quick.nextText())).isEqualTo(sequence);
      }
      exchange.send(Frames.empty(++sequence));
      assertThat(book(quick.nextText())).isEqualTo(sequence);
      TestClient.Frame last = slow.next();
      while (last instanceof TestClient.Text) {
        last = slow.next();
      }
      assertThat(last)
          .isEqualTo(
              new TestClient.Close(
                  1013, "too slow: too much waits for all clients, and most for this one"));
      assertThat(fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")).clients())
          .isEqualTo(1);
    }
  }

  @Test
  void beyondTheBoundOfTradesASlowClientIsClosedAndNobodyElseNotices() throws Exception {
    Limits limits =
        SMALL_BUFFERS.toBuilder()
            .backlog(16)
            .pendingTrades(100)
            .pendingTradeBytes(1 << 20)
            .stallTimeout(Duration.ofSeconds(60))
            // It reads only when all is over.
            .closeTimeout(Duration.ofSeconds(30))
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient quick = fixture.client("/XBTZAR");
      TestClient slow = fixture.client("/XBTZAR", SMALL);
      slow.joined();
      quick.joined();
      snapshot(exchange);
      quick.nextText();
      List<Long> quickTrades = new ArrayList<>();
      long trades = run(exchange, quick, UPDATES, quickTrades);

      TestClient.Frame frame = slow.next();
      while (frame instanceof Text) {
        frame = slow.next();
      }
      assertThat(frame)
          .isInstanceOfSatisfying(
              Close.class,
              close -> {
                assertThat(close.code()).isEqualTo(1013);
                assertThat(close.reason()).matches("too slow: \\d+ trades wait");
              });
      assertThat(quickTrades).isEqualTo(LongStream.rangeClosed(1, trades).boxed().toList());
      assertThat(fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")))
          .satisfies(
              counted -> {
                assertThat(counted.clients()).isEqualTo(1);
                assertThat(counted.tooSlow()).isEqualTo(1);
              });
    }
  }

  @Test
  void aClientThatNotEvenTakesItsFirstFrameIsClosedAfterTheStallTimeout() throws Exception {
    Limits limits =
        SMALL_BUFFERS.toBuilder()
            .backlog(16)
            .pendingTrades(100_000)
            .pendingTradeBytes(1 << 30)
            .stallTimeout(STALL)
            // What it was sent before it was given up takes a while to read.
            .closeTimeout(Duration.ofSeconds(30))
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient quick = fixture.client("/XBTZAR");
      quick.joined();
      snapshot(exchange, 20_000);
      quick.nextText();

      TestClient slow = fixture.client("/XBTZAR", SMALL);
      slow.send(0x89, new byte[] {1});
      await(() -> fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")).tooSlow() == 1);
      assertThat(slow.nextText()).contains("\"feed\":\"LIVE\"");
      assertThat(slow.next())
          .isEqualTo(new Close(1013, "too slow: its buffer was full for 1000 ms"));
      exchange.send(Frames.empty(2));
      quick.nextText();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("20 s are over").isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void aClientWhoseBufferStaysFullIsClosedAfterTheStallTimeout() throws Exception {
    Limits limits =
        SMALL_BUFFERS.toBuilder()
            .backlog(16)
            .pendingTrades(100_000)
            .pendingTradeBytes(1 << 30)
            .stallTimeout(STALL)
            // It reads only when all is over.
            .closeTimeout(Duration.ofSeconds(30))
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient slow = fixture.client("/XBTZAR", SMALL);
      TestClient quick = fixture.client("/XBTZAR");
      slow.joined();
      quick.joined();
      snapshot(exchange);
      quick.nextText();
      run(exchange, quick, 500, new ArrayList<>());

      // Not read until the gateway has given it up: every round trip asks how many are left.
      await(() -> fixture.get("/readyz").contains("\"clients\":1,"));
      TestClient.Frame frame = slow.next();
      while (frame instanceof Text) {
        frame = slow.next();
      }
      assertThat(frame).isEqualTo(new Close(1013, "too slow: its buffer was full for 1000 ms"));
    }
  }
}
