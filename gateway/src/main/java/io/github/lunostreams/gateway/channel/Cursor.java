package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.channel.Entry.Batch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription's place in an {@link UpdateLog}. It advances as fast as its client's socket
 * takes frames.
 *
 * <p>What kinds of cursors differ in is their policy: what a client gets first, and what becomes of
 * one that is too far behind.
 *
 * @param <E> the kind of entry that the log is of
 */
abstract class Cursor<E extends Entry<E>> implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(Cursor.class);

  private final ClientOutput output;
  private final Listener listener;
  private final Supplier<E> newest;
  private final ChannelCounters counters;

  /** Where its fan-out task has it; -1 when it has left. */
  int index = -1;

  /** Takes it out of its log. Null before it has joined one. */
  private @Nullable Runnable leaving;

  /** What it was sent last, or has skipped. Null before the start and after the end. */
  private @Nullable E position;

  /**
   * A cursor that is in no log yet.
   *
   * @param output the client's
   * @param listener is called if the subscription ends by itself
   * @param newest the log's newest entry
   * @param counters the channel's
   */
  Cursor(ClientOutput output, Listener listener, Supplier<E> newest, ChannelCounters counters) {
    this.output = output;
    this.listener = listener;
    this.newest = newest;
    this.counters = counters;
  }

  /** It joins a log, before it is sent anything. */
  final void joins(Runnable whenLeaving) {
    leaving = whenLeaving;
    output.add(this);
  }

  @Override
  public final void leave() {
    Runnable left = leaving;
    if (left != null) {
      leaving = null;
      left.run();
      output.remove(this);
    }
    position = null;
    forget();
  }

  @Override
  public final void tooSlow(String reason) {
    if (index >= 0) {
      counters.tooSlow.increment();
      leave();
      listener.tooSlow(reason);
    }
  }

  @Override
  public final long behind() {
    E from = position;
    return from == null ? 0 : Math.max(0, newest.get().number() - from.number());
  }

  @Override
  public long heldBytes() {
    return 0;
  }

  final EventLoop eventLoop() {
    return output.eventLoop();
  }

  final ByteBufAllocator allocator() {
    return output.allocator();
  }

  final Listener listener() {
    return listener;
  }

  final ChannelCounters counters() {
    return counters;
  }

  final @Nullable E position() {
    return position;
  }

  final void moveTo(@Nullable E entry) {
    position = entry;
  }

  /** Does something later, on the event loop; it may have left by then. */
  final void after(long nanos, Runnable task) {
    var _ = output.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Sends what there is now, in turn with the client's other subscriptions. */
  final void lookAgain() {
    if (index >= 0) {
      output.drain();
    }
  }

  /** Sends what is new, as far as the socket takes it. */
  final void advance(E upTo, SharedFrames<E> frames) {
    if (!output.beginSending()) {
      return;
    }
    try {
      while (position != null) {
        if (keepUp(upTo) && (!output.hasRoom() || !writeNext(upTo, frames))) {
          break;
        }
      }
    } catch (RuntimeException | OutOfMemoryError failure) {
      abort(failure);
    } finally {
      output.endSending();
    }
  }

  @Override
  public final boolean writeNext() {
    E upTo = newest.get();
    try (SharedFrames<E> frames = new SharedFrames<>(allocator(), upTo)) {
      while (position != null) {
        if (keepUp(upTo)) {
          return writeNext(upTo, frames);
        }
      }
    } catch (RuntimeException | OutOfMemoryError failure) {
      abort(failure);
    }
    return false;
  }

  /** When its client was last sent anything; nanoseconds of the event loop's ticker. */
  final long lastSentNanos() {
    return output.lastSentNanos();
  }

  /**
   * Sends a frame that is not of the log, now or never: not to a client for whom anything waits.
   *
   * @param frame makes it; released by its being sent
   * @return whether it was sent
   */
  final boolean sendAside(Function<ByteBufAllocator, ByteBuf> frame) {
    if (!output.hasSentAll() || !output.beginSending()) {
      return false;
    }
    try {
      output.write(frame.apply(allocator()));
      return true;
    } catch (RuntimeException | OutOfMemoryError failure) {
      abort(failure);
      return false;
    } finally {
      output.endSending();
    }
  }

  /** The keepalive of the exchange. Ignored unless overridden. */
  void keepAlive(E upTo) {}

  /** The exchange has been silent for a while. Ignored unless overridden. */
  void silent() {}

  /** One client's failure must not cost the others their turn. */
  private void abort(Throwable failure) {
    log.warn("a client's connection is closed: sending to it failed", failure);
    output.abort();
  }

  /** Writes frames of the log, shared by all cursors at the same position. */
  final void write(Batch<E> batch) {
    write(batch.bytes().retainedDuplicate(), batch.count());
  }

  /** Writes frames; they are released by that. */
  final void write(ByteBuf frames, int count) {
    counters.sent.add(count);
    output.write(frames);
  }

  /**
   * Applies the policy to a client that is too far behind.
   *
   * @return false if it was: its position is another now, or null
   */
  abstract boolean keepUp(E upTo);

  /** Writes what is next. False if there is nothing. */
  abstract boolean writeNext(E upTo, SharedFrames<E> frames);

  /** The subscription ends: forgets what was kept for it. */
  void forget() {}
}
