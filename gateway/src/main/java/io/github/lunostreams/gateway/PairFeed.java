package io.github.lunostreams.gateway;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.channel.LiveBook;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.market.Feed;
import io.github.lunostreams.gateway.resources.Health;
import io.github.lunostreams.gateway.resources.Pairs;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketEvent;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.upstream.Cause;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries one market from its stream to its channels, and remembers what the market was last.
 *
 * <p>Written by the market's thread; any thread may read.
 */
final class PairFeed {
  /** What is told of a market without asking its thread. */
  private record Standing(
      Feed feed, FeedState state, Cause cause, long sequence, long timestampMillis) {
    Standing in(Feed newFeed, FeedState newState, Cause newCause) {
      return new Standing(newFeed, newState, newCause, sequence, timestampMillis);
    }

    Standing at(BookView book) {
      return new Standing(Feed.of(state), state, cause, book.sequence(), book.timestampMillis());
    }
  }

  private final String pair;
  private final MarketChannels channels;
  private final boolean required;
  private final BiConsumer<PairFeed, Cause> whenFailed;

  /** Set once, when there is one. */
  private volatile @Nullable MarketStream stream;

  /** Written by the market's thread only. */
  private volatile Standing standing =
      new Standing(Feed.RESYNCING, FeedState.NEW, new Cause(Cause.Reason.STARTED, "not yet"), 0, 0);

  /**
   * A market without a stream yet: who listens waits.
   *
   * @param whenFailed is told, on the market's thread, when the market failed for good
   */
  PairFeed(
      String pair,
      Function<LiveBook, MarketChannels> channels,
      boolean required,
      BiConsumer<PairFeed, Cause> whenFailed) {
    this.pair = pair;
    this.channels = channels.apply(this::readBook);
    this.required = required;
    this.whenFailed = whenFailed;
  }

  private void readBook(Consumer<OrderBook> reader) {
    MarketStream from = stream;
    if (from != null) {
      from.readBook(reader);
    }
  }

  /** Connects the market with its stream, which has not started. Once. */
  void connect(MarketStream stream) {
    this.stream = stream;
    stream.addListener(this::heard);
    stream.addFrameHook((utf8, snapshot, _) -> channels.luno().publish(utf8, snapshot));
    stream.addHook(this::updated);
  }

  private void updated(OrderBook book, List<Trade> trades) {
    standing = standing.at(book);
    channels.publish(book, standing.feed(), trades);
  }

  private void heard(MarketEvent event) {
    if (event instanceof StateChanged change) {
      tellLunoChannel(change);
      changed(change);
    }
  }

  /** Its clients can't be told of anything but the end: a book that is only stale, say, goes on. */
  private void tellLunoChannel(StateChanged change) {
    switch (change.to()) {
      case BACKING_OFF -> channels.luno().lost();
      case FAILED -> {
        if (isUnknown(change.cause())) {
          channels.luno().end("invalid_market", pair());
        } else {
          channels.luno().end("market_unavailable", "the gateway can no longer follow " + pair());
        }
      }
      case CLOSED ->
          channels.luno().end("market_unavailable", "the gateway follows " + pair() + " no more");
      default -> {}
    }
  }

  /** Whether the exchange has no such market. */
  static boolean isUnknown(Cause cause) {
    return cause.isRefusal("invalid_market");
  }

  /** Whether the exchange refuses the key, and so every market. */
  static boolean isOfTheKey(Cause cause) {
    return cause.isRefusal("invalid_credentials");
  }

  private void changed(StateChanged change) {
    Feed before = standing.feed();
    Feed now = Feed.of(change.to());
    if (change.from() == FeedState.SYNCING && change.to().isInStep()) {
      // The new book comes with the hook's call that follows: until then the old one isn't live.
      standing = standing.in(before, change.to(), change.cause());
      return;
    }
    standing = standing.in(now, change.to(), change.cause());
    if (now != before) {
      channels.publish(now);
    }
    if (change.to() == FeedState.FAILED) {
      whenFailed.accept(this, change.cause());
    }
  }

  String pair() {
    return pair;
  }

  /** {@link FeedState#NEW} before the start. */
  FeedState state() {
    MarketStream from = stream;
    return from == null ? FeedState.NEW : from.state();
  }

  MarketChannels channels() {
    return channels;
  }

  /** Once it is connected. */
  void start() {
    MarketStream from = stream;
    if (from == null) {
      throw new IllegalStateException("expected a stream of " + pair + ", there is none yet");
    }
    from.start();
  }

  /** Waits until the exchange is let go. */
  void close() {
    MarketStream from = stream;
    if (from != null) {
      from.close();
    }
  }

  Pairs.Pair summary() {
    return new Pairs.Pair(pair(), standing.feed(), channels.book());
  }

  Health.Pair health() {
    Standing now = standing;
    return new Health.Pair(
        pair(),
        required,
        now.feed(),
        now.state().name(),
        now.cause().toString(),
        now.sequence(),
        now.timestampMillis(),
        channels.statistics());
  }
}
