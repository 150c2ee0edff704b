package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.upstream.FeedSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What everyone sees while a hook of the same streams holds a market's thread. */
@Timeout(60)
class LaggingTest {
  private static final FeedSettings EAGER =
      FeedSettings.builder().lagBound(Duration.ofMillis(100)).build();

  @Test
  void aMarketWhoseThreadHangsIsLaggingEverywhere() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR"), EAGER)) {
      TestClient client = fixture.client("/xbtzar").joined();
      TestClient beating = fixture.client("/xbtzar?beat=1").joined();
      ScriptedConnection session = fixture.accept("XBTZAR");
      session.send(Frames.snapshot(7, "B 100 1", "A 110 1"));
      assertThat(client.nextText()).contains("\"sequence\":7,", "\"feed\":\"LIVE\"");
      assertThat(beating.nextText()).contains("\"sequence\":7,", "\"feed\":\"LIVE\"");
      assertThat(fixture.get("/readyz")).startsWith("HTTP/1.1 200 ");

      CountDownLatch holding = new CountDownLatch(1);
      fixture
          .luno
          .streams()
          .forEach(
              stream ->
                  stream.readBook(
                      _ -> {
                        holding.countDown();
                        awaitUninterruptibly(held);
                      }));
      assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();
      session.send(Frames.empty(8));

      assertThat(client.nextText()).contains("\"sequence\":7,", "\"feed\":\"LAGGING\"");
      assertThat(fixture.get("/readyz"))
          .startsWith("HTTP/1.1 503 ")
          .contains(
              "\"feed\":\"LAGGING\",\"state\":\"LAGGING\",\"since\":\"BEHIND: frames that wait");
      assertThat(fixture.get("/v1/pairs")).contains("\"feed\":\"LAGGING\"");
      assertThat(fixture.get("/api/1/ticker?pair=XBTZAR"))
          .startsWith("HTTP/1.1 503 ")
          .contains("Market XBTZAR is not live but LAGGING");
      assertThat(beating.nextText()).contains("\"sequence\":7,", "\"feed\":\"LAGGING\"");
      assertThat(beating.nextText())
          .startsWith("{\"beat\":{\"sequence\":\"7\",\"feed\":\"LAGGING\",\"time\":");

      held.countDown();
      String text = client.nextText();
      assertThat(text).contains("\"sequence\":8,");
      while (!text.contains("\"feed\":\"LIVE\"")) {
        text = client.nextText();
      }
      assertThat(fixture.get("/readyz")).startsWith("HTTP/1.1 200 ");
    } finally {
      held.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
