package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Trade;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands one market's updates to any number of clients.
 *
 * <p>The market's thread {@linkplain #publish publishes}: it copies the book and appends it to a
 * chain. Each client has its own place in the chain and goes along it as fast as its socket takes
 * frames. One that falls too far behind leaps to the newest update and gets the trades of those it
 * left out with that one's book; if the exchange was lost on the way, it is told so first, with the
 * trades up to there. See {@link Limits.SlowClients} for what is too far.
 */
public final class Broadcast implements Source<Subscriber.Owner> {
  private final int depth;
  private final Limits.SlowClients limits;
  private final Chain<Publication> chain;

  /** Written by the market's thread only. */
  private volatile @Nullable BookSnapshot book;

  /**
   * A broadcast of a market that nothing is known of yet.
   *
   * @param depth how many price levels a side are published; 0 for all
   * @param format how updates become text
   * @param limits what is kept for slow clients
   * @throws IllegalArgumentException if the depth is negative
   */
  public Broadcast(int depth, Format format, Limits limits) {
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
    this.depth = depth;
    this.limits = limits.slowClients();
    this.chain = new Chain<>(Publication.first(format, MarketImage.UNKNOWN));
  }

  /**
   * Hands over an update of a market that is in step. On the market's thread.
   *
   * @param live the book after the update; it is copied
   * @param feed what it is worth
   * @param trades the update's trades, a list that never changes
   */
  public void publish(BookView live, Feed feed, List<Trade> trades) {
    BookSnapshot copy = live.snapshot(depth);
    book = copy;
    append(new MarketImage(copy, feed), trades);
  }

  /**
   * Hands over that the last book is worth something else now. On the market's thread.
   *
   * @param feed what it is worth
   */
  public void publish(Feed feed) {
    append(new MarketImage(book, feed), List.of());
  }

  private void append(MarketImage image, List<Trade> trades) {
    chain.append(chain.newest().then(image, trades));
  }

  /**
   * Sends a client the newest update, without its trades, and from then on every later one. On the
   * channel's event loop, once the channel takes websocket frames as plain bytes.
   *
   * @param channel the client's
   * @param owner is told when the client is too slow to go on
   * @return the client's place, to be told when the socket takes more and when the client leaves
   */
  @Override
  public Subscriber subscribe(Channel channel, Subscriber.Owner owner) {
    ConflatingReader reader = new ConflatingReader(channel, owner, chain, limits);
    reader.join();
    return reader;
  }

  /**
   * The newest good book, cut to the depth that is published.
   *
   * @return empty before the first
   */
  public Optional<BookSnapshot> book() {
    return Optional.ofNullable(book);
  }

  /**
   * What has been counted.
   *
   * @return the counters of now
   */
  public BroadcastStatistics statistics() {
    Counters counters = chain.counters();
    return new BroadcastStatistics(
        counters.clients.get(),
        chain.newest().number(),
        counters.sent.sum(),
        counters.conflated.sum(),
        counters.tooSlow.sum());
  }
}
