package io.github.lunostreams.market;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.market.MarketEvent.HookDetached;
import io.github.lunostreams.market.MarketEvent.HookFailed;
import io.github.lunostreams.market.MarketEvent.OldMessageDropped;
import io.github.lunostreams.market.MarketEvent.TradePriceMismatch;
import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a market's ordered events to its hooks, one event at a time: what a hook causes, closing
 * the stream for instance, goes to all after the event in progress. Every kind of hook and listener
 * is a thin adapter here.
 *
 * <p>Dispatches on the market's thread; any thread may add.
 */
final class UpdateDispatcher {
  private static final Logger log = LoggerFactory.getLogger(UpdateDispatcher.class);

  /** Which kind of hook is called first; within a kind, whichever was added first. */
  private enum Rank {
    FRAME,
    LIVE,
    ASYNC
  }

  private record Subscriber(Rank rank, UpdateHook hook) {}

  private final Pair pair;
  private final OrderBook book;
  private final FeedCounters counters;

  /** Whether the book still follows the exchange; a hook may have closed the stream. */
  private final BooleanSupplier inStep;

  private final List<MarketListener> listeners = new CopyOnWriteArrayList<>();

  /** Replaced as a whole, under this object's lock. */
  private volatile Subscriber[] subscribers = {};

  // Owned by the market's thread.
  private final Queue<StateChanged> waiting = new ArrayDeque<>();
  private boolean dispatching;

  UpdateDispatcher(Pair pair, OrderBook book, FeedCounters counters, BooleanSupplier inStep) {
    this.pair = pair;
    this.book = book;
    this.counters = counters;
    this.inStep = inStep;
  }

  void addListener(MarketListener listener) {
    listeners.add(listener);
  }

  void addHook(UpdateHook hook) {
    add(new Subscriber(Rank.LIVE, hook));
  }

  void addFrameHook(FrameHook hook) {
    add(new Subscriber(Rank.FRAME, HookAdapters.of(hook)));
  }

  void addMailbox(Mailbox mailbox) {
    add(new Subscriber(Rank.ASYNC, mailbox::offer));
  }

  private synchronized void add(Subscriber added) {
    Subscriber[] more = Arrays.copyOf(subscribers, subscribers.length + 1);
    int at = subscribers.length;
    while (at > 0 && more[at - 1].rank().compareTo(added.rank()) > 0) {
      more[at] = more[at - 1];
      at--;
    }
    more[at] = added;
    subscribers = more;
  }

  /** Tells a single hook what the others know already. */
  void publishTo(UpdateHook hook, MarketUpdate update) {
    call(hook, update);
  }

  /** A new book, and the state that came with it. */
  void reset(Reset reset) {
    dispatching = true;
    try {
      publish(reset.change());
      callWithBook(reset);
    } finally {
      dispatching = false;
    }
    publishWaiting();
  }

  /** An update was applied to the book. */
  void changed(Changed changed) {
    dispatching = true;
    try {
      List<Trade> trades = changed.trades();
      for (int i = 0; i < trades.size(); i++) {
        reportIfMismatched(trades.get(i));
      }
      callWithBook(changed);
    } finally {
      dispatching = false;
    }
    publishWaiting();
  }

  private void reportIfMismatched(Trade trade) {
    if (!trade.counterFitsPrice()) {
      counters.priceMismatches.increment();
      publish(new TradePriceMismatch(pair, trade));
    }
  }

  /** The state changed, not by a new book. */
  void stateChanged(StateChanged change) {
    if (dispatching) {
      waiting.add(change);
      return;
    }
    dispatching = true;
    try {
      publish(change);
      for (Subscriber subscriber : subscribers) {
        call(subscriber.hook(), change);
      }
    } finally {
      dispatching = false;
    }
    publishWaiting();
  }

  private void callWithBook(MarketUpdate update) {
    for (Subscriber subscriber : subscribers) {
      if (!inStep.getAsBoolean()) {
        return; // A listener or the hook before closed the stream.
      }
      call(subscriber.hook(), update);
    }
  }

  /** The exchange sent a keepalive. */
  void keptAlive() {
    dispatching = true;
    try {
      for (Subscriber subscriber : subscribers) {
        if (!inStep.getAsBoolean()) {
          break;
        }
        keptAlive(subscriber.hook());
      }
    } finally {
      dispatching = false;
    }
    publishWaiting();
  }

  private void keptAlive(UpdateHook hook) {
    try {
      hook.onKeepAlive();
    } catch (Throwable failure) {
      failed(book.sequence(), failure);
    }
  }

  private void publishWaiting() {
    StateChanged next = waiting.poll();
    if (next != null) {
      stateChanged(next);
    }
  }

  void droppedOld(long sequence, long bookSequence) {
    publish(new OldMessageDropped(pair, sequence, bookSequence));
  }

  void detached(long sequence, int capacity) {
    log.warn("{}: a hook is detached, {} updates waited for it", pair, capacity);
    publish(new HookDetached(pair, sequence, capacity));
  }

  /** Whatever a hook throws, it must not end the stream or starve the other hooks. */
  private void call(UpdateHook hook, MarketUpdate update) {
    try {
      hook.onUpdate(update);
    } catch (Throwable failure) {
      failed(book.sequence(), failure);
    }
  }

  void failed(long sequence, Throwable failure) {
    note(sequence, failure);
    publish(new HookFailed(pair, sequence, failure));
  }

  /** Counts and logs a failure. Any thread may call. */
  void note(long sequence, Throwable failure) {
    counters.hookFailures.increment();
    long count = counters.hookFailures.sum();
    if (Long.bitCount(count) == 1) {
      // One line for the 1st, 2nd, 4th, 8th …: a hook that always throws must not flood the log.
      log.warn("{}: a hook failed at sequence {} ({} in all)", pair, sequence, count, failure);
    }
  }

  /** Tells the listeners. */
  void publish(MarketEvent event) {
    for (MarketListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | Error failure) {
        log.warn("{}: a listener failed on {}", pair, event.getClass().getSimpleName(), failure);
      }
    }
  }
}
