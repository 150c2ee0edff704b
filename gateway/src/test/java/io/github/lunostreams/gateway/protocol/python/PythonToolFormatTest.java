package io.github.lunostreams.gateway.protocol.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.channel.MarketImage;
import io.github.lunostreams.gateway.channel.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of frames and beats. */
class PythonToolFormatTest {
  private static final long TIME = 1_790_127_210_094L;

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static MarketImage image(Feed feed) throws Exception {
    OrderBookBuilder books = new OrderBookBuilder(Pair.of("ETHAUD"));
    books.applySnapshot(new Snapshot(4_530_030_191L, List.of(), List.of(), MarketStatus.ACTIVE, 7));
    return new MarketImage(books.book().snapshot(0), feed);
  }

  @Test
  void aFrameNamesItsMarketAndWhereThatComesFrom() throws Exception {
    Envelope live = new PythonToolFormat(Source.LIVE).envelope(image(Feed.LIVE), 0);
    assertThat(text(live.beforeTrades()) + text(live.afterTrades()))
        .isEqualTo(
            "{\"bids\":[],\"asks\":[],\"trades\":[],\"pair\":\"ETHAUD\",\"source\":\"live\","
                + "\"sequence\":4530030191,\"timestamp\":7,\"status\":\"ACTIVE\",\"feed\":\"LIVE\"}");
    Envelope simulated = new PythonToolFormat(Source.SIMULATED).envelope(image(Feed.STALE), 0);
    assertThat(text(simulated.afterTrades()))
        .startsWith("],\"pair\":\"ETHAUD\",\"source\":\"simulated\",\"sequence\":4530030191,");
  }

  @Test
  void aBeatSaysWhereTheMarketStandsAndWhen() throws Exception {
    assertThat(text(new PythonToolFormat(Source.LIVE).beat(image(Feed.LAGGING), TIME)))
        .isEqualTo(
            "{\"beat\":{\"sequence\":\"4530030191\",\"feed\":\"LAGGING\",\"time\":1790127210094,"
                + "\"source\":\"live\"}}");
    assertThat(text(new PythonToolFormat(Source.SIMULATED).beat(MarketImage.UNKNOWN, TIME)))
        .isEqualTo(
            "{\"beat\":{\"sequence\":null,\"feed\":\"RESYNCING\",\"time\":1790127210094,"
                + "\"source\":\"simulated\"}}");
  }
}
