package io.github.lunostreams.gateway;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.market.Admission;
import io.github.lunostreams.gateway.market.Admission.Admitted;
import io.github.lunostreams.gateway.market.Admission.Refused;
import io.github.lunostreams.gateway.market.Refusal;
import io.github.lunostreams.gateway.market.Refusal.Kind;
import io.github.lunostreams.gateway.rest.PublicRest;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The markets that are followed while somebody asks for them. Each goes through these states:
 *
 * <pre>
 *   IDLE ── first who asks ──▶ FOLLOWED ── last leaves, quiet time over ──▶ LETTING GO ──▶ IDLE
 *                                 │                                          ▲ ▲   │
 *                                 ├── last leaves, another needs the session ┘ │   └─ who asks ──▶ FOLLOWED
 *                                 └── the exchange refuses it for good ────────┘
 * </pre>
 *
 * <p>All of it is decided here, under this object's lock, and nothing waits while it is held. A
 * client that is let in is counted in the same breath, and a market is given up only while none is
 * counted: so a client either is there, and the market goes on, or comes after, and gets a new feed
 * that nothing ends but the rules above. Who asks while the old feed lets go of the exchange gets
 * the new one at once; its stream is made when the old one has gone: see {@link Sessions}.
 *
 * <p>Whether a market exists is known from the exchange's REST. As long as that never answered, the
 * exchange's stream is asked, which is to follow it: at most {@link #MOST_UNPROVEN} such are tried
 * or, having been refused, remembered at a time. What was refused for good is not tried again for
 * {@link #REFUSED_FOR}.
 *
 * <p>Any thread may call its methods.
 */
final class OnDemand implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OnDemand.class);

  /** How many markets may be tried without knowing whether there are such. */
  static final int MOST_UNPROVEN = 16;

  /** How long what the exchange refused for good is not asked for again. */
  static final Duration REFUSED_FOR = Duration.ofMinutes(5);

  /**
   * This part of the quiet time has to be over until a market may give way: else calls that go
   * round more markets than there are sessions would have the exchange open and close one for each.
   */
  private static final int PART_OF_QUIET_TIME = 20;

  /** A market that is followed because somebody asks for it. Guarded by the lock. */
  private static final class Demanded {
    final PairFeed feed;

    final Set<Client> clients = new HashSet<>();

    /** Whether the exchange was known to have it when it was asked for first. */
    final boolean known;

    /** Whether the clock will have its quiet time looked at. */
    boolean timed;

    long usedNanos;

    Demanded(PairFeed feed, boolean known) {
      this.feed = feed;
      this.known = known;
    }

    /** Whether nobody knows yet that there is such a market. */
    boolean unproven() {
      return !known && feed.channels().book().isEmpty();
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
  private final PublicRest rest;
  private final Markets.FeedMaker maker;
  private final EventLoop clock;

  /** Guarded by this, once the gateway has started. */
  private final Sessions sessions;

  /** Guarded by this. */
  private final SequencedMap<String, Demanded> demanded = new LinkedHashMap<>();

  /** What the exchange refused, the oldest first. Guarded by this. */
  private final SequencedMap<String, Past> refused = new LinkedHashMap<>();

  /** Guarded by this. */
  private boolean closed;

  /**
   * Follows nothing yet.
   *
   * @param rest knows what the exchange has
   * @param maker makes feeds
   * @param sessions those of the configuration's markets are taken
   * @param clock for the quiet time; closed with this
   */
  OnDemand(
      GatewayConfig config,
      PublicRest rest,
      Markets.FeedMaker maker,
      Sessions sessions,
      EventLoop clock) {
    this.config = config;
    this.rest = rest;
    this.maker = maker;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Those followed now, in the order they were asked for. */
  synchronized List<PairFeed> followed() {
    return demanded.values().stream().map(one -> one.feed).toList();
  }

  /** Whether there may be such a market; asking so starts none. */
  synchronized boolean mayHave(String code) {
    return demanded.containsKey(code) || (isPair(code) && rest.exchangeHas(code).orElse(true));
  }

  private static boolean isPair(String code) {
    try {
      return Pair.of(code).code().equals(code);
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /**
   * Lets a client in: the market is followed until it leaves, or ends.
   *
   * @param whenEnded is told if the market ends while the client is there
   */
  synchronized Admission<PairFeed> enter(String code, Consumer<Refusal> whenEnded) {
    Optional<Refusal> refusal = want(code);
    Demanded found = demanded.get(code);
    if (refusal.isPresent() || found == null) {
      return new Refused<>(refusal.orElseGet(() -> new Refusal(Kind.UNAVAILABLE, "not now")));
    }
    Client client = new Client(whenEnded);
    found.clients.add(client);
    return new Admitted<>(found.feed, () -> leave(found, client));
  }

  private synchronized void leave(Demanded left, Client client) {
    if (left.clients.remove(client)) {
      used(left);
    }
  }

  /**
   * Somebody asks for a market once: that it is to be followed, if it was not, for the quiet time.
   *
   * @return why it is not; empty if it is
   */
  synchronized Optional<Refusal> want(String code) {
    Demanded found = demanded.get(code);
    if (found == null) {
      Optional<Refusal> refusal = reasonNotTo(code);
      if (refusal.isPresent()) {
        return refusal;
      }
      if (allTaken()) {
        longestQuiet().ifPresent(quiet -> giveWay(quiet, code));
      }
      found = new Demanded(maker.make(code, this::failed), rest.exchangeHas(code).orElse(false));
      demanded.put(code, found);
      sessions.queue(found.feed);
      log.info("{}: followed, somebody asks for it", code);
      startThoseWithRoom();
      if (demanded.get(code) != found) {
        return refusal(Kind.UNAVAILABLE, "it cannot be followed now");
      }
    }
    used(found);
    return Optional.empty();
  }

  private Optional<Refusal> reasonNotTo(String code) {
    if (!isPair(code)) {
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
    if (allTaken() && longestQuiet().isEmpty()) {
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

  private boolean allTaken() {
    return config.pairs().size() + demanded.size() >= config.sessions();
  }

  /**
   * The market that can be done without soonest: of those that only wait for their quiet time to be
   * over the one that has waited longest. Not one that is being tried: or else names could be tried
   * one after the other without end, each forgotten before the exchange has refused it.
   */
  private Optional<Demanded> longestQuiet() {
    long now = clock.nanoTime();
    long least = config.quietTime().toNanos() / PART_OF_QUIET_TIME;
    return demanded.values().stream()
        .filter(one -> one.clients.isEmpty() && !one.unproven() && now - one.usedNanos >= least)
        .max(Comparator.comparingLong(one -> now - one.usedNanos));
  }

  private void giveWay(Demanded quiet, String newcomer) {
    log.info("{}: not followed any more, its session is for {}", quiet.feed.pair(), newcomer);
    giveUp(quiet);
  }

  private static Optional<Refusal> refusal(Kind kind, String words) {
    return Optional.of(new Refusal(kind, words));
  }

  /** How many are being tried, or were refused lately, of which nobody knows if they exist. */
  private long unproven() {
    return demanded.values().stream().filter(Demanded::unproven).count()
        + refused.values().stream().filter(past -> !past.known()).count();
  }

  /** Under the lock. */
  private void startThoseWithRoom() {
    for (PairFeed feed : sessions.startThoseWithRoom()) {
      Demanded failed = demanded.get(feed.pair());
      if (failed != null) {
        giveUp(failed);
        Refusal why = new Refusal(Kind.UNAVAILABLE, "it cannot be followed now");
        feed.channels().luno().end("market_unavailable", why.words());
        failed.clients.forEach(client -> client.whenEnded.accept(why));
      }
    }
  }

  /** Its quiet time begins anew. Under the lock. */
  private void used(Demanded market) {
    if (!closed && demanded.get(market.feed.pair()) == market) {
      market.usedNanos = clock.nanoTime();
      if (!market.timed) {
        look(market, config.quietTime());
      }
    }
  }

  private void look(Demanded market, Duration delay) {
    market.timed = true;
    clock.schedule(delay, () -> endIfQuiet(market));
  }

  private synchronized void endIfQuiet(Demanded market) {
    market.timed = false;
    if (closed || !market.clients.isEmpty() || demanded.get(market.feed.pair()) != market) {
      return; // Who leaves will have the time looked at again.
    }
    long left = market.usedNanos + config.quietTime().toNanos() - clock.nanoTime();
    if (left > 0) {
      look(market, Duration.ofNanos(left));
    } else {
      log.info("{}: not followed any more, nobody asked for it for a while", market.feed.pair());
      giveUp(market);
    }
  }

  /** From here on nobody gets this feed any more. Under the lock. */
  private void giveUp(Demanded market) {
    demanded.remove(market.feed.pair());
    sessions.letGo(market.feed, this::gone);
  }

  private synchronized void gone(PairFeed feed) {
    sessions.gone(feed);
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
      Demanded market = demanded.get(feed.pair());
      if (closed || market == null || market.feed != feed) {
        return;
      }
      refused.putLast(
          feed.pair(), new Past(why, market.known, clock.nanoTime() + REFUSED_FOR.toNanos()));
      giveUp(market);
      clients = List.copyOf(market.clients);
    }
    clients.forEach(client -> client.whenEnded.accept(why));
  }

  /** Lets go of the exchange, and of who waits for it. */
  @Override
  public void close() {
    List<PairFeed> open;
    synchronized (this) {
      open = followed();
      closed = true;
    }
    clock.close();
    open.forEach(PairFeed::close);
  }
}
