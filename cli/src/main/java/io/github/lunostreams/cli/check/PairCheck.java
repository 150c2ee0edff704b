package io.github.lunostreams.cli.check;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.check.BookAudit.Result;
import io.github.lunostreams.cli.check.BookAudit.Verdict;
import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.cli.check.MeasuringConnector.Measurements;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.market.UpdateDetail;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.OrderBookTop;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.upstream.Cause;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows one market for a while, and compares its book with REST meanwhile. */
final class PairCheck {
  /** REST may answer with the book of a second ago, so older states are kept. */
  private static final long REST_CACHE_MILLIS = 1_200;

  private static final long CATCH_UP_MILLIS = 2_000;
  private static final int MAX_AUDITS = 3;

  /** Enough for hours of a busy market; later ones are not counted. */
  private static final int MAX_DELAYS = 1_000_000;

  private final MarketStream stream;
  private final Measurements connection;
  private final InstantSource clock;
  private final BookAudit audit = new BookAudit();
  private final CountDownLatch live = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);

  // Written by the market's thread, guarded by this.
  private final List<Long> delaysMillis = new ArrayList<>();
  private @Nullable Cause failure;
  private @Nullable Cause lastBreak;
  private int orders;
  private long sequence;
  private long liveNanos;
  private long endNanos;

  /** Follows a stream that is not started yet. */
  PairCheck(MarketStream stream, Measurements connection, InstantSource clock) {
    this.stream = stream;
    this.connection = connection;
    this.clock = clock;
    stream.addUpdateHook(this::onUpdate, UpdateDetail.BOOK);
  }

  Pair pair() {
    return stream.pair();
  }

  private void onUpdate(MarketUpdate update) {
    switch (update) {
      case MarketUpdate.Reset reset -> {
        noteFirst(reset.book());
        audit.add(reset.book().snapshot(RestComparison.LEVELS));
        live.countDown();
      }
      case MarketUpdate.Changed changed -> {
        changed
            .book()
            .timestamp()
            .ifPresent(sent -> noteDelay(clock.millis() - sent.toEpochMilli()));
        audit.add(changed.book().snapshot(RestComparison.LEVELS));
      }
      case StateChanged change -> onState(change);
      case MarketUpdate.TradesRecovered _, MarketUpdate.TradeGap _ -> {}
    }
  }

  private synchronized void noteFirst(OrderBook book) {
    if (liveNanos == 0) {
      orders = book.orderCount();
      sequence = book.sequence();
      liveNanos = System.nanoTime();
    }
  }

  private synchronized void noteDelay(long millis) {
    if (delaysMillis.size() < MAX_DELAYS) {
      delaysMillis.add(millis);
    }
  }

  private void onState(StateChanged change) {
    switch (change.to()) {
      case BACKING_OFF -> {
        synchronized (this) {
          lastBreak = change.cause();
        }
        audit.interrupt();
      }
      case FAILED -> {
        synchronized (this) {
          failure = change.cause();
        }
        audit.interrupt();
        failed.countDown();
        live.countDown();
      }
      case NEW, CONNECTING, SYNCING, LIVE, LAGGING, SUSPECT, STALE, CLOSED -> {}
    }
  }

  /** Follows for so long, or until the market failed; returns the comparison with REST. */
  Finding run(LunoRest rest, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    stream.start();
    Finding book =
        live.await(millis, TimeUnit.MILLISECONDS) && stream.state().isInStep()
            ? audit(rest, deadline)
            : Finding.of("book", Outcome.UNKNOWN, "there was no book to compare");
    failed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    synchronized (this) {
      endNanos = System.nanoTime();
    }
    return book;
  }

  /** Compares again after a single difference, which may be REST's mistake. */
  private Finding audit(LunoRest rest, long deadline) throws InterruptedException {
    Result last = new Result(Verdict.INCONCLUSIVE, "not asked");
    for (int i = 0; i < MAX_AUDITS; i++) {
      Result before = last;
      last = compareOnce(rest);
      boolean decided =
          last.verdict() == Verdict.OK
              || (last.verdict() == Verdict.DIFFERS && before.verdict() == Verdict.DIFFERS);
      if (decided || failed.getCount() == 0 || (System.nanoTime() > deadline && i > 0)) {
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

  private Result compareOnce(LunoRest rest) throws InterruptedException {
    audit.begin();
    if (failed.await(REST_CACHE_MILLIS, TimeUnit.MILLISECONDS)) {
      return new Result(Verdict.INCONCLUSIVE, "the market failed");
    }
    try {
      OrderBookTop top = rest.orderBookTop(pair());
      return audit.compare(top, CATCH_UP_MILLIS);
    } catch (RestException e) {
      return new Result(Verdict.INCONCLUSIVE, String.valueOf(e.getMessage()));
    }
  }

  /** The findings about connection and feed, in order. */
  synchronized List<Finding> findings() {
    FeedReport.Observations observations =
        new FeedReport.Observations(
            liveNanos != 0,
            orders,
            sequence,
            Math.max(0, endNanos - liveNanos),
            delaysMillis.stream().sorted().toList(),
            failure,
            lastBreak);
    return new FeedReport(observations, connection, stream.statistics()).findings();
  }
}
