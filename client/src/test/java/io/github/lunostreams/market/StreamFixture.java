package io.github.lunostreams.market;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.market.MarketEvent.HookDetached;
import io.github.lunostreams.market.MarketEvent.HookFailed;
import io.github.lunostreams.market.MarketEvent.OldMessageDropped;
import io.github.lunostreams.market.MarketEvent.TradePriceMismatch;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.SessionBudget;
import io.github.lunostreams.upstream.StreamEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A stream on simulated time, with the test as its exchange, and all that it tells, in order. */
final class StreamFixture {
  static final String SECRET = "s3cr3t-do-not-tell";

  final SimulatedTime time = new SimulatedTime();
  final ScriptedExchange exchange = new ScriptedExchange();
  final List<String> told = new ArrayList<>();
  final StreamEnvironment environment;
  final MarketStream stream;

  StreamFixture() {
    this(FeedSettings.DEFAULT);
  }

  StreamFixture(FeedSettings settings) {
    environment =
        StreamEnvironment.builder(URI.create("ws://exchange.example"), exchange, time)
            .credentials(new Credentials("key-id", SECRET))
            .loops(name -> time)
            .hookExecutor(time)
            .random(new SplittableRandom(1))
            .clock(time)
            .budget(new SessionBudget(1))
            .settings(settings)
            .build();
    stream = new MarketStream(Pair.of("XBTZAR"), environment);
    stream.addListener(event -> told.add(shown(event)));
    stream.addHook((book, trades) -> told.add("book " + shown(book) + shownTrades(trades)));
  }

  /** Starts, and makes the stream live with the given book. */
  StreamFixture live(String snapshot) {
    stream.start();
    time.run();
    exchange.last().open();
    time.run();
    exchange.last().send(snapshot);
    time.run();
    return this;
  }

  /** The exchange says something on the newest line. */
  void send(String... frames) {
    for (String frame : frames) {
      exchange.last().send(frame);
    }
    time.run();
  }

  void advance(Duration duration) {
    time.advance(duration);
  }

  /** What was told since the last look. */
  List<String> news() {
    List<String> news = List.copyOf(told);
    told.clear();
    return news;
  }

  static String shown(BookView book) {
    return "#%d %s | %s"
        .formatted(book.sequence(), shownLevels(book.bids()), shownLevels(book.asks()));
  }

  private static String shownLevels(List<PriceLevel> levels) {
    return levels.stream()
        .map(l -> l.price().toPlainString() + "x" + l.volume().toPlainString())
        .collect(Collectors.joining(" "));
  }

  static String shownTrades(List<io.github.lunostreams.book.Trade> trades) {
    return trades.stream()
        .map(
            t ->
                " %s %sx%s"
                    .formatted(t.type(), t.price().toPlainString(), t.base().toPlainString()))
        .collect(Collectors.joining());
  }

  private static String shown(MarketEvent event) {
    return switch (event) {
      case StateChanged(var pair, var at, var from, var to, var cause) ->
          from + "→" + to + " " + cause;
      case OldMessageDropped(var pair, var sequence, var bookSequence) ->
          "dropped #" + sequence + " at #" + bookSequence;
      case TradePriceMismatch(var pair, var trade) -> "odd price " + trade.sequence();
      case HookFailed(var pair, var sequence, var failure) ->
          "hook failed at #" + sequence + ": " + failure.getMessage();
      case HookDetached(var pair, var sequence, var capacity) ->
          "hook detached at #" + sequence + ", capacity " + capacity;
    };
  }
}
