package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ws /<pair>} says, frame by frame. */
@Timeout(120)
class StreamTest {
  static String frame(String bids, String asks, String trades, long sequence) {
    return frame(bids, asks, trades, sequence, "ACTIVE", "LIVE");
  }

  static String frame(
      String bids, String asks, String trades, long sequence, String status, String feed) {
    return ("{\"bids\":[%s],\"asks\":[%s],\"trades\":[%s],\"pair\":\"XBTZAR\",\"source\":\"live\","
            + "\"sequence\":%d,\"timestamp\":%d,\"status\":\"%s\",\"feed\":\"%s\"}")
        .formatted(bids, asks, trades, sequence, Frames.timestamp(sequence), status, feed);
  }

  static String level(String price, String volume) {
    return "[\"%s\",\"%s\"]".formatted(price, volume);
  }

  @Test
  void aClientGetsTheCurrentBookAtOnceAndThenEveryUpdate() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR").joined();

      exchange.send(
          Frames.snapshot(7, "b1 100.00 1.5, b2 100.00 0.5, b3 99.50 1", "a1 101.00 0.3"));
      exchange.send(Frames.trade(8, Frames.fill(501, "b1", "0.5", "50.00")));
      exchange.send(Frames.create(9, "b4", "BID", "100.50", "2"));
      exchange.send(Frames.delete(10, "a1"));

      assertThat(client.nextTexts(4))
          .containsExactly(
              frame(
                  level("100.00", "2.0") + "," + level("99.50", "1.0"),
                  level("101.00", "0.3"),
                  "",
                  7),
              frame(
                  level("100.00", "1.5") + "," + level("99.50", "1.0"),
                  level("101.00", "0.3"),
                  "{\"type\":\"sell\",\"price\":\"100.00\",\"base\":\"0.5\",\"counter\":\"50.00\",\"maker_order_id\":\"b1\",\"taker_order_id\":\"T501\",\"order_id\":\"b1\",\"sequence\":501}",
                  8),
              frame(
                  level("100.50", "2.0")
                      + ","
                      + level("100.00", "1.5")
                      + ","
                      + level("99.50", "1.0"),
                  level("101.00", "0.3"),
                  "",
                  9),
              frame(
                  level("100.50", "2.0")
                      + ","
                      + level("100.00", "1.5")
                      + ","
                      + level("99.50", "1.0"),
                  "",
                  "",
                  10));
      TestClient late = fixture.client("/xbtZar");
      assertThat(late.nextText())
          .isEqualTo(
              frame(
                  level("100.50", "2.0")
                      + ","
                      + level("100.00", "1.5")
                      + ","
                      + level("99.50", "1.0"),
                  "",
                  "",
                  10));
    }
  }

  @Test
  void anotherPathGetsInvalidPathAndIsClosed() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      for (String path : List.of("/NOPEZAR", "/", "/XBTZAR/", "/healthz", "/a/XBTZAR")) {
        TestClient client = fixture.client(path);
        assertThat(client.next()).isEqualTo(new Text("Invalid path"));
        assertThat(client.next()).isEqualTo(new Close(1008, "no such path"));
      }
    }
  }

  @Test
  void aClientOfAQuietPairGetsTheCurrentBookAtOnceInAnyCaseOfThePair() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient first = fixture.client("/XBTZAR");
      first.joined();
      exchange.send(Frames.snapshot(7, "b1 100 1", ""));
      first.nextText();
      for (String path : List.of("/xbtzar", "/XbTzAr", "/XBTZAR?x=1", "/%58BTZAR")) {
        assertThat(fixture.client(path).nextText()).isEqualTo(frame(level("100", "1"), "", "", 7));
      }
    }
  }

  @Test
  void twoClientsGetTheSameFramesAndTwoPairsNeverMix() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR", "ETHZAR")) {
      ScriptedConnection xbt = fixture.accept("XBTZAR");
      ScriptedConnection eth = fixture.accept("ETHZAR");
      List<TestClient> xbtClients = List.of(fixture.client("/XBTZAR"), fixture.client("/xbtzar"));
      List<TestClient> ethClients = List.of(fixture.client("/ETHZAR"), fixture.client("/ethzar"));
      // They listen once they have joined, not yet when the handshake is done.
      for (TestClient client :
          List.of(xbtClients, ethClients).stream().flatMap(List::stream).toList()) {
        client.joined();
      }
      List<String> xbtExpected = new ArrayList<>();
      List<String> ethExpected = new ArrayList<>();
      xbt.send(Frames.snapshot(1, "b 1.0 500", ""));
      eth.send(Frames.snapshot(1_000, "", "a 7.0 500"));
      xbtExpected.add(frame(level("1.0", "500"), "", "", 1));
      ethExpected.add(eth(frame("", level("7.0", "500"), "", 1_000)));
      for (int i = 1; i <= 100; i++) {
        xbt.send(Frames.trade(1 + i, Frames.fill(i, "b", "1", "1.0")));
        eth.send(Frames.trade(1_000 + i, Frames.fill(5_000 + i, "a", "2", "14.0")));
        xbtExpected.add(
            frame(
                level("1.0", "" + (500 - i)), "", trade("sell", "1.0", "1", "1.0", "b", i), 1 + i));
        ethExpected.add(
            eth(
                frame(
                    "",
                    level("7.0", "" + (500 - 2 * i)),
                    trade("buy", "7.0", "2", "14.0", "a", 5_000 + i),
                    1_000 + i)));
        if (i == 100) {
          break;
        }
        // In step, so that a slow machine is no reason to conflate.
        if (i % 50 == 0) {
          for (TestClient client : xbtClients) {
            client.frames.addAll(client.nextTexts(xbtExpected.size() - client.frames.size()));
          }
          for (TestClient client : ethClients) {
            client.frames.addAll(client.nextTexts(ethExpected.size() - client.frames.size()));
          }
        }
      }
      for (TestClient client : xbtClients) {
        client.frames.addAll(client.nextTexts(xbtExpected.size() - client.frames.size()));
        assertThat(client.frames).isEqualTo(xbtExpected);
      }
      for (TestClient client : ethClients) {
        client.frames.addAll(client.nextTexts(ethExpected.size() - client.frames.size()));
        assertThat(client.frames).isEqualTo(ethExpected);
      }
    }
  }

  private static String eth(String frame) {
    return frame.replace("XBTZAR", "ETHZAR");
  }

  private static String trade(
      String type, String price, String base, String counter, String maker, long sequence) {
    return ("{\"type\":\"%s\",\"price\":\"%s\",\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\","
                + "\"taker_order_id\":\"T%d\",\"order_id\":\"%s\",\"sequence\":%d}")
        .formatted(type, price, base, counter, maker, sequence, maker, sequence);
  }

  @Test
  void booksAreCutToTheDepth() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR").depth(2))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(
          Frames.snapshot(7, "b1 98 1, b2 100 2, b3 99 3", "a1 103 4, a2 101 5, a3 102 6"));
      assertThat(client.nextText())
          .isEqualTo(
              frame(
                  level("100", "2") + "," + level("99", "3"),
                  level("101", "5") + "," + level("102", "6"),
                  "",
                  7));
    }
  }

  @Test
  void smallNumbersHaveNoExponentAndNoDigitIsRounded() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "b1 0.00000001 0.0000005", "a1 1403128 0.123456789012"));
      exchange.send(Frames.trade(8, Frames.fill(3, "b1", "0.00000025", "0.0000000000000025")));
      assertThat(client.nextTexts(2))
          .containsExactly(
              frame(
                  level("0.00000001", "0.000000500000"),
                  level("1403128.00000000", "0.123456789012"),
                  "",
                  7),
              frame(
                  level("0.00000001", "0.000000250000"),
                  level("1403128.00000000", "0.123456789012"),
                  trade("sell", "0.00000001", "0.00000025", "0.0000000000000025", "b1", 3),
                  8));
    }
  }

  @Test
  void oneMessageMayFillAndDeleteOneMaker() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "b1 100 5", ""));
      exchange.send(
          Frames.update(
              8,
              "[" + Frames.fill(4, "b1", "2", "200") + "]",
              "null",
              "{\"order_id\":\"b1\"}",
              "null"));
      assertThat(client.nextTexts(2))
          .containsExactly(
              frame(level("100", "5"), "", "", 7),
              frame("", "", trade("sell", "100", "2", "200", "b1", 4), 8));
    }
  }

  @Test
  void aNewStatusIsSentEvenIfItIsUnknown() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "", ""));
      exchange.send(Frames.status(8, "POSTONLY"));
      exchange.send(Frames.status(9, "A \\\"WORD\\\""));
      exchange.send(Frames.empty(10));
      assertThat(client.nextTexts(4))
          .containsExactly(
              frame("", "", "", 7),
              frame("", "", "", 8, "POSTONLY", "LIVE"),
              frame("", "", "", 9, "A \\\"WORD\\\"", "LIVE"),
              frame("", "", "", 10, "A \\\"WORD\\\"", "LIVE"));
    }
  }

  @Test
  void aDropIsSentWithTheLastBookAndTheNextBookIsLive() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "b1 100 5", ""));
      exchange.send(Frames.trade(8, Frames.fill(1, "b1", "1", "100")));
      exchange.hangUp(1006, "");
      ScriptedConnection again = fixture.accept("XBTZAR");
      again.send(Frames.snapshot(20, "b9 90 9", ""));
      again.send(Frames.create(21, "b8", "BID", "91", "8"));
      assertThat(client.nextTexts(5))
          .containsExactly(
              frame(level("100", "5"), "", "", 7),
              frame(level("100", "4"), "", trade("sell", "100", "1", "100", "b1", 1), 8),
              frame(level("100", "4"), "", "", 8, "ACTIVE", "RESYNCING"),
              frame(level("90", "9"), "", "", 20),
              frame(level("91", "8") + "," + level("90", "9"), "", "", 21));
    }
  }

  @Test
  void aBookThatAGapMadeWrongIsNeverShown() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "b1 100 5", ""));
      exchange.send(Frames.create(9, "b2", "BID", "101", "1"));
      fixture.accept("XBTZAR").send(Frames.snapshot(9, "b1 100 5, b2 101 1, b3 99 1", ""));
      assertThat(client.nextTexts(3))
          .containsExactly(
              frame(level("100", "5"), "", "", 7),
              frame(level("100", "5"), "", "", 7, "ACTIVE", "RESYNCING"),
              frame(
                  level("101", "1") + "," + level("100", "5") + "," + level("99", "1"), "", "", 9));
    }
  }

  @Test
  void aSilentExchangeMakesTheFeedStaleUntilItIsHeardAgain() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(
            config -> config.pair("XBTZAR"),
            GatewayFixture.QUICK.toBuilder()
                .staleAfter(Duration.ofMillis(300))
                .silenceTimeout(Duration.ofSeconds(60))
                .build())) {
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(7, "b1 100 5", ""));
      List<String> frames = new ArrayList<>(client.nextTexts(2));
      exchange.send(Frames.KEEP_ALIVE);
      frames.add(client.nextText());
      assertThat(frames)
          .containsExactly(
              frame(level("100", "5"), "", "", 7),
              frame(level("100", "5"), "", "", 7, "ACTIVE", "STALE"),
              frame(level("100", "5"), "", "", 7));
    }
  }

  @Test
  void aPairThatIsRefusedBeforeItsFirstBookClosesItsClients() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("NOPEZAR")) {
      List<TestClient> early =
          List.of(fixture.client("/nopezar").joined(), fixture.client("/nopezar?beat=1").joined());
      fixture.accept("NOPEZAR").send(Frames.error("invalid_market", "NOPEZAR"));
      Close closed = new Close(1008, "NOPEZAR cannot be followed");
      for (TestClient client : early) {
        assertThat(client.next()).isEqualTo(closed);
      }
      assertThat(fixture.client("/NOPEZAR").next()).isEqualTo(closed);
    }
  }

  @Test
  void nothingIsSaidBeforeTheFirstBookWhateverHappensUntilThen() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      TestClient client = fixture.client("/XBTZAR").joined();
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.KEEP_ALIVE);
      exchange.send(Frames.error("unheard_of", "come back"));
      fixture.accept("XBTZAR").hangUp(1006, "");
      fixture.accept("XBTZAR").send(Frames.empty(5));
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "", ""));
      assertThat(client.nextText()).isEqualTo(frame("", "", "", 7));
    }
  }

  @Test
  void aClientThatWantsBeatsIsToldWhereAQuietMarketStands() throws Exception {
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").source(Source.SIMULATED))) {
      TestClient client = fixture.client("/xbtzar?depth=1&beat=1").joined();
      assertThat(client.nextText())
          .matches(
              "\\{\"beat\":\\{\"sequence\":null,\"feed\":\"RESYNCING\",\"time\":\\d{13},"
                  + "\"source\":\"simulated\"}}");
      fixture.accept("XBTZAR").send(Frames.snapshot(7, "b1 100 5, b2 99 1", ""));
      assertThat(client.nextText())
          .isEqualTo(frame(level("100", "5"), "", "", 7).replace("\"live\"", "\"simulated\""));
      assertThat(client.nextText())
          .matches(
              "\\{\"beat\":\\{\"sequence\":\"7\",\"feed\":\"LIVE\",\"time\":\\d{13},"
                  + "\"source\":\"simulated\"}}");
    }
  }

  @Test
  void aBeatIsOnOrOffAndNothingElse() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      for (String beat : List.of("2", "true", "")) {
        assertThat(fixture.get("/XBTZAR?beat=" + beat))
            .startsWith("HTTP/1.1 400 ")
            .contains("expected a beat of 1 or 0, got " + beat);
      }
      fixture.client("/XBTZAR?beat=0").joined();
    }
  }

  @Test
  void aRefusalForGoodFailsThePairAndLeavesItsLastBook() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      client.joined();
      exchange.send(Frames.snapshot(7, "b1 100 5", ""));
      exchange.send(Frames.error("invalid_credentials", "revoked"));
      assertThat(client.nextTexts(2))
          .containsExactly(
              frame(level("100", "5"), "", "", 7),
              frame(level("100", "5"), "", "", 7, "ACTIVE", "FAILED"));
    }
  }

  @Test
  void withNoClientNothingPilesUpAndTheFirstOneGetsTheNewestBook() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(1, "b1 100 50000", ""));
      for (int i = 1; i <= 20_000; i++) {
        exchange.send(Frames.trade(1 + i, Frames.fill(i, "b1", "1", "100")));
      }
      while (fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")).published() < 20_001) {
        // The market's thread is on its way; the test's timeout bounds the wait.
        Thread.onSpinWait();
      }
      assertThat(fixture.client("/XBTZAR").nextText())
          .isEqualTo(frame(level("100", "30000"), "", "", 20_001));
      assertThat(fixture.gateway.statistics().pairs().get(Pair.of("XBTZAR")))
          .isEqualTo(new ChannelStatistics(1, 20_001, 1, 0, 0));
    }
  }

  @Test
  void aLeavingClientSwallowsNothing() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient staying = fixture.client("/XBTZAR").joined();
      List<String> frames = new ArrayList<>();
      exchange.send(Frames.snapshot(1, "b1 100 1000", ""));
      List<String> expected = new ArrayList<>(List.of(frame(level("100", "1000"), "", "", 1)));
      for (int i = 1; i <= 30; i++) {
        TestClient leaving = fixture.client("/XBTZAR");
        leaving.nextText();
        if (i % 2 == 0) {
          leaving.sendClose(1000);
          TestClient.Frame frame = leaving.next();
          while (frame instanceof Text) {
            frame = leaving.next();
          }
          assertThat(frame).isEqualTo(new Close(1000, ""));
          assertThat(leaving.next()).isEqualTo(new TestClient.Gone());
        } else {
          leaving.close();
        }
        exchange.send(Frames.trade(1 + i, Frames.fill(i, "b1", "1", "100")));
        expected.add(
            frame(
                level("100", "" + (1000 - i)),
                "",
                trade("sell", "100", "1", "100", "b1", i),
                1 + i));
      }
      frames.addAll(staying.nextTexts(31));
      assertThat(frames).isEqualTo(expected);
    }
  }
}
