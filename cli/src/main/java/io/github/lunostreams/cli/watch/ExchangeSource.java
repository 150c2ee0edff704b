package io.github.lunostreams.cli.watch;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.MarketView.Level;
import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.channel.MarketImage;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.gateway.protocol.python.PythonToolFormat;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketUpdate;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.market.UpdateDetail;
import io.github.lunostreams.market.UpdateHook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A market's views straight from the exchange, as a gateway would send them. */
public final class ExchangeSource implements UpdateHook {
  private final PythonToolFormat format = new PythonToolFormat(Source.LIVE);
  private final int depth;
  private final boolean withJson;
  private final ViewSink sink;

  // Owned by the market's thread.
  private @Nullable BookSnapshot newest;
  private String detail = "";

  private ExchangeSource(int depth, boolean withJson, ViewSink sink) {
    this.depth = depth;
    this.withJson = withJson;
    this.sink = sink;
  }

  /**
   * Starts to follow a market.
   *
   * @param luno is closed by the caller, which ends the views
   * @param pair the market
   * @param depth how many levels a side; 0 for all
   * @param withJson whether views carry a gateway's message
   * @param sink is called on the market's thread
   */
  public static void start(
      LunoStreams luno, Pair pair, int depth, boolean withJson, ViewSink sink) {
    luno.prepare(pair)
        .addUpdateHook(new ExchangeSource(depth, withJson, sink), UpdateDetail.BOOK)
        .start();
  }

  @Override
  public void onUpdate(MarketUpdate update) {
    switch (update) {
      case MarketUpdate.Reset reset -> {
        detail = "";
        show(reset.state(), reset.book(), List.of(), 0);
      }
      case MarketUpdate.Changed changed ->
          show(changed.state(), changed.book(), changed.trades(), 1);
      case StateChanged change -> show(change);
      case MarketUpdate.TradesRecovered _, MarketUpdate.TradeGap _ -> {}
    }
  }

  private void show(FeedState state, OrderBook book, List<Trade> trades, long updates) {
    newest = book.snapshot(depth);
    sink.onView(view(state, trades, updates));
  }

  private void show(StateChanged change) {
    FeedState state = change.to();
    if (state == FeedState.CLOSED) {
      return;
    }
    detail = state == FeedState.LIVE ? "" : change.cause().toString();
    sink.onView(view(state, List.of(), 0));
    if (state == FeedState.FAILED) {
      sink.onFailed(new ViewSink.Failure(detail, change.cause().errorCode()));
    }
  }

  private MarketView view(FeedState state, List<Trade> trades, long updates) {
    Feed feed = Feed.of(state);
    return new MarketView(
        feed.name(),
        detail,
        newest == null ? null : book(newest),
        trades.stream().map(ExchangeSource::trade).toList(),
        updates,
        withJson ? json(feed, trades) : Json.NONE);
  }

  private static MarketView.Book book(BookSnapshot book) {
    return new MarketView.Book(
        book.sequence(),
        book.timestampMillis(),
        book.status().name(),
        levels(book.bids()),
        levels(book.asks()));
  }

  private static List<Level> levels(List<PriceLevel> levels) {
    return levels.stream().map(level -> new Level(level.price(), level.volume())).toList();
  }

  private static MarketView.Trade trade(Trade trade) {
    return new MarketView.Trade(
        trade.timestamp().map(Instant::toEpochMilli).orElse(0L),
        trade.type() == TradeType.BUY,
        trade.price(),
        trade.base());
  }

  private Json json(Feed feed, List<Trade> trades) {
    Envelope envelope = format.envelope(new MarketImage(newest, feed), depth);
    return new Json(
        text(envelope.beforeTrades()),
        trades.isEmpty() ? "" : text(format.trades(trades)),
        text(envelope.afterTrades()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
