package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.market.Admission;
import io.github.lunostreams.gateway.market.Admission.Admitted;
import io.github.lunostreams.gateway.market.Admission.Refused;
import io.github.lunostreams.gateway.market.Feed;
import io.github.lunostreams.gateway.market.Refusal;
import io.github.lunostreams.gateway.resources.Pairs;
import io.github.lunostreams.gateway.rest.PublicRest;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which markets are followed: those of the configuration always, and, with {@link
 * GatewayConfig#allPairs}, any other while somebody asks for it: see {@link OnDemand}.
 *
 * <p>Any thread may call its methods once it has started. Nothing here changes from then on, so it
 * needs no lock; what comes and goes is guarded by that of {@link OnDemand}.
 */
final class Markets implements ChannelDirectory, AutoCloseable {
  private final GatewayConfig config;
  private final PublicRest rest;
  private final FeedMaker maker;
  private final BiConsumer<PairFeed, Cause> whenNamedFailed;
  private final Sessions sessions;
  private final Optional<OnDemand> onDemand;

  /** Those of the configuration. Complete before anybody asks. */
  private final SequencedMap<String, PairFeed> named = new LinkedHashMap<>();

  /** Makes a market's feed, without a stream. */
  @FunctionalInterface
  interface FeedMaker {
    /**
     * Makes one.
     *
     * @param whenFailed is called, on the market's thread, when it failed for good
     */
    PairFeed make(String pair, BiConsumer<PairFeed, Cause> whenFailed);
  }

  /**
   * Follows nothing yet.
   *
   * @param luno makes streams
   * @param rest is shown each stream first; knows what the exchange has
   * @param maker makes feeds
   * @param whenNamedFailed is called when a market of the configuration failed for good
   * @param timers makes the clock for the quiet time, if that is needed; closed with this
   */
  Markets(
      GatewayConfig config,
      LunoStreams luno,
      PublicRest rest,
      FeedMaker maker,
      BiConsumer<PairFeed, Cause> whenNamedFailed,
      Supplier<EventLoop> timers) {
    this.config = config;
    this.rest = rest;
    this.maker = maker;
    this.whenNamedFailed = whenNamedFailed;
    this.sessions = new Sessions(config.sessions(), luno, rest);
    this.onDemand =
        config.allPairs()
            ? Optional.of(new OnDemand(config, rest, maker, sessions, timers.get()))
            : Optional.empty();
  }

  /** Makes the feeds of the configuration's markets. */
  void prepare() {
    for (String pair : config.pairs()) {
      PairFeed feed = maker.make(pair, whenNamedFailed);
      sessions.connect(feed);
      named.put(pair, feed);
    }
  }

  /** Starts them. */
  void start() {
    named.values().forEach(PairFeed::start);
  }

  /** Those followed now: the configuration's in its order, then those on demand. */
  List<PairFeed> followed() {
    List<PairFeed> all = new ArrayList<>(named.values());
    onDemand.ifPresent(others -> all.addAll(others.followed()));
    return all;
  }

  /** All there are, as far as known: those followed, and the others of the exchange. */
  List<Pairs.Pair> summaries() {
    SequencedMap<String, Pairs.Pair> all = new LinkedHashMap<>();
    named.forEach((pair, feed) -> all.put(pair, feed.summary()));
    if (onDemand.isPresent()) {
      for (String pair : rest.exchangeMarkets().orElse(List.of())) {
        all.putIfAbsent(pair, new Pairs.Pair(pair, Feed.IDLE, Optional.empty()));
      }
      onDemand.get().followed().forEach(feed -> all.put(feed.pair(), feed.summary()));
    }
    return List.copyOf(all.values());
  }

  @Override
  public boolean has(Pair pair) {
    return mayHave(pair.code());
  }

  @Override
  public Admission<MarketChannels> admit(Pair pair, Consumer<Refusal> whenEnded) {
    return switch (enter(pair.code(), whenEnded)) {
      case Admitted<PairFeed>(PairFeed feed, Runnable leave) ->
          new Admitted<>(feed.channels(), leave);
      case Refused<PairFeed>(Refusal why) -> new Refused<>(why);
    };
  }

  private static String code(String pair) {
    return pair.toUpperCase(Locale.ROOT);
  }

  private boolean mayHave(String code) {
    return named.containsKey(code) || onDemand.map(others -> others.mayHave(code)).orElse(false);
  }

  private Admission<PairFeed> enter(String code, Consumer<Refusal> whenEnded) {
    PairFeed always = named.get(code);
    if (always != null) {
      return new Admitted<>(always, () -> {});
    }
    return onDemand
        .map(others -> others.enter(code, whenEnded))
        .orElseGet(() -> new Refused<>(new Refusal(Refusal.Kind.UNKNOWN, code)));
  }

  /**
   * Somebody asks for a market once: that it is to be followed, if it was not, for the quiet time.
   *
   * @return why it is not; empty if it is
   */
  Optional<Refusal> want(String pair) {
    String code = code(pair);
    if (named.containsKey(code)) {
      return Optional.empty();
    }
    return onDemand
        .map(others -> others.want(code))
        .orElseGet(() -> Optional.of(new Refusal(Refusal.Kind.UNKNOWN, code)));
  }

  /** Lets go of the exchange. */
  @Override
  public void close() {
    onDemand.ifPresent(OnDemand::close);
    named.values().forEach(PairFeed::close);
    sessions.close();
  }
}
