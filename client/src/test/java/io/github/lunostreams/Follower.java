package io.github.lunostreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.upstream.Cause;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Follows a stream for a test: keeps what came, and waits for what is to come. */
final class Follower {
  private static final long TIMEOUT_SECONDS = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingCame = lock.newCondition();
  private final List<Trade> trades = new ArrayList<>();
  private final List<Cause> causes = new ArrayList<>();
  private final List<Long> sequences = new ArrayList<>();
  private final MarketStream stream;
  private BookSnapshot book;
  private FeedState state = FeedState.CLOSED;

  /** Attaches to a stream and starts it. */
  Follower(MarketStream stream) {
    this.stream = stream;
    stream
        .addListener(
            event -> {
              if (event instanceof StateChanged changed) {
                note(
                    () -> {
                      state = changed.to();
                      causes.add(changed.cause());
                    });
              }
            })
        .addHook(
            (now, happened) ->
                note(
                    () -> {
                      book = now.snapshot(0);
                      trades.addAll(happened);
                      sequences.add(now.sequence());
                    }))
        .start();
  }

  private void note(Runnable change) {
    lock.lock();
    try {
      change.run();
      somethingCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  MarketStream stream() {
    return stream;
  }

  /** Waits for a state to be entered; the bound is for failing, not for timing. */
  void awaitState(FeedState wanted) {
    await(wanted.toString(), () -> state == wanted);
  }

  /** Waits until a change of state had this cause. */
  void awaitCause(Cause.Reason reason) {
    await(reason.toString(), () -> causes.stream().anyMatch(c -> c.reason() == reason));
  }

  /** Waits for one more change of state. */
  void awaitMoreCausesThan(int known) {
    await("another change", () -> causes.size() > known);
  }

  /** Lets go of what was kept, for a test that counts memory. */
  void forgetHistory() {
    note(
        () -> {
          causes.clear();
          trades.clear();
          sequences.clear();
        });
  }

  void awaitLiveAt(long sequence) {
    await(
        "LIVE at " + sequence,
        () -> state == FeedState.LIVE && book != null && book.sequence() == sequence);
  }

  private void await(String what, BooleanSupplier condition) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + what + ": " + state + " " + causes);
        }
        left = somethingCame.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  List<Cause> causes() {
    lock.lock();
    try {
      return List.copyOf(causes);
    } finally {
      lock.unlock();
    }
  }

  List<Trade> trades() {
    lock.lock();
    try {
      return List.copyOf(trades);
    } finally {
      lock.unlock();
    }
  }

  List<Long> sequences() {
    lock.lock();
    try {
      return List.copyOf(sequences);
    } finally {
      lock.unlock();
    }
  }

  /** The follower has caught up with a market that stands still, and has its very book. */
  void assertHasTheBookOf(SimulatedMarket market) {
    BookImage truth = market.book();
    awaitLiveAt(truth.sequence());
    lock.lock();
    try {
      assertSame(book, Side.BID, truth.bids());
      assertSame(book, Side.ASK, truth.asks());
    } finally {
      lock.unlock();
    }
  }

  private static void assertSame(BookView book, Side side, List<BookImage.Level> levels) {
    assertThat(book.levels(side, 0).stream().map(l -> plain(l.price()) + " x " + plain(l.volume())))
        .containsExactlyElementsOf(
            levels.stream().map(l -> plain(l.price()) + " x " + plain(l.volume())).toList());
  }

  /** The follower has every trade of the market, in order, and no other. */
  void assertHasTheTapeOf(SimulatedMarket market) {
    assertThat(trades().stream().map(Follower::shown))
        .containsExactlyElementsOf(market.tape().stream().map(Follower::shown).toList());
  }

  private static String shown(Trade t) {
    return String.join(
        " ",
        t.type().toString(),
        Long.toString(t.sequence()),
        Long.toString(t.bookSequence()),
        plain(t.price()),
        plain(t.base()),
        plain(t.counter()),
        t.makerOrderId(),
        t.takerOrderId(),
        Long.toString(t.timestamp().orElseThrow().toEpochMilli()));
  }

  private static String shown(SimulatedTrade t) {
    return String.join(
        " ",
        t.makerSide() == io.github.lunostreams.simulator.market.Side.BID ? "SELL" : "BUY",
        Long.toString(t.sequence()),
        Long.toString(t.bookSequence()),
        plain(t.price()),
        plain(t.base()),
        plain(t.counter()),
        t.makerOrderId(),
        t.takerOrderId(),
        Long.toString(t.timestamp()));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
