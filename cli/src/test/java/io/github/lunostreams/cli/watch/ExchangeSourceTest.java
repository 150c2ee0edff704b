package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.watch.MarketView.Level;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.testkit.SimulatedTime.SimulatedLoop;
import io.github.lunostreams.upstream.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exchange played by the test, on simulated time. */
class ExchangeSourceTest {
  private static final String BIDS = "B1 10 2";

  private final SimulatedTime time = new SimulatedTime();
  private final Map<String, SimulatedLoop> loops = new HashMap<>();
  private final ScriptedExchange exchange = new ScriptedExchange();
  private final List<String> shown = new ArrayList<>();
  private final List<String> json = new ArrayList<>();
  private final LunoStreams luno =
      LunoStreams.builder(new Credentials("some", "key"))
          .streamUrl(URI.create("ws://luno.test"))
          .connector(exchange)
          .eventLoops(name -> loops.computeIfAbsent(name, time::loop))
          .clock(time)
          .build();

  @BeforeEach
  void start() {
    ExchangeSource.start(luno, Pair.of("XBTZAR"), 1, true, new Shown());
    time.run();
    exchange.last().open();
    time.run();
    shown.clear();
    json.clear();
  }

  @AfterEach
  void close() {
    luno.close();
  }

  private void receive(String frame) {
    exchange.last().send(frame);
    time.run();
  }

  @Test
  void theSnapshotIsNoUpdateAndAChangeIsOne() {
    receive(Frames.snapshot(1, BIDS, ""));
    receive(Frames.trade(2, Frames.fill(7, "B1", "0.5", "5.0")));

    assertThat(shown)
        .containsExactly("LIVE #1 10 x 2 [] +0", "LIVE #2 10 x 1.5 [sell 0.5 at 10] +1");
    assertThat(json.getLast())
        .startsWith("{\"bids\":[[\"10\",\"1.5\"]],\"asks\":[],\"trades\":[{\"type\":\"sell\",")
        .contains("}],\"pair\":\"XBTZAR\",\"source\":\"live\",\"sequence\":2,")
        .endsWith("\"feed\":\"LIVE\"}");
  }

  @Test
  void aBreakKeepsTheBookAndSaysWhy() {
    receive(Frames.snapshot(1, BIDS, ""));
    receive(Frames.empty(9));

    assertThat(shown).hasSize(2);
    assertThat(shown.getLast()).startsWith("RESYNCING (GAP: ").endsWith(") #1 10 x 2 [] +0");

    time.advance(Duration.ofSeconds(1));
    exchange.last().open();
    time.run();
    receive(Frames.snapshot(20, BIDS, ""));
    assertThat(shown.getLast()).isEqualTo("LIVE #20 10 x 2 [] +0");
  }

  @Test
  void aMarketThatIsBehindIsShownAsLagging() {
    receive(Frames.snapshot(1, BIDS, ""));
    exchange.last().send(Frames.empty(2));
    loops.get("luno-market-XBTZAR").work(Duration.ofSeconds(3));
    time.advance(Duration.ofSeconds(3));

    String late = "LAGGING (BEHIND: frames wait for the market's thread for 3 s) ";
    assertThat(shown)
        .containsExactly(
            "LIVE #1 10 x 2 [] +0",
            late + "#1 10 x 2 [] +0",
            late + "#2 10 x 2 [] +1",
            "LIVE #2 10 x 2 [] +0");
  }

  @Test
  void aRefusalIsAFailureWithTheExchangesCode() {
    receive(Frames.error("invalid_market", "XBTZAR"));

    assertThat(shown)
        .containsExactly(
            "FAILED (REFUSED: invalid_market: XBTZAR) -",
            "failed: REFUSED: invalid_market: XBTZAR, code invalid_market");
  }

  private final class Shown implements ViewSink {
    @Override
    public void onView(MarketView view) {
      MarketView.Book book = view.book();
      shown.add(
          view.feed()
              + (view.detail().isEmpty() ? " " : " (" + view.detail() + ") ")
              + (book == null ? "-" : text(book, view)));
      json.add(view.json().toString());
    }

    private static String text(MarketView.Book book, MarketView view) {
      Level bid = book.bids().getFirst();
      List<String> trades = new ArrayList<>();
      for (MarketView.Trade trade : view.trades()) {
        String side = trade.buy() ? "buy" : "sell";
        trades.add(side + " " + trade.base() + " at " + trade.price());
      }
      return "#%d %s x %s %s +%d"
          .formatted(book.sequence(), bid.price(), bid.volume(), trades, view.updates());
    }

    @Override
    public void onFailed(Failure failure) {
      shown.add("failed: " + failure.message() + ", code " + failure.errorCode());
    }
  }
}
