package io.github.lunostreams.simulation;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.AsyncHook;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MailboxOptions;
import io.github.lunostreams.market.MailboxOptions.Overflow;
import io.github.lunostreams.market.MarketEvent;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.market.UpdateDetail;
import io.github.lunostreams.market.UpdateHook;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.upstream.SessionBudget;
import io.github.lunostreams.upstream.StreamEnvironment;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * One run of the real client against a simulated exchange, network and clock, all from one seed:
 * some minutes or hours of bad weather, then fine weather, then the end. After every step what the
 * library promises is checked; the first broken promise ends the run with an {@link AssertionError}
 * that tells the seed and what happened last.
 *
 * <p>The promises: see docs/correctness.md.
 */
public final class StreamSimulation {
  private static final Duration FINE_WEATHER = Duration.ofMinutes(14);

  /**
   * In step again after this much fine weather: 45 s to notice a dead line, 10 s for an attempt
   * that is never answered, the longest wait of 60 s, and again up to that much for a session of
   * the budget to come free, twice.
   */
  private static final Duration IN_STEP_WITHIN = Duration.ofMinutes(4);

  private static final Duration END_SEEN_WITHIN = Duration.ofSeconds(1);
  private static final Duration STALE_WITHIN = Duration.ofMillis(26_250 + 3_100);
  private static final int ATTEMPTS_AN_HOUR = 130;
  private static final Duration FORGIVEN_AFTER = FeedSettings.DEFAULT.backoffResetAfter();
  private static final Duration SLOW_AT_LEAST = FeedSettings.DEFAULT.slowBackoff().dividedBy(2);

  /** The shortest wait, and what a loop that lags adds to it. */
  private static final Duration BACK_AFTER_A_REFUSAL =
      FeedSettings.DEFAULT.backoffBase().plusMillis(3_100);

  private final World world;
  private final Network network;
  private final List<Followed> followed = new ArrayList<>();
  private final SessionBudget budget;
  private final boolean lazy;
  private AssertionError broken;
  private boolean fine;
  private long fineSince;
  private long steps;

  private StreamSimulation(long seed) {
    world = new World(seed);
    network = new Network(world);
    int markets = 1 + world.random.nextInt(3);
    boolean scarce = world.chance(0.2);
    budget = new SessionBudget(scarce ? Math.max(1, markets - 1) : 50);
    lazy = world.chance(0.4);
    FeedSettings settings =
        world.chance(0.3)
            ? FeedSettings.builder().maxQueuedBytes(12_000).build()
            : FeedSettings.DEFAULT;
    StreamEnvironment environment =
        StreamEnvironment.builder(URI.create("ws://exchange.example"), network, world.loop(0))
            .credentials(new Credentials("id", "secret"))
            .loops(name -> world.loop(lazy ? 0.01 : 0))
            .hookExecutor(
                task ->
                    world.after(world.chance(0.2) ? world.millis(1, 20_000) : Duration.ZERO, task))
            .random(world.random)
            .clock(world)
            .budget(budget)
            .settings(settings)
            .build();
    for (int i = 0; i < markets; i++) {
      TruthMarket market = new TruthMarket(world, "PAIR" + i, network::count);
      network.markets.put(market.pair, market);
      followed.add(new Followed(market, environment));
    }
  }

  /** What a run came to. */
  public record Outcome(
      long steps, Duration simulated, long updates, long breaks, Map<String, Integer> befell) {}

  /**
   * Runs a seed.
   *
   * @throws AssertionError if a promise was broken
   */
  public static Outcome run(long seed) {
    StreamSimulation simulation = new StreamSimulation(seed);
    try {
      simulation.run();
      return simulation.outcome();
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(
          "seed %d: %s\nthe last events:\n%s".formatted(seed, broken, simulation.world.memory()),
          broken);
    }
  }

  private Outcome outcome() {
    long updates = followed.stream().mapToLong(f -> f.stream.statistics().updates()).sum();
    long breaks =
        followed.stream()
            .flatMap(f -> f.stream.statistics().breaks().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    return new Outcome(steps, world.elapsed(), updates, breaks, network.befell);
  }

  private void run() {
    Duration badWeather =
        world.chance(0.04) ? world.millis(3_600_000, 7_200_000) : world.millis(1_000, 1_200_000);
    network.weather(world.random.nextDouble() * 0.08);
    for (Followed f : followed) {
      f.stream.start();
      world.after(world.millis(1, 4_000), f::exchangeMovesOn);
      world.after(world.millis(1, 60_000), f::mischief);
      if (world.chance(0.1)) {
        world.after(world.millis(1, (int) badWeather.toMillis()), f::close);
      }
    }
    world.after(world.millis(1, 600_000), this::clockJumps);
    if (world.chance(0.15)) {
      world.after(world.millis(1, 600_000), () -> network.down(true));
      badWeather = badWeather.plus(world.millis(1_200_000, 4_000_000));
    }
    proceed(badWeather);

    network.down(false);
    network.weather(0);
    fine = true;
    fineSince = world.now();
    world.remember("fine weather");
    proceed(IN_STEP_WITHIN);
    for (Followed f : followed) {
      f.assertInStepUnlessThereIsNoSession();
    }
    proceed(FINE_WEATHER.minus(IN_STEP_WITHIN));
    for (Followed f : followed) {
      f.assertLiveUnlessThereIsNoSession();
    }
    followed.forEach(Followed::close);
    proceed(Duration.ofMinutes(5));
    check(network.lines.isEmpty(), "lines are left after closing: " + network.lines);
    check(budget.used() == 0, "sessions are left after closing: " + budget.used());
    if (broken != null) {
      throw broken;
    }
  }

  private void proceed(Duration duration) {
    long end = world.now() + duration.toNanos();
    while (world.step(end)) {
      steps++;
      checkAll();
      if (broken != null) {
        throw broken;
      }
    }
  }

  private void checkAll() {
    if (network.lines.size() > budget.limit()) {
      throw new AssertionError(
          "expected at most " + budget.limit() + " sessions, are " + network.lines);
    }
    for (Followed f : followed) {
      f.checkNow();
    }
  }

  private void clockJumps() {
    if (!fine) {
      world.jumpClock(Duration.ofMillis(world.random.nextInt(-7_200_000, 7_200_000)));
      world.after(world.millis(1, 600_000), this::clockJumps);
    }
  }

  /** The first broken promise is kept: inside a hook the library would catch what is thrown. */
  private void check(boolean holds, String otherwise) {
    if (!holds && broken == null) {
      broken = new AssertionError(otherwise);
    }
  }

  /** A market and all that the client tells of it. */
  private final class Followed {
    private final TruthMarket market;
    private final MarketStream stream;
    private final Deque<Long> attempts = new ArrayDeque<>();
    private final Slow slow = new Slow();
    private final Refusals refusals = new Refusals();
    private FeedState state = FeedState.NEW;
    private long lastHandedOn;
    private boolean closed;
    private boolean bookExpected;
    private long lastSequence;
    private int lastEpoch;

    /** Trades told to the synchronous hook that the asynchronous one has not had yet. */
    private final List<String> owed = new ArrayList<>();

    Followed(TruthMarket market, StreamEnvironment environment) {
      this.market = market;
      stream = new MarketStream(Pair.of(market.pair), environment);
      stream.addListener(this::heard);
      if (world.chance(0.2)) {
        stream.addHook(
            (book, trades) -> {
              if (world.chance(0.1)) {
                throw new IllegalStateException("a hook's own trouble");
              }
            });
      }
      stream.addHook(this::updated);
      stream.addUpdateHook(
          new UpdateHook() {
            @Override
            public void onUpdate(MarketUpdate update) {}

            @Override
            public void onKeepAlive() {
              check(state.isInStep(), "a keepalive while " + state);
              lastHandedOn = world.now();
            }
          },
          UpdateDetail.BOOK);
      stream.addAsyncHook(
          slow, new MailboxOptions(Overflow.CONFLATE, 1_000_000, world.random.nextInt(5)));
    }

    private void exchangeMovesOn() {
      network.broadcast(market, market.advance());
      world.after(
          world.chance(0.05) ? world.millis(1, 60_000) : world.millis(1, 6_000),
          this::exchangeMovesOn);
    }

    private void mischief() {
      if (!fine) {
        network.mischief(market);
        world.after(world.millis(1_000, 240_000), this::mischief);
      }
    }

    private void heard(MarketEvent event) {
      check(!closed, "an event after closing: " + event);
      world.remember(event.toString());
      if (event instanceof StateChanged changed) {
        check(changed.from() == state, "expected a change from " + state + ", got " + changed);
        switch (changed.cause().reason()) {
          case GAP, RESTART, BAD_FRAME, BROKEN_BOOK ->
              check(
                  network.newest.get(market.pair).troubled,
                  "a resync though the exchange said nothing wrong: " + changed);
          case REFUSED ->
              check(
                  network.newest.get(market.pair).refused,
                  "a refusal though the exchange refused nothing: " + changed);
          case UNREPRESENTABLE_NUMBER ->
              check(market.hadMonster(), "though every number fits: " + changed);
          default -> {}
        }
        refusals.note(changed);
        state = changed.to();
        check(state != FeedState.FAILED, "failed though nothing was refused for good: " + changed);
        if (state == FeedState.CONNECTING) {
          noteAttempt();
        }
        bookExpected = changed.from() == FeedState.SYNCING && state.isInStep();
      }
    }

    private void noteAttempt() {
      attempts.add(world.now());
      long anHourAgo = world.now() - Duration.ofHours(1).toNanos();
      while (attempts.getFirst() < anHourAgo) {
        attempts.removeFirst();
      }
      check(attempts.size() <= ATTEMPTS_AN_HOUR, attempts.size() + " attempts within an hour");
    }

    private void updated(OrderBook book, List<Trade> trades) {
      check(!closed, "a book after closing");
      check(state.isInStep(), "a book while " + state);
      Network.Line line = network.newest.get(market.pair);
      check(line != null, "a book without a connection");
      if (broken != null) {
        return;
      }
      long waited = world.now() - line.arrivals.getOrDefault(book.sequence(), world.now());
      check(
          state != FeedState.LIVE || waited <= FeedSettings.DEFAULT.lagBound().toNanos(),
          "a book that waited for " + Duration.ofNanos(waited) + " is told as LIVE");
      if (bookExpected) {
        check(trades.isEmpty(), "trades with a snapshot: " + trades);
        bookExpected = false;
      } else {
        check(
            book.sequence() == lastSequence + 1 && line.epoch == lastEpoch,
            "expected sequence " + (lastSequence + 1) + ", got " + book.sequence());
        TruthMarket.Moment truth = market.at(line.epoch, book.sequence());
        check(
            truth != null && truth.trades().equals(TruthMarket.shown(trades)),
            "expected trades " + truth + ", got " + TruthMarket.shown(trades));
      }
      lastSequence = book.sequence();
      lastEpoch = line.epoch;
      TruthMarket.Moment truth = market.at(line.epoch, book.sequence());
      String shown = TruthMarket.shown(book);
      check(
          truth != null && truth.book().equals(shown),
          "at %d expected %s, got %s".formatted(book.sequence(), truth, shown));
      long time = book.timestampMillis();
      check(
          market.toldTime(book.sequence(), time)
              && trades.stream()
                  .allMatch(t -> time == t.timestamp().map(Instant::toEpochMilli).orElse(0L)),
          "at %d a time that was not told: %d, %s".formatted(book.sequence(), time, trades));
      trades.forEach(trade -> owed.add(TruthMarket.shown(List.of(trade))));
    }

    void checkNow() {
      Network.Line line = null;
      for (Network.Line each : network.lines) {
        if (each.market == market) {
          if (line != null) {
            throw new AssertionError("two attempts at once: " + network.lines);
          }
          line = each;
        }
      }
      if (closed) {
        check(line == null, "a connection after closing");
      } else if (state.isInStep() && line != null && !lazy) {
        long silence = world.now() - line.lastTextArrival;
        if (silence > STALE_WITHIN.toNanos()) {
          throw new AssertionError(state + " after a silence of " + Duration.ofNanos(silence));
        }
        long kept = line.lastKeepAliveArrival;
        if (kept < world.now() && lastHandedOn < kept) {
          throw new AssertionError("a keepalive was swallowed at " + Duration.ofNanos(kept));
        }
      } else if (state.isInStep() && !lazy) {
        long told = network.newest.get(market.pair).endTold;
        if (told < world.now() - END_SEEN_WITHIN.toNanos()) {
          throw new AssertionError(
              state + " " + Duration.ofNanos(world.now() - told) + " after its connection ended");
        }
      }
    }

    void assertInStepUnlessThereIsNoSession() {
      if (!closed && budget.limit() >= followed.size()) {
        check(
            state.isInStep(),
            state + " after " + Duration.ofNanos(world.now() - fineSince) + " of fine weather");
      }
    }

    void assertLiveUnlessThereIsNoSession() {
      if (!closed && budget.limit() >= followed.size()) {
        check(state == FeedState.LIVE, state + " after all that fine weather");
        check(
            lastSequence >= market.sequence() - 20 && lastEpoch == market.epoch(),
            "at %d of epoch %d, the exchange is at %d of %d"
                .formatted(lastSequence, lastEpoch, market.sequence(), market.epoch()));
        check(owed.size() < 40, "the asynchronous hook is owed " + owed.size() + " trades");
      }
    }

    void close() {
      if (!closed) {
        world.remember("close " + market.pair);
        stream.close();
        closed = true;
        check(stream.state() == FeedState.CLOSED, "closed but " + stream.state());
      }
    }

    /** How soon it comes back when the exchange sends an error frame in mid-stream. */
    private final class Refusals {
      private long inStepSince;
      private boolean refused;
      private long earliest;
      private long latest = Long.MAX_VALUE;

      void note(StateChanged changed) {
        if (changed.from() == FeedState.SYNCING && changed.to().isInStep()) {
          inStepSince = world.now();
        }
        if (changed.to() == FeedState.CONNECTING) {
          check(world.now() >= earliest, "refusals that repeat are retried at once");
          check(world.now() <= latest, "the first refusal in mid-stream is retried slowly");
        }
        earliest = 0;
        latest = Long.MAX_VALUE;
        if (changed.to() != FeedState.BACKING_OFF) {
          return;
        }
        Duration held = Duration.ofNanos(world.now() - inStepSince);
        boolean hadBook = changed.from().isInStep() || changed.from() == FeedState.STALE;
        // Within a second of the bound either is right.
        refused &= !hadBook || held.compareTo(FORGIVEN_AFTER.minusSeconds(1)) < 0;
        if (changed.cause().reason() != Reason.REFUSED) {
          return;
        }
        if (refused && hadBook) {
          earliest = world.now() + SLOW_AT_LEAST.toNanos();
        } else if (changed.from() == FeedState.LIVE
            && held.compareTo(FORGIVEN_AFTER.plusSeconds(1)) > 0
            && budget.limit() >= 50) {
          latest = world.now() + BACK_AFTER_A_REFUSAL.toNanos();
        }
        refused = true;
      }
    }

    /** An asynchronous hook that is often late: it must miss no trade all the same. */
    private final class Slow implements AsyncHook {

      @Override
      public void onUpdate(BookSnapshot book, List<Trade> trades) {
        for (Trade trade : trades) {
          String shown = TruthMarket.shown(List.of(trade));
          if (owed.isEmpty() || !owed.removeFirst().equals(shown)) {
            check(false, "an asynchronous hook got trade " + shown + " out of turn");
          }
        }
      }

      @Override
      public void onConflated(long updates, long lostTrades) {
        if (lostTrades > 0) {
          check(false, "an asynchronous hook lost " + lostTrades + " trades within its bound");
        }
      }
    }
  }
}
