package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.ScriptedExchange.Session;
import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ws /<pair>} says, frame by frame. */
class StreamTest {
  private static final String UNKNOWN =
      "{\"bids\":[],\"asks\":[],\"trades\":[],\"sequence\":null,\"timestamp\":null,\"status\":null,\"feed\":\"RESYNCING\"}";

  static String frame(String bids, String asks, String trades, long sequence) {
    return frame(bids, asks, trades, sequence, "ACTIVE", "LIVE");
  }

  static String frame(
      String bids, String asks, String trades, long sequence, String status, String feed) {
    return ("{\"bids\":[%s],\"asks\":[%s],\"trades\":[%s],\"sequence\":%d,\"timestamp\":%d,"
            + "\"status\":\"%s\",\"feed\":\"%s\"}")
        .formatted(bids, asks, trades, sequence, 1_000_000 + sequence, status, feed);
  }

  static String level(String price, String volume) {
    return "[\"%s\",\"%s\"]".formatted(price, volume);
  }

  @Test
  void aClientGetsTheCurrentBookAtOnceAndThenEveryUpdate() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      Session exchange = fixture.exchange.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR");
      assertThat(client.nextText()).isEqualTo(UNKNOWN);

      exchange.snapshot(7, "b1,100.00,1.5 b2,100.00,0.5 b3,99.50,1", "a1,101.00,0.3");
      exchange.trade(8, 501, "b1", "0.5", "50.00");
      exchange.bid(9, "b4", "100.50", "2");
      exchange.delete(10, "a1");

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
  void anotherPathIsToldInvalidPathAndClosed() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      for (String path : List.of("/NOPEZAR", "/", "/XBTZAR/", "/healthz", "/a/XBTZAR")) {
        TestClient client = fixture.client(path);
        assertThat(client.next()).isEqualTo(new Text("Invalid path"));
        assertThat(client.next()).isEqualTo(new Close(1008, "no such path"));
      }
    }
  }
}
