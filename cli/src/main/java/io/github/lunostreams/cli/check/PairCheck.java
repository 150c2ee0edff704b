package io.github.lunostreams.cli.check;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.cli.check.BookAudit.Result;
import io.github.lunostreams.cli.check.BookAudit.Verdict;
import io.github.lunostreams.cli.check.ConnectionWatch.Seen;
import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.FeedStatistics;
import io.github.lunostreams.market.MarketEvent;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.OrderBookTop;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One market, followed for a while, and what is to be said of it. */
final class PairCheck {
  /** REST may answer from a second ago: that state has to be among those kept. */
  private static final long CACHED_MILLIS = 1_200;

  private static final long CATCH_UP_MILLIS = 2_000;
  private static final int MOST_AUDITS = 3;

  /** Of a busy market for hours; later ones don't count. */
  private static final int MOST_DELAYS = 1_000_000;

  /** A clock this far off, in milliseconds, is worth a word. */
  private static final long CLOCK_OFF = 1_000;

  private final MarketStream stream;
  private final Seen seen;
  private final InstantSource clock;
  private final BookAudit audit = new BookAudit();
  private final CountDownLatch live = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  // Written by the market's thread, guarded by this.
  private final List<Long> delays = new ArrayList<>();
  private @Nullable Cause failure;
  private @Nullable Cause lastBreak;
  private int orders;
  private long sequence;
  private long liveNanos;
  private long endNanos;
  private boolean fresh = true;

  /** Follows a stream that is not started yet. */
  PairCheck(MarketStream stream, Seen seen, InstantSource clock) {
    this.stream = stream;
    this.seen = seen;
    this.clock = clock;
    stream.addListener(this::heard).addHook(this::updated);
  }

  String pair() {
    return stream.pair().code();
  }

  private void heard(MarketEvent event) {
    if (!(event instanceof StateChanged change)) {
      return;
    }
    synchronized (this) {
      switch (change.to()) {
        case FAILED -> failure = change.cause();
        case BACKING_OFF -> lastBreak = change.cause();
        case CONNECTING, SYNCING, LIVE, SUSPECT, STALE, CLOSED -> {}
      }
      if (change.to() == FeedState.BACKING_OFF) {
        fresh = true;
      }
    }
    if (change.to() == FeedState.BACKING_OFF || change.to() == FeedState.FAILED) {
      audit.broke();
    }
    if (change.to() == FeedState.FAILED) {
      over.countDown();
      live.countDown();
    }
  }

  private void updated(OrderBook book, List<Trade> trades) {
    long now = clock.millis();
    synchronized (this) {
      if (orders == 0 && liveNanos == 0) {
        orders = book.orderCount();
        sequence = book.sequence();
        liveNanos = System.nanoTime();
      }
      if (!fresh && delays.size() < MOST_DELAYS) {
        delays.add(now - book.timestampMillis());
      }
      fresh = false;
    }
    audit.keep(book.snapshot(BookAudit.LEVELS));
    live.countDown();
  }

  /** Watches for so long, or until the market failed; compares with REST meanwhile. */
  Finding watch(LunoRest rest, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    stream.start();
    Finding book =
        live.await(millis, TimeUnit.MILLISECONDS) && stream.state().isInStep()
            ? audit(rest, deadline)
            : Finding.of("book", Outcome.UNKNOWN, "there was no book to compare");
    over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    synchronized (this) {
      endNanos = System.nanoTime();
    }
    return book;
  }

  /** Two mismatches in a row are one; a single one may be REST's. */
  private Finding audit(LunoRest rest, long deadline) throws InterruptedException {
    Result last = new Result(Verdict.INCONCLUSIVE, "not asked");
    for (int i = 0; i < MOST_AUDITS; i++) {
      Result before = last;
      last = ask(rest);
      boolean decided =
          last.verdict() == Verdict.OK
              || (last.verdict() == Verdict.DIFFERS && before.verdict() == Verdict.DIFFERS);
      if (decided || over.getCount() == 0 || (System.nanoTime() > deadline && i > 0)) {
        break;
      }
    }
    return switch (last.verdict()) {
      case OK -> Finding.of("book", Outcome.OK, last.reason());
      case DIFFERS -> Finding.of("book", Outcome.FAILED, "DIFFERS from REST: " + last.reason());
      case INCONCLUSIVE ->
          Finding.of("book", Outcome.WARNING, "INCONCLUSIVE against REST: " + last.reason());
    };
  }

  private Result ask(LunoRest rest) throws InterruptedException {
    audit.begin();
    if (over.await(CACHED_MILLIS, TimeUnit.MILLISECONDS)) {
      return new Result(Verdict.INCONCLUSIVE, "the market failed");
    }
    try {
      OrderBookTop top = rest.orderBookTop(stream.pair());
      return audit.compare(top, CATCH_UP_MILLIS);
    } catch (RestException e) {
      return new Result(Verdict.INCONCLUSIVE, String.valueOf(e.getMessage()));
    }
  }

  /** What is to be said of the stream, in order. */
  synchronized List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(webSocket());
    findings.add(key());
    market().ifPresent(findings::add);
    if (liveNanos != 0) {
      FeedStatistics statistics = stream.statistics();
      findings.add(snapshot());
      findings.add(updates(statistics));
      findings.add(keepAlives());
      findings.add(sequence(statistics));
      findings.add(delay());
      findings.add(clockOffset());
    }
    return findings;
  }

  private Finding webSocket() {
    if (seen.openingNanos() >= 0) {
      long micros = TimeUnit.NANOSECONDS.toMicros(seen.openingNanos());
      return Finding.of("websocket", Outcome.OK, Figures.millis(micros) + " to open")
          .with("micros", micros);
    }
    String why = lastBreak == null ? "not opened" : lastBreak.toString();
    return Finding.of("websocket", Outcome.FAILED, why);
  }

  private Finding key() {
    if (liveNanos != 0) {
      return Finding.of("key", Outcome.OK, "accepted");
    }
    Cause cause = failure == null ? lastBreak : failure;
    if (cause != null && cause.reason() == Reason.REFUSED && !isUnknownMarket(cause)) {
      return Finding.of("key", Outcome.FAILED, "refused: " + cause.detail());
    }
    return Finding.of("key", Outcome.UNKNOWN, "not answered");
  }

  private static boolean isUnknownMarket(Cause cause) {
    return cause.detail().startsWith("invalid_market");
  }

  private Optional<Finding> market() {
    if (failure != null && isUnknownMarket(failure)) {
      return Optional.of(Finding.of("market", Outcome.FAILED, failure.detail()));
    }
    if (liveNanos == 0 && seen.openingNanos() >= 0) {
      Cause cause = failure == null ? lastBreak : failure;
      String why = cause == null ? "none within the time" : cause.toString();
      return Optional.of(Finding.of("snapshot", Outcome.FAILED, why));
    }
    return Optional.empty();
  }

  private Finding snapshot() {
    long micros = TimeUnit.NANOSECONDS.toMicros(seen.snapshotNanos());
    return Finding.of(
            "snapshot",
            Outcome.OK,
            "%s after opening, %s bytes, %s orders, sequence %d"
                .formatted(
                    Figures.millis(micros),
                    Figures.count(seen.snapshotBytes()),
                    Figures.count(orders),
                    sequence))
        .with("micros", micros)
        .with("bytes", seen.snapshotBytes())
        .with("orders", orders)
        .with("sequence", sequence);
  }

  private Finding updates(FeedStatistics statistics) {
    long nanos = Math.max(0, endNanos - liveNanos);
    return Finding.of(
            "updates",
            Outcome.OK,
            "%s: %s, with %s trades"
                .formatted(
                    Figures.perSecond(statistics.updates(), nanos),
                    Figures.count(statistics.updates()),
                    Figures.count(statistics.trades())))
        .with("updates", statistics.updates())
        .with("trades", statistics.trades())
        .with("millis", TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private Finding keepAlives() {
    long roundTrip = TimeUnit.NANOSECONDS.toMicros(Math.max(0, seen.shortestRoundTripNanos()));
    String pongs =
        seen.pongs() == 0
            ? "no pong"
            : "%d pongs (round trip %s)".formatted(seen.pongs(), Figures.millis(roundTrip));
    boolean answered = seen.pongs() > 0 || seen.pings() <= 1;
    return Finding.of(
            "keepalives",
            answered ? Outcome.OK : Outcome.WARNING,
            "%d texts \"\", %s to %d pings".formatted(seen.keepAlives(), pongs, seen.pings()))
        .with("texts", seen.keepAlives())
        .with("pings", seen.pings())
        .with("pongs", seen.pongs())
        .with("round_trip_micros", roundTrip);
  }

  private static Finding sequence(FeedStatistics statistics) {
    Map<Reason, Long> breaks = new TreeMap<>(statistics.breaks());
    long gaps = breaks.getOrDefault(Reason.GAP, 0L);
    long all = breaks.values().stream().mapToLong(Long::longValue).sum();
    String words =
        all == 0
            ? "no gap, no break"
            : breaks.entrySet().stream()
                .map(cause -> cause.getValue() + " × " + cause.getKey())
                .collect(Collectors.joining(", "));
    if (statistics.oldMessages() > 0) {
      words += ", %d old messages".formatted(statistics.oldMessages());
    }
    return Finding.of("sequence", all == 0 ? Outcome.OK : Outcome.FAILED, words)
        .with("gaps", gaps)
        .with("breaks", all)
        .with("old_messages", statistics.oldMessages());
  }

  private Finding delay() {
    if (delays.isEmpty()) {
      return Finding.of("delay", Outcome.UNKNOWN, "no update came");
    }
    List<Long> sorted = delays.stream().sorted().toList();
    long p50 = Figures.percentile(sorted, 50);
    long p90 = Figures.percentile(sorted, 90);
    long p99 = Figures.percentile(sorted, 99);
    return Finding.of(
            "delay",
            Outcome.OK,
            "from the exchange's clock to ours: p50 %d ms, p90 %d ms, p99 %d ms"
                .formatted(p50, p90, p99))
        .with("p50_millis", p50)
        .with("p90_millis", p90)
        .with("p99_millis", p99);
  }

  /** The least delay is the way from the exchange plus what the clocks are apart. */
  private Finding clockOffset() {
    if (delays.isEmpty()) {
      return Finding.of("clock", Outcome.UNKNOWN, "no update came");
    }
    long least = delays.stream().mapToLong(Long::longValue).min().orElse(0);
    long way = TimeUnit.NANOSECONDS.toMillis(Math.max(0, seen.shortestRoundTripNanos())) / 2;
    long offset = least - way;
    Finding finding;
    if (least < 0) {
      finding =
          Finding.of(
              "clock",
              Outcome.WARNING,
              "this machine's clock is behind the exchange's by about %d ms".formatted(-offset));
    } else if (offset > CLOCK_OFF) {
      finding =
          Finding.of(
              "clock",
              Outcome.WARNING,
              "this machine's clock is ahead of the exchange's, or updates are late, by about %d ms"
                  .formatted(offset));
    } else {
      finding = Finding.of("clock", Outcome.OK, "at most %d ms apart".formatted(Math.abs(offset)));
    }
    return finding.with("offset_millis", offset);
  }
}
