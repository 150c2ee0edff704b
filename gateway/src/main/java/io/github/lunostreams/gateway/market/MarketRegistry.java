package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Admission.Admitted;
import io.github.lunostreams.gateway.access.Admission.Refused;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.access.Refusal.Kind;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The markets that are followed: those named always, and, on demand, any other while it is used.
 * One that is followed on demand goes through these states:
 *
 * <pre>
 *   IDLE ── first client or request ──▶ FOLLOWED ── last client left, idle timeout ──▶ RELEASING ──▶ IDLE
 *                                          │                                             ▲ ▲   │
 *                                          ├── no clients, another needs the session ────┘ │   └─ client or request ──▶ FOLLOWED
 *                                          └── the exchange refuses it for good ───────────┘
 * </pre>
 *
 * <p>All of it is decided here, under this object's lock, and nothing waits while it is held. A
 * client is admitted and counted in one step, and a market is released only while none is counted:
 * a client either is counted, and the market goes on, or comes later, and gets a new market that
 * nothing ends but the rules above. A client that comes while the old market is being released gets
 * the new one at once; its stream is made when the old one is closed: see {@link Sessions}.
 *
 * <p>Whether a market exists is known from the {@link ReferenceData}. As long as that is empty, the
 * exchange's stream is asked, by following it: at most {@link #MAX_UNVERIFIED} such markets are
 * tried or, having been refused, remembered at a time. What was refused for good is not tried again
 * for {@link #REJECTION_LIFE}.
 *
 * <p>Any thread may call its methods.
 */
public final class MarketRegistry implements ChannelDirectory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MarketRegistry.class);

  /** How many markets may be tried without knowing whether they exist. */
  public static final int MAX_UNVERIFIED = DemandPolicy.MAX_UNVERIFIED;

  /** How long a market that the exchange refused for good is not asked for again. */
  public static final Duration REJECTION_LIFE = DemandPolicy.REJECTION_LIFE;

  /** Makes a market without a stream. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes one.
     *
     * @param pair the market's
     * @param whenFailed is called, on the market's thread, when it failed for good
     * @return the market
     */
    Market make(Pair pair, BiConsumer<Market, Cause> whenFailed);
  }

  private final MarketSelection selection;
  private final ReferenceData reference;
  private final Factory factory;
  private final BiConsumer<Pair, Cause> whenNamedFailed;
  private final Optional<EventLoop> timers;

  /** Guarded by this. */
  private final Sessions sessions;

  /** Those named, then the others in the order they were asked for. Guarded by this. */
  private final SequencedMap<Pair, FollowedMarket> followed = new LinkedHashMap<>();

  /** Guarded by this. */
  private final DemandPolicy policy;

  /** Guarded by this. */
  private boolean closed;

  /**
   * Follows nothing yet.
   *
   * @param selection which to follow when
   * @param reference knows which markets the exchange has
   * @param factory makes markets
   * @param streams makes a market's stream, not started
   * @param whenNamedFailed is called, on the market's thread, when a market failed that is named
   * @param timers makes the clock for idle timeouts, if markets are followed on demand; it is
   *     closed with this
   */
  public MarketRegistry(
      MarketSelection selection,
      ReferenceData reference,
      Factory factory,
      Function<Pair, MarketStream> streams,
      BiConsumer<Pair, Cause> whenNamedFailed,
      Supplier<EventLoop> timers) {
    this.selection = selection;
    this.policy = new DemandPolicy(selection, reference);
    this.reference = reference;
    this.factory = factory;
    this.whenNamedFailed = whenNamedFailed;
    this.sessions = new Sessions(selection.sessions(), streams);
    this.timers = selection.onDemand() ? Optional.of(timers.get()) : Optional.empty();
  }

  /**
   * Makes the named markets and their streams.
   *
   * @throws IllegalStateException if one of them is followed elsewhere
   */
  public synchronized void prepare() {
    for (Pair pair : selection.named()) {
      Market market = factory.make(pair, this::failed);
      sessions.connect(market);
      followed.put(pair, new FollowedMarket(market, true));
    }
  }

  /** Starts the named markets. */
  public void start() {
    followed().forEach(Market::start);
  }

  /**
   * The markets followed now.
   *
   * @return those named in their order, then those on demand in the order they were asked for
   */
  public synchronized List<Market> followed() {
    return followed.values().stream().map(FollowedMarket::market).toList();
  }

  /**
   * One that is followed now.
   *
   * @param pair the market's
   * @return empty if it is not; asking starts nothing
   */
  public synchronized Optional<Market> find(Pair pair) {
    return Optional.ofNullable(followed.get(pair)).map(FollowedMarket::market);
  }

  /**
   * All markets there are, as far as known: those followed, and, on demand, the others of the
   * exchange.
   *
   * @return those named first; empty where it is idle
   */
  public SequencedMap<Pair, Optional<Market>> all() {
    SequencedMap<Pair, Optional<Market>> all = new LinkedHashMap<>();
    List<Market> now = followed();
    now.stream()
        .filter(this::isNamed)
        .forEach(market -> all.put(market.pair(), Optional.of(market)));
    if (selection.onDemand()) {
      reference
          .markets()
          .ifPresent(known -> known.forEach(one -> all.putIfAbsent(one.pair(), Optional.empty())));
    }
    now.forEach(market -> all.put(market.pair(), Optional.of(market)));
    return all;
  }

  private boolean isNamed(Market market) {
    return selection.named().contains(market.pair());
  }

  /**
   * Whether markets that are not named are followed while they are used.
   *
   * @return as set
   */
  public boolean isOnDemand() {
    return selection.onDemand();
  }

  @Override
  public synchronized boolean has(Pair pair) {
    return followed.containsKey(pair) || (selection.onDemand() && reference.has(pair).orElse(true));
  }

  @Override
  public synchronized Admission<MarketChannels> admit(Pair pair, Consumer<Refusal> whenEnded) {
    Optional<Refusal> refusal = request(pair);
    FollowedMarket found = followed.get(pair);
    if (refusal.isPresent() || found == null) {
      return new Refused<>(refusal.orElseGet(() -> new Refusal(Kind.UNAVAILABLE, "not now")));
    }
    FollowedMarket.Client client = found.enter(whenEnded);
    return new Admitted<>(found.market().channels(), () -> leave(found, client));
  }

  private synchronized void leave(FollowedMarket left, FollowedMarket.Client client) {
    if (left.leave(client)) {
      timers.ifPresent(clock -> used(left, clock));
    }
  }

  /**
   * A request for a market: it is followed from now on, at least for the idle timeout.
   *
   * @param pair the market's
   * @return why it is not; empty if it is
   */
  public synchronized Optional<Refusal> request(Pair pair) {
    FollowedMarket found = followed.get(pair);
    if (timers.isEmpty()) {
      return found == null ? refusal(Kind.UNKNOWN, pair.code()) : Optional.empty();
    }
    EventLoop clock = timers.get();
    if (found == null) {
      Optional<Refusal> refusal =
          closed
              ? refusal(Kind.UNAVAILABLE, "the gateway closes")
              : policy.refusal(pair, followed.values(), clock.nanoTime());
      if (refusal.isPresent()) {
        return refusal;
      }
      found = follow(pair, clock);
      if (!isCurrent(found)) {
        return refusal(Kind.UNAVAILABLE, "it cannot be followed now");
      }
    }
    used(found, clock);
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(Kind kind, String words) {
    return Optional.of(new Refusal(kind, words));
  }

  private FollowedMarket follow(Pair pair, EventLoop clock) {
    policy
        .toEvict(followed.values(), clock.nanoTime())
        .ifPresent(
            evicted -> {
              log.info("{}: evicted, its session is for {}", evicted.market().pair(), pair);
              release(evicted);
            });
    FollowedMarket market =
        new FollowedMarket(factory.make(pair, this::failed), reference.has(pair).orElse(false));
    followed.put(pair, market);
    sessions.enqueue(market.market());
    log.info("{}: followed, on demand", pair);
    startWaiting();
    return market;
  }

  /** Under the lock. */
  private void startWaiting() {
    for (Market failed : sessions.startWaiting()) {
      FollowedMarket market = followed.get(failed.pair());
      if (market != null) {
        release(market);
        Refusal why = new Refusal(Kind.UNAVAILABLE, "it cannot be followed now");
        failed.end(why.words());
        market.listeners().forEach(client -> client.accept(why));
      }
    }
  }

  /** Its idle timeout begins anew. Under the lock. */
  private void used(FollowedMarket market, EventLoop clock) {
    if (!closed && !isNamed(market.market()) && isCurrent(market)) {
      market.usedNanos = clock.nanoTime();
      if (!market.timed) {
        schedule(market, selection.idleTimeout(), clock);
      }
    }
  }

  private boolean isCurrent(FollowedMarket market) {
    return followed.get(market.market().pair()) == market;
  }

  private void schedule(FollowedMarket market, Duration delay, EventLoop clock) {
    market.timed = true;
    clock.schedule(delay, () -> releaseIfIdle(market, clock));
  }

  private synchronized void releaseIfIdle(FollowedMarket market, EventLoop clock) {
    market.timed = false;
    if (closed || market.hasClients() || !isCurrent(market)) {
      return; // When a client leaves it is scheduled again.
    }
    long left = market.usedNanos + selection.idleTimeout().toNanos() - clock.nanoTime();
    if (left > 0) {
      schedule(market, Duration.ofNanos(left), clock);
    } else {
      log.info(
          "{}: not followed any more, idle for {}",
          market.market().pair(),
          selection.idleTimeout());
      release(market);
    }
  }

  /** From here on nobody gets this market any more. Under the lock. */
  private void release(FollowedMarket market) {
    followed.remove(market.market().pair());
    sessions.release(market.market(), this::released);
  }

  private synchronized void released(Market market) {
    sessions.released(market);
    if (!closed) {
      startWaiting();
    }
  }

  /** On the market's thread: the exchange refuses it for good. */
  private void failed(Market market, Cause cause) {
    if (isNamed(market)) {
      whenNamedFailed.accept(market.pair(), cause);
      return;
    }
    Refusal why =
        Market.isUnknownMarket(cause)
            ? new Refusal(Kind.UNKNOWN, market.pair().code())
            : new Refusal(
                Kind.UNAVAILABLE, "the gateway cannot follow " + market.pair() + " for now");
    reject(market, why).forEach(client -> client.accept(why));
  }

  /** The callbacks to run, outside the lock. */
  private synchronized List<Consumer<Refusal>> reject(Market market, Refusal why) {
    FollowedMarket found = followed.get(market.pair());
    if (closed || timers.isEmpty() || found == null || found.market() != market) {
      return List.of();
    }
    policy.rejected(found, why, timers.get().nanoTime());
    release(found);
    return found.listeners();
  }

  /** Closes every session at the exchange; a client that comes now is refused. */
  @Override
  public void close() {
    List<Market> open;
    synchronized (this) {
      open = followed();
      closed = true;
    }
    timers.ifPresent(EventLoop::close);
    open.reversed().forEach(Market::close);
    sessions.close();
  }
}
