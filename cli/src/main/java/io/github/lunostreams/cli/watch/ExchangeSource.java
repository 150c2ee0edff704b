package io.github.lunostreams.cli.watch;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.cli.watch.Frame.Level;
import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.channel.MarketImage;
import io.github.lunostreams.gateway.protocol.python.PythonToolFormat;
import io.github.lunostreams.market.AsyncHook;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MailboxOptions;
import io.github.lunostreams.market.MailboxOptions.Overflow;
import io.github.lunostreams.upstream.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A market's frames straight from the exchange, as a gateway would send them. A slow sink gets the
 * newest book and all trades, up to a bound.
 */
public final class ExchangeSource {
  private static final int MOST_WAITING_TRADES = 10_000;

  private ExchangeSource() {}

  /**
   * Starts to follow a market.
   *
   * @param luno is closed by the caller, which ends the frames
   * @param pair the market's code
   * @param depth how many levels a side; 0 for all
   * @param withJson whether frames carry their message
   * @param sink is called on a thread of the hook's
   */
  public static void start(
      LunoStreams luno, String pair, int depth, boolean withJson, FrameSink sink) {
    luno.prepare(pair)
        .addAsyncHook(
            new Frames(withJson, sink),
            new MailboxOptions(Overflow.CONFLATE, MOST_WAITING_TRADES, depth))
        .start();
  }

  /** Called by one thread at a time. */
  private static final class Frames implements AsyncHook {
    private final PythonToolFormat format = new PythonToolFormat();
    private final boolean withJson;
    private final FrameSink sink;
    private @Nullable BookSnapshot newest;
    private Feed feed = Feed.RESYNCING;
    private String detail = "";

    /** What the feed is from the next update on. */
    private Feed following = Feed.RESYNCING;

    private long conflated;

    /** The next book is a snapshot of the exchange's and no update. */
    private boolean fresh = true;

    Frames(boolean withJson, FrameSink sink) {
      this.withJson = withJson;
      this.sink = sink;
    }

    @Override
    public void onState(FeedState state, Cause cause) {
      Feed entered = Feed.of(state);
      if (cause.reason() == Cause.Reason.SNAPSHOT) {
        following = entered;
        return; // The new book follows; until then the old one isn't current.
      }
      following = entered;
      feed = entered;
      detail = feed == Feed.LIVE ? "" : cause.toString();
      fresh = feed == Feed.RESYNCING;
      if (state != FeedState.CLOSED) {
        sink.onFrame(frame(List.of(), 0));
      }
      if (state == FeedState.FAILED) {
        sink.onFailed(detail);
      }
    }

    @Override
    public void onConflated(long updates, long lostTrades) {
      conflated = updates;
    }

    @Override
    public void onUpdate(BookSnapshot book, List<Trade> trades) {
      long updates = fresh ? 0 : 1 + conflated;
      conflated = 0;
      fresh = false;
      newest = book;
      if (feed != following) {
        feed = following;
        detail = "";
      }
      sink.onFrame(frame(trades, updates));
    }

    private Frame frame(List<Trade> trades, long updates) {
      return new Frame(
          feed.name(),
          detail,
          newest == null ? null : book(newest),
          trades.stream().map(Frames::trade).toList(),
          updates,
          withJson ? json(trades) : "");
    }

    private static Frame.Book book(BookSnapshot book) {
      return new Frame.Book(
          book.sequence(),
          book.timestampMillis(),
          book.status().name(),
          levels(book.bids()),
          levels(book.asks()));
    }

    private static List<Level> levels(List<PriceLevel> levels) {
      List<Level> plain = new ArrayList<>(levels.size());
      levels.forEach(level -> plain.add(new Level(level.price(), level.volume())));
      return plain;
    }

    private static Frame.Trade trade(Trade trade) {
      return new Frame.Trade(
          trade.timestamp().toEpochMilli(),
          trade.type() == TradeType.BUY,
          trade.price(),
          trade.base());
    }

    private String json(List<Trade> trades) {
      Envelope envelope = format.envelope(new MarketImage(newest, feed), 0);
      return text(envelope.beforeTrades())
          + (trades.isEmpty() ? "" : text(format.trades(trades)))
          + text(envelope.afterTrades());
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
