package io.github.lunostreams.gateway;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.fanout.Feed;
import io.github.lunostreams.gateway.http.Admission;
import io.github.lunostreams.gateway.http.Admission.Admitted;
import io.github.lunostreams.gateway.http.Admission.Refused;
import io.github.lunostreams.gateway.http.Pairs;
import io.github.lunostreams.gateway.http.Refusal;
import io.github.lunostreams.gateway.http.Refusal.Kind;
import io.github.lunostreams.gateway.http.Streams;
import io.github.lunostreams.gateway.rest.PublicRest;
import io.github.lunostreams.loop.EventLoop;
import io.github.lunostreams.market.Cause;
import io.github.lunostreams.market.MarketStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which markets are followed: those of the configuration always, and, with {@link
 * GatewayConfig#allPairs}, any other while somebody asks for it.
 *
 * <p>A market on demand goes through these states:
 *
 * <pre>
 *   IDLE ── first who asks ──▶ FOLLOWED ── last leaves, quiet time over ──▶ LETTING GO ──▶ IDLE
 *                                 │                                            ▲   │
 *                                 └── the exchange refuses it for good ────────┘   └─ who asks ──▶ FOLLOWED
 * </pre>
 *
 * <p>All of it is decided here, under this object's lock, and nothing waits while it is held. A
 * client that is let in is counted in the same breath, and a market is given up only while none is
 * counted: so a client either is there, and the market goes on, or comes after, and gets a new feed
 * that nothing ends but the rules above. Letting go of the exchange takes a moment and happens on a
 * thread of its own. Who asks meanwhile gets the new feed at once; its stream is made when the old
 * one has gone, and never more streams are there than the sessions configured.
 *
 * <p>Whether a market exists is known from the exchange's REST. As long as that never answered, the
 * exchange's stream is asked, which is to follow it: at most {@link #MOST_UNPROVEN} such are tried
 * or, having been refused, remembered at a time. What was refused for good is not tried again for
 * {@link #REFUSED_FOR}.
 *
 * <p>Any thread may call its methods.
 */
final class Markets implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Markets.class);

  /** How many markets may be tried without knowing whether there are such. */
  static final int MOST_UNPROVEN = 16;

  /** How long what the exchange refused for good is not asked for again. */
  static final Duration REFUSED_FOR = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A market that is followed because somebody asks for it. Guarded by the lock. */
  private static final class Demanded {
    final PairFeed feed;

    final Set<Client> clients = new HashSet<>();

    /** Whether the exchange was known to have it when it was asked for first. */
    final boolean known;

    boolean connected;
    boolean timed;
    long usedNanos;

    Demanded(PairFeed feed, boolean known) {
      this.feed = feed;
      this.known = known;
    }
  }

  /** Somebody who is there; equal to nobody else. */
  private static final class Client {
    /** Is told if the market comes to its end. */
    final Consumer<Refusal> whenEnded;

    Client(Consumer<Refusal> whenEnded) {
      this.whenEnded = whenEnded;
    }
  }

  /** What was refused, and whether the exchange was known to have it. */
  private record Past(Refusal refusal, boolean known, long untilNanos) {}

  private final GatewayConfig config;
  private final LunoStreams luno;
  private final PublicRest rest;
  private final FeedMaker maker;
  private final @Nullable EventLoop timers;
  private final ExecutorService closers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-closing-", 0).factory());

  /** Complete before anybody asks. */
  private final SequencedMap<String, PairFeed> lasting = new LinkedHashMap<>();

  // Guarded by this.
  private final SequencedMap<String, Demanded> demanded = new LinkedHashMap<>();

  /** Those demanded whose stream has to wait for others to be gone. Guarded by this. */
  private final Queue<Demanded> waiting = new ArrayDeque<>();

  /** Markets whose old stream is not gone yet. Guarded by this. */
  private final Set<String> lettingGo = new HashSet<>();

  /** What the exchange refused, the oldest first. Guarded by this. */
  private final SequencedMap<String, Past> refused = new LinkedHashMap<>();

  /** Guarded by this. */
  private boolean closed;

  /** Makes a market's feed, without a stream. */
  @FunctionalInterface
  interface FeedMaker {
    PairFeed make(String pair, BiConsumer<PairFeed, Cause> whenFailed);
  }

  /**
   * Follows nothing yet.
   *
   * @param luno makes streams
   * @param rest is shown each stream first; knows what the exchange has
   * @param maker makes feeds; what it is given is called when a market on demand failed for good
   * @param timers makes the clock for the quiet time, if that is needed; closed with this
   */
  Markets(
      GatewayConfig config,
      LunoStreams luno,
      PublicRest rest,
      FeedMaker maker,
      Supplier<EventLoop> timers) {
    this.config = config;
    this.luno = luno;
    this.rest = rest;
    this.maker = maker;
    this.timers = config.allPairs() ? timers.get() : null;
  }

  /** Makes the feeds of the configuration's markets. */
  void prepare() {
    for (String pair : config.pairs()) {
      PairFeed feed = maker.make(pair, this::failed);
      connect(feed);
      lasting.put(pair, feed);
    }
  }

  /** Starts them. */
  void start() {
    lasting.values().forEach(PairFeed::start);
  }

  private void connect(PairFeed feed) {
    MarketStream stream = luno.prepare(feed.pair());
    rest.follow(stream);
    feed.connect(stream);
  }

  /** Those followed now: the configuration's in its order, then those on demand. */
  synchronized List<PairFeed> followed() {
    List<PairFeed> all = new ArrayList<>(lasting.values());
    demanded.values().forEach(one -> all.add(one.feed));
    return all;
  }

  /** All there are, as far as known: those followed, and the others of the exchange. */
  List<Pairs.Pair> summaries() {
    SequencedMap<String, Pairs.Pair> all = new LinkedHashMap<>();
    lasting.forEach((pair, feed) -> all.put(pair, feed.summary()));
    if (config.allPairs()) {
      for (String pair : rest.exchangeMarkets().orElse(List.of())) {
        all.putIfAbsent(pair, new Pairs.Pair(pair, Feed.IDLE, Optional.empty()));
      }
      followed().forEach(feed -> all.put(feed.pair(), feed.summary()));
    }
    return List.copyOf(all.values());
  }

  /** The feeds' streams of one kind, for clients. */
  <S> Streams<S> streams(UnaryOperator<String> codeIn, Function<PairFeed, S> stream) {
    return new Streams<>() {
      @Override
      public boolean has(String name) {
        return mayHave(codeIn.apply(name));
      }

      @Override
      public Admission<S> admit(String name, Consumer<Refusal> whenEnded) {
        return switch (enter(codeIn.apply(name), whenEnded)) {
          case Admitted<PairFeed>(PairFeed feed, Runnable leave) ->
              new Admitted<>(stream.apply(feed), leave);
          case Refused<PairFeed>(Refusal why) -> new Refused<>(why);
        };
      }
    };
  }

  private synchronized boolean mayHave(String code) {
    return lasting.containsKey(code)
        || demanded.containsKey(code)
        || (config.allPairs() && isPair(code) && rest.exchangeHas(code).orElse(true));
  }

  private static boolean isPair(String code) {
    try {
      return MarketStream.pairCode(code).equals(code);
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private synchronized Admission<PairFeed> enter(String code, Consumer<Refusal> whenEnded) {
    PairFeed always = lasting.get(code);
    if (always != null) {
      return new Admitted<>(always, () -> {});
    }
    Optional<Refusal> refusal = demand(code);
    Demanded found = demanded.get(code);
    if (refusal.isPresent() || found == null) {
      return new Refused<>(refusal.orElseGet(() -> new Refusal(Kind.UNAVAILABLE, "not now")));
    }
    Client client = new Client(whenEnded);
    found.clients.add(client);
    return new Admitted<>(found.feed, () -> leave(found, client));
  }

  /**
   * Somebody asks for a market once: that it is to be followed, if it was not, for the quiet time.
   *
   * @return why it is not; empty if it is
   */
  synchronized Optional<Refusal> want(String code) {
    return lasting.containsKey(code) ? Optional.empty() : demand(code);
  }

  /** Follows a market, if it is not followed, or says why not. Under the lock. */
  private Optional<Refusal> demand(String code) {
    Demanded found = demanded.get(code);
    if (found == null) {
      Optional<Refusal> refusal = reasonNotTo(code);
      if (refusal.isPresent()) {
        return refusal;
      }
      PairFeed feed = maker.make(code, this::failed);
      found = new Demanded(feed, rest.exchangeHas(code).orElse(false));
      demanded.put(code, found);
      waiting.add(found);
      log.info("{}: followed, somebody asks for it", code);
      startThoseWithRoom();
      if (demanded.get(code) != found) {
        return Optional.of(new Refusal(Kind.UNAVAILABLE, "it cannot be followed now"));
      }
    }
    used(found);
    return Optional.empty();
  }

  private Optional<Refusal> reasonNotTo(String code) {
    EventLoop clock = timers;
    if (clock == null || !isPair(code)) {
      return refusal(Kind.UNKNOWN, code);
    }
    if (closed) {
      return refusal(Kind.UNAVAILABLE, "the gateway closes");
    }
    long now = clock.nanoTime();
    refused.values().removeIf(past -> past.untilNanos() - now <= 0);
    Optional<Boolean> exists = rest.exchangeHas(code);
    if (!exists.orElse(true)) {
      return refusal(Kind.UNKNOWN, code);
    }
    Past past = refused.get(code);
    if (past != null) {
      return Optional.of(past.refusal());
    }
    if (lasting.size() + demanded.size() >= config.sessions()) {
      return refusal(
          Kind.SESSION_LIMIT,
          "session limit exceeded: all %d sessions at the exchange are taken by other markets; try again later"
              .formatted(config.sessions()));
    }
    if (exists.isEmpty() && unproven() >= MOST_UNPROVEN) {
      return refusal(
          Kind.UNAVAILABLE,
          "which markets there are is not known yet, and %d are being tried already; try again later"
              .formatted(MOST_UNPROVEN));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(Kind kind, String words) {
    return Optional.of(new Refusal(kind, words));
  }

  /** How many are being tried, or were refused lately, of which nobody knows if they exist. */
  private long unproven() {
    return demanded.values().stream()
            .filter(one -> !one.known && one.feed.broadcast().book().isEmpty())
            .count()
        + refused.values().stream().filter(past -> !past.known()).count();
  }

  /** Makes the streams there is room for. Under the lock. */
  private void startThoseWithRoom() {
    List<Demanded> still = new ArrayList<>();
    for (Demanded next = waiting.poll(); next != null; next = waiting.poll()) {
      long open = demanded.values().stream().filter(one -> one.connected).count();
      boolean room = lasting.size() + open + lettingGo.size() < config.sessions();
      if (!room || lettingGo.contains(next.feed.pair())) {
        still.add(next);
        continue;
      }
      try {
        connect(next.feed);
        next.connected = true;
        next.feed.start();
      } catch (RuntimeException | OutOfMemoryError failure) {
        // Followed elsewhere, or no thread to be had: the others are to be seen to all the same.
        log.warn("{}: cannot be followed", next.feed.pair(), failure);
        giveUp(next);
        Refusal why = new Refusal(Kind.UNAVAILABLE, "it cannot be followed now");
        next.feed.relay().end("market_unavailable", why.words());
        next.clients.forEach(client -> client.whenEnded.accept(why));
      }
    }
    waiting.addAll(still);
  }

  private synchronized void leave(Demanded left, Client client) {
    if (left.clients.remove(client)) {
      used(left);
    }
  }

  /** Its quiet time begins anew. Under the lock. */
  private void used(Demanded market) {
    EventLoop clock = timers;
    if (clock != null && !closed && demanded.get(market.feed.pair()) == market) {
      market.usedNanos = clock.nanoTime();
      if (!market.timed) {
        look(market, clock, config.quietTime());
      }
    }
  }

  private void look(Demanded market, EventLoop clock, Duration delay) {
    market.timed = true;
    clock.schedule(delay, () -> endIfQuiet(market, clock));
  }

  private synchronized void endIfQuiet(Demanded market, EventLoop clock) {
    market.timed = false;
    if (closed || !market.clients.isEmpty() || demanded.get(market.feed.pair()) != market) {
      return; // Who leaves will have the time looked at again.
    }
    long left = market.usedNanos + config.quietTime().toNanos() - clock.nanoTime();
    if (left > 0) {
      look(market, clock, Duration.ofNanos(left));
    } else {
      log.info("{}: not followed any more, nobody asked for it for a while", market.feed.pair());
      giveUp(market);
    }
  }

  /** From here on nobody gets this feed any more. Under the lock. */
  private void giveUp(Demanded market) {
    String pair = market.feed.pair();
    demanded.remove(pair);
    if (!market.connected) {
      waiting.remove(market);
      return;
    }
    rest.unfollow(pair);
    lettingGo.add(pair);
    closers.execute(
        () -> {
          try {
            market.feed.close();
          } finally {
            gone(pair);
          }
        });
  }

  private synchronized void gone(String pair) {
    lettingGo.remove(pair);
    if (!closed) {
      startThoseWithRoom();
    }
  }

  /** On the market's thread: the exchange refuses it for good. Its clients are told and go. */
  private void failed(PairFeed feed, Cause cause) {
    boolean unknown = PairFeed.isUnknown(cause);
    Refusal why =
        unknown
            ? new Refusal(Kind.UNKNOWN, feed.pair())
            : new Refusal(
                Kind.UNAVAILABLE, "the gateway cannot follow " + feed.pair() + " for now");
    List<Client> clients;
    synchronized (this) {
      EventLoop clock = timers;
      Demanded market = demanded.get(feed.pair());
      if (clock == null || closed || market == null || market.feed != feed) {
        return;
      }
      refused.putLast(
          feed.pair(), new Past(why, market.known, clock.nanoTime() + REFUSED_FOR.toNanos()));
      giveUp(market);
      clients = List.copyOf(market.clients);
    }
    clients.forEach(client -> client.whenEnded.accept(why));
  }

  /** Lets go of the exchange. */
  @Override
  public void close() {
    List<PairFeed> open;
    synchronized (this) {
      open = followed();
      closed = true;
      waiting.clear();
    }
    EventLoop clock = timers;
    if (clock != null) {
      clock.close();
    }
    open.forEach(PairFeed::close);
    closers.shutdown();
    try {
      if (!closers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        closers.shutdownNow();
      }
    } catch (InterruptedException e) {
      closers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
