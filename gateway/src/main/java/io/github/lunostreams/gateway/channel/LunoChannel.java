package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.gateway.channel.UpstreamState.Ended;
import io.github.lunostreams.gateway.channel.UpstreamState.InStep;
import io.github.lunostreams.gateway.channel.UpstreamState.Waiting;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The exchange's own frames of one market, byte for byte, for any number of clients that take the
 * gateway for the exchange: each gets a whole book and every update that follows it, whenever it
 * joins.
 *
 * <p>The market's thread {@linkplain #publish publishes}, which appends to a log and does nothing
 * per client. A client starts with a book that is no older than its coming, as at the exchange: one
 * that was here before never goes back in time, and gets no trade twice. That is the exchange's own
 * snapshot if nothing has come since; else there is a {@link SnapshotRenewal}. When many updates
 * have followed a snapshot it is dropped: without clients that follow, only the newest update is
 * kept.
 *
 * <p>Clients that are behind keep the log alive up to {@link LunoLimits#backlogBytes}; one further
 * behind is closed, since it can neither be spared an update nor be notified of a break. For the
 * same reason all are closed when the exchange was lost.
 */
public final class LunoChannel {
  /** Small snapshots are not worth renewing for less. */
  private static final int MIN_LOG_BYTES = 64 << 10;

  private final LunoFormat format;
  private final LunoLimits limits;
  private final RandomGenerator random;
  private final LongSupplier nanoClock;
  private final LosslessCursor.Origin origin = new CursorOrigin();
  private final ChannelCounters counters = new ChannelCounters();
  private final UpdateLog<LunoEntry> updates = new UpdateLog<>(LunoEntry.first(), counters);
  private final SnapshotRenewal renewal;
  private final LongAdder relayed = new LongAdder();
  private final LongAdder interrupted = new LongAdder();

  /** Written by the market's thread only. */
  private volatile UpstreamState state = new Waiting();

  private final LongAdder keepAlives = new LongAdder();

  /** The exchange is silent. Written by the market's thread only. */
  private volatile boolean stale;

  /**
   * The channel of a market that nothing is known of yet.
   *
   * @param format what the gateway has to write itself
   * @param limits what is kept for clients
   * @param liveBook the market's
   * @param encoder runs what takes milliseconds
   * @param random spreads what all clients would do at the same time; any thread may use it
   * @param nanoClock counts nanoseconds from anywhere; any thread may use it
   */
  public LunoChannel(
      LunoFormat format,
      LunoLimits limits,
      LiveBook liveBook,
      Executor encoder,
      RandomGenerator random,
      LongSupplier nanoClock) {
    this.format = format;
    this.limits = limits;
    this.random = random;
    this.nanoClock = nanoClock;
    this.renewal =
        new SnapshotRenewal(
            format, limits.copyInterval(), liveBook, encoder, nanoClock, updates, () -> state);
  }

  /**
   * Hands over a frame that was applied to the book. On the market's thread.
   *
   * @param utf8 its text, not to be changed any more
   * @param snapshot whether it is a whole book, which continues nothing before it
   */
  public void publish(byte[] utf8, boolean snapshot) {
    if (snapshot) {
      lost();
      state =
          new InStep(
              format.priceDecimals(utf8),
              new JoinSnapshot(updates.newest(), utf8),
              nanoClock.getAsLong());
      updates.wake();
    } else {
      relayed.increment();
      updates.append(updates.newest().then(utf8));
      dropOldSnapshot();
    }
  }

  /**
   * The exchange sent its keepalive. It is passed on to those who have their book and everything
   * that followed; for the others what is on its way is life enough. None is ever made up: a silent
   * exchange has to be silent for them too. On the market's thread.
   */
  public void keptAlive() {
    keepAlives.increment();
    updates.keepAlive();
  }

  private void dropOldSnapshot() {
    if (state instanceof InStep inStep) {
      JoinSnapshot snapshot = inStep.snapshot();
      if (snapshot != null
          && updates.newest().offset() - snapshot.position().offset() > maxLogBytes(snapshot)) {
        inStep.snapshot(null);
      }
    }
  }

  /** Half of what a client may be behind: it starts with that much, and has to have time. */
  private long maxLogBytes(JoinSnapshot snapshot) {
    return Math.min(Math.max(snapshot.size(), MIN_LOG_BYTES), limits.backlogBytes() / 2);
  }

  /**
   * The exchange has fallen silent, or is heard again. As long as it is silent nobody starts: a
   * client would take the book that it is sent for a current one. Those who started after the last
   * word of the exchange are closed, for the same reason. On the market's thread.
   *
   * @param silent whether the book may be old
   */
  public void stale(boolean silent) {
    if (stale == silent) {
      return;
    }
    stale = silent;
    if (silent) {
      updates.silent();
    } else {
      updates.wake();
    }
  }

  /** The exchange was lost: the next frame will be a snapshot. On the market's thread. */
  public void lost() {
    if (state instanceof InStep) {
      state = new Waiting();
      appendBreak();
    }
  }

  /**
   * Nothing more will come. On the market's thread. The first reason remains: a market that failed
   * is also closed, and a client that comes late has to see the failure all the same.
   *
   * @param code the exchange's code for what happened
   * @param words for a person
   */
  public void end(String code, String words) {
    if (state instanceof Ended) {
      return;
    }
    state = new Ended(format.error(code, words));
    appendBreak();
  }

  private void appendBreak() {
    updates.append(updates.newest().then(null));
  }

  /**
   * Sends a client a whole book, once there is one, and every update that follows it. On the
   * client's event loop.
   *
   * @param output the client's
   * @param listener is called if the subscription ends by itself, which it may do in this call
   * @return the client's subscription
   */
  Subscription subscribe(ClientOutput output, Subscription.Listener listener) {
    LosslessCursor cursor = new LosslessCursor(output, listener, updates::newest, counters, origin);
    updates.join(cursor, () -> {});
    return cursor;
  }

  UpstreamState state() {
    return state;
  }

  private final class CursorOrigin implements LosslessCursor.Origin {
    @Override
    public UpstreamState state() {
      return state;
    }

    @Override
    public long heard() {
      return updates.newest().number() + keepAlives.sum();
    }

    @Override
    public boolean isStale() {
      return stale;
    }

    @Override
    public int backlogBytes() {
      return limits.backlogBytes();
    }

    @Override
    public Duration closeDelay() {
      interrupted.increment();
      return Duration.ofNanos(random.nextLong(limits.closeSpread().toNanos()));
    }

    @Override
    public long requestSnapshot(InStep inStep) {
      return renewal.request(inStep);
    }
  }

  /**
   * What has been counted.
   *
   * @return the counters of now
   */
  public LunoChannelStatistics statistics() {
    return new LunoChannelStatistics(
        counters.clients.get(),
        relayed.sum(),
        counters.sent.sum(),
        interrupted.sum(),
        counters.tooSlow.sum(),
        renewal.captured());
  }
}
