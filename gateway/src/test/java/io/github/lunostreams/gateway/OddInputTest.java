package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway's clients see of an exchange that sends what it is not known to send. */
@Timeout(120)
class OddInputTest {
  @Test
  void aTimeThatIsNotKnownIsNullAndTheBookLive() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR").joined();
      exchange.send(Frames.snapshot(7, "b1 99 2", "a1 101 1"));
      client.nextText();

      exchange.send(
          Frames.trade(8, Frames.fill(41, "a1", "0.25", "25.25"))
              .replaceFirst("[0-9]+}$", "\"2026-09-22T23:20:01Z\"}"));

      assertThat(client.nextText())
          .contains("\"base\":\"0.25\"")
          .endsWith("\"sequence\":8,\"timestamp\":null,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}");
      assertThat(fixture.get("/readyz")).contains("\"sequence\":8,\"timestamp\":null,");
      assertThat(fixture.get("/api/1/orderbook?pair=XBTZAR")).contains("{\"timestamp\":null,");
      assertThat(fixture.get("/api/1/orderbook_top?pair=XBTZAR")).contains("{\"timestamp\":null,");
      assertThat(fixture.get("/api/1/ticker?pair=XBTZAR")).contains("\"last_trade\":\"101.00\"");
      assertThat(fixture.get("/api/1/trades?pair=XBTZAR")).endsWith("{\"trades\":[]}");
    }
  }

  @Test
  void aNumberThatDoesNotFitIsShownAsTheReasonAndEndsNothing() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient client = fixture.client("/XBTZAR").joined();
      exchange.send(Frames.snapshot(7, "b1 99 2", ""));
      client.nextText();

      exchange.send(Frames.create(8, "m", "BID", "98", "99999999999999999999"));

      assertThat(client.nextText()).endsWith("\"feed\":\"RESYNCING\"}");
      ScriptedConnection next = fixture.accept("XBTZAR");
      assertThat(fixture.get("/readyz")).contains("\"feed\":\"RESYNCING\"");
      next.send(Frames.snapshot(9, "b1 99 2", ""));
      assertThat(client.nextText()).contains("\"sequence\":9,").endsWith("\"feed\":\"LIVE\"}");
    }
  }

  @Test
  void zerosWithoutEndInAPriceGoNoFurther() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      exchange.send(Frames.snapshot(7, "b1 99." + "0".repeat(100_000) + " 2", "a1 101.5 1"));
      TestClient client = fixture.client("/XBTZAR");
      String first = client.nextText();
      while (!first.endsWith("\"feed\":\"LIVE\"}")) {
        first = client.nextText();
      }
      exchange.send(Frames.delete(8, "a1"));
      client.nextText();

      assertThat(first).contains("[\"99.00000000\",\"2\"]");
      TestClient luno = LunoClient.connect(fixture.gateway.port(), "XBTZAR");
      assertThat(((TestClient.Text) LunoClient.next(luno)).text()).hasSizeLessThan(200);
      luno.close();
    }
  }
}
