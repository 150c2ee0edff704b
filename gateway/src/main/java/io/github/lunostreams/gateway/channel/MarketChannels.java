package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One market's channels. The market's thread {@linkplain #publish publishes} one immutable image of
 * the market an update; each channel that has a client encodes it once, at its own depth, on the
 * clients' threads. A channel is opened with its first client and dropped with its last; the
 * exchange's own frames are always kept, since they cannot be made anew.
 *
 * <p>The market's thread does nothing per client and takes no lock. Any thread may call the other
 * methods, except where they say otherwise.
 */
public final class MarketChannels {
  /** How many book channels a market may have at a time. */
  public static final int MAX_CHANNELS = 16;

  /** After how long without a frame a client that wants beats is sent one. */
  public static final Duration BEAT_INTERVAL = Duration.ofSeconds(2);

  private static final ConflatedChannel[] NONE = {};

  /** A channel and how many use it. Guarded by the lock. */
  private static final class Open {
    final ConflatedChannel channel;
    int users;

    Open(ConflatedChannel channel) {
      this.channel = channel;
    }
  }

  private final Pair pair;
  private final BookFormat format;
  private final Limits.SlowClients limits;
  private final LunoChannel luno;
  private final InstantSource clock;
  private final ChannelCounters counters = new ChannelCounters();
  private final Map<EventLoop, BeatTask> beats = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private final Map<ChannelKey, Open> open = new HashMap<>();

  /** Those of {@link #open}, for the market's thread. Written under the lock. */
  private volatile ConflatedChannel[] active = NONE;

  /** Written by the market's thread only. */
  private volatile Published newest = new Published(0, MarketImage.UNKNOWN);

  /**
   * The channels of a market that nothing is known of yet.
   *
   * @param pair the market's
   * @param format how its book becomes text
   * @param limits what is kept for slow clients
   * @param luno carries the exchange's own frames
   * @param clock for the time in beats
   */
  public MarketChannels(
      Pair pair,
      BookFormat format,
      Limits.SlowClients limits,
      LunoChannel luno,
      InstantSource clock) {
    this.pair = pair;
    this.format = format;
    this.limits = limits;
    this.luno = luno;
    this.clock = clock;
  }

  /**
   * Which market's channels these are.
   *
   * @return its pair
   */
  public Pair pair() {
    return pair;
  }

  /**
   * Hands over an update of a market that is in step. On the market's thread.
   *
   * @param live the book after the update; it is copied
   * @param feed what it is worth
   * @param trades the update's trades, a list that never changes
   */
  public void publish(BookView live, Feed feed, List<Trade> trades) {
    publish(new MarketImage(live.snapshot(0), feed), trades);
  }

  /**
   * Hands over that the last book is worth something else now. On the market's thread.
   *
   * @param feed what it is worth
   */
  public void publish(Feed feed) {
    publish(new MarketImage(newest.image().book(), feed), List.of());
  }

  /** By the market's thread, or by its watchdog while that hangs; never by both at a time. */
  private void publish(MarketImage image, List<Trade> trades) {
    long number = newest.number() + 1;
    // First: a channel that is opened meanwhile either starts with this image or is seen below.
    newest = new Published(number, image);
    for (ConflatedChannel channel : active) {
      channel.append(number, image, trades);
    }
  }

  /**
   * Sends a client what a channel carries, from its current state on. On the client's event loop.
   *
   * @param key names a channel of this market
   * @param output the client's
   * @param listener is called if the subscription ends by itself, which it may do in this call
   * @return the client's subscription
   * @throws ChannelLimitException if that would be one channel more than {@link #MAX_CHANNELS}
   */
  public Subscription subscribe(ChannelKey key, ClientOutput output, Subscription.Listener listener)
      throws ChannelLimitException {
    check(key);
    return switch (key.kind()) {
      case LUNO -> luno.subscribe(output, listener);
      case BOOK -> acquire(key).subscribe(output, listener, _ -> release(key));
    };
  }

  /**
   * As {@link #subscribe}, and when the client has been sent nothing for {@link #BEAT_INTERVAL}, it
   * is sent a beat: where the market stands. A beat promises that the client has been sent
   * everything up to its sequence.
   *
   * @param key names a book channel of this market
   * @param output the client's
   * @param listener is called if the subscription ends by itself, which it may do in this call
   * @return the client's subscription
   * @throws ChannelLimitException if that would be one channel more than {@link #MAX_CHANNELS}
   */
  public Subscription subscribeWithBeats(
      ChannelKey key, ClientOutput output, Subscription.Listener listener)
      throws ChannelLimitException {
    check(key);
    if (key.kind() != ChannelKey.Kind.BOOK) {
      throw new IllegalArgumentException("expected a book channel, got " + key);
    }
    BeatTask task = beats.computeIfAbsent(output.eventLoop(), this::beatTask);
    ConflatingCursor cursor =
        acquire(key)
            .subscribe(
                output,
                listener,
                left -> {
                  task.leave(left);
                  release(key);
                });
    if (cursor.index >= 0) {
      task.join(cursor);
    }
    return cursor;
  }

  private BeatTask beatTask(EventLoop loop) {
    return new BeatTask(
        loop, BEAT_INTERVAL, () -> newest, image -> format.beat(image, clock.millis()));
  }

  private void check(ChannelKey key) {
    if (!key.pair().equals(pair)) {
      throw new IllegalArgumentException("expected a channel of %s, got %s".formatted(pair, key));
    }
  }

  private synchronized ConflatedChannel acquire(ChannelKey key) throws ChannelLimitException {
    Open found = open.get(key);
    if (found == null) {
      if (open.size() >= MAX_CHANNELS) {
        throw new ChannelLimitException(key, MAX_CHANNELS);
      }
      found = new Open(openChannel(key.depth()));
      open.put(key, found);
    }
    found.users++;
    return found.channel;
  }

  /**
   * Opens a channel that misses nothing: if something was published between the image it starts
   * with and the moment the market's thread sees it, nobody knows whether it got that, and it is
   * thrown away for another.
   */
  private ConflatedChannel openChannel(int depth) {
    ConflatedChannel[] others = active;
    while (true) {
      Published start = newest;
      ConflatedChannel channel =
          new ConflatedChannel(format, depth, limits, counters, start.number(), start.image());
      ConflatedChannel[] more = Arrays.copyOf(others, others.length + 1);
      more[others.length] = channel;
      active = more;
      if (newest.number() == start.number()) {
        return channel;
      }
    }
  }

  private synchronized void release(ChannelKey key) {
    Open left = open.get(key);
    if (left != null && --left.users == 0) {
      open.remove(key);
      active = open.values().stream().map(one -> one.channel).toArray(ConflatedChannel[]::new);
    }
  }

  /**
   * The newest good book, whole.
   *
   * @return empty before the first
   */
  public Optional<BookSnapshot> book() {
    return Optional.ofNullable(newest.image().book());
  }

  /**
   * The exchange's own frames.
   *
   * @return the same in each call
   */
  public LunoChannel luno() {
    return luno;
  }

  /** Which book channels have clients now. */
  synchronized Set<ChannelKey> open() {
    return Set.copyOf(open.keySet());
  }

  /**
   * What has been counted.
   *
   * @return the counters of now
   */
  public ChannelStatistics statistics() {
    return new ChannelStatistics(
        counters.clients.get(),
        newest.number(),
        counters.sent.sum(),
        counters.conflated.sum(),
        counters.tooSlow.sum());
  }
}
