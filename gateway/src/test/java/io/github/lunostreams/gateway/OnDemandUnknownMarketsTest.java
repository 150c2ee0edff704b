package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.TestClient.Close;
import io.github.lunostreams.gateway.TestClient.Text;
import io.github.lunostreams.gateway.market.MarketRegistry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Markets that the exchange does not have, or is not known to have. */
@Timeout(120)
class OnDemandUnknownMarketsTest extends OnDemandFixture {
  OnDemandUnknownMarketsTest() throws IOException {}

  @Test
  void anUnknownMarketIsRefusedAndNothingIsStarted() throws Exception {
    informed(config -> config);
    for (String path : List.of("/NOPEZAR", "/", "/no/such", "/x")) {
      TestClient client = client(path);
      assertThat(client.next()).isEqualTo(new Text("Invalid path"));
      assertThat(client.next()).isEqualTo(new Close(1008, "no such path"));
    }
    TestClient relay = closing(LunoClient.connect(gateway.port(), "NOPEZAR"));
    assertThat(relay.nextText())
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPEZAR\"}");
    assertThat(get("/api/1/ticker?pair=NOPEZAR"))
        .startsWith("HTTP/1.1 404 ")
        .contains("ErrMarketNotFound");
    assertThat(gateway.feedStates()).isEmpty();
    assertThat(simulator.sessions()).isZero();
  }

  @Test
  void withoutReferenceDataOnlyAFewMarketsAreTried() throws Exception {
    gateway(config -> config);
    awaitLive(client("/XBTUSDT"));
    TestClient relay = closing(LunoClient.connect(gateway.port(), "NOPE99"));
    assertThat(relay.nextText())
        .isEqualTo("{\"error_code\":\"invalid_market\",\"error\":\"NOPE99\"}");
    awaitFollowed("XBTUSDT");
    for (int i = 1; i < MarketRegistry.MAX_UNVERIFIED; i++) {
      TestClient client = client("/NOPE" + i);
      assertThat(client.next()).isEqualTo(new Close(1008, "NOPE" + i + " cannot be followed"));
      awaitFollowed("XBTUSDT");
    }
    TestClient again = client("/NOPE3");
    assertThat(again.next()).as("it is remembered").isEqualTo(new Text("Invalid path"));
    String words =
        "which markets there are is not known yet, and 16 are being tried already; try again later";
    TestClient oneMore = client("/NOPE100");
    assertThat(oneMore.next()).isEqualTo(new Text(words));
    assertThat(oneMore.next()).isEqualTo(new Close(1013, "not available now"));
    assertThat(get("/api/1/ticker?pair=NOPE100")).startsWith("HTTP/1.1 503 ").contains(words);
    time.advance(MarketRegistry.REJECTION_LIFE);
    assertThat(client("/NOPE100").next())
        .as("it is tried")
        .isEqualTo(new Close(1008, "NOPE100 cannot be followed"));
    await(() -> luno.streams().size() <= 2);
    assertThat(gateway.allFailed().toCompletableFuture()).isNotDone();
  }
}
