package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Link.Batch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in a {@link Chain}. It goes along it as fast as its socket takes frames, and
 * flushes as many at a time as there are.
 *
 * <p>What kinds of readers differ in is what a client gets first, and what becomes of one that is
 * too far behind.
 *
 * @param <L> the kind of link
 */
abstract class Reader<L extends Link<L>> implements Subscriber {
  private final Channel channel;
  private final Owner owner;
  private final Chain<L> chain;
  private final Round<L> round;

  /** Where the round has it; -1 when it has left. */
  int index = -1;

  /** What it was sent last, or has left out. Null before the start and after the end. */
  private @Nullable L position;

  /** Frames are being written: what that causes must not start it again. */
  private boolean advancing;

  private boolean greeted;
  private long lastSentNanos;

  Reader(Channel channel, Owner owner, Chain<L> chain) {
    this.channel = channel;
    this.owner = owner;
    this.chain = chain;
    this.round = chain.round(channel.eventLoop());
  }

  /** Starts to read, at the newest link. */
  final void join() {
    round.join(this);
  }

  @Override
  public final void writable() {
    if (index >= 0) {
      round.send(this);
    }
  }

  @Override
  public final void leave() {
    round.leave(this);
    position = null;
    forget();
  }

  @Override
  public final void tooSlow(String reason) {
    if (index >= 0) {
      counters().tooSlow.increment();
      leave();
      owner.tooSlow(reason);
    }
  }

  @Override
  public final long behind() {
    L from = position;
    return from == null ? 0 : Math.max(0, chain.newest().number() - from.number());
  }

  @Override
  public final long lastSentNanos() {
    return lastSentNanos;
  }

  @Override
  public final boolean greeted() {
    return greeted;
  }

  /** Does something later, on the event loop; it may have left by then. */
  final void after(long nanos, Runnable task) {
    var _ = channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  final ByteBufAllocator allocator() {
    return channel.alloc();
  }

  final Counters counters() {
    return chain.counters();
  }

  final @Nullable L position() {
    return position;
  }

  final void moveTo(@Nullable L link) {
    position = link;
  }

  final void abort() {
    leave();
    channel.close();
  }

  /** Sends what is new, as far as the socket takes it. */
  final void advance(L newest, Frames<L> frames) {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      send(newest, frames);
    } finally {
      advancing = false;
    }
  }

  private void send(L newest, Frames<L> frames) {
    boolean unflushed = false;
    while (position != null) {
      if (!keepsUp(newest)) {
        continue;
      }
      if (!channel.isWritable()) {
        if (!unflushed) {
          return;
        }
        flush();
        unflushed = false;
        continue;
      }
      if (!writeNext(newest, frames)) {
        break;
      }
      unflushed = true;
    }
    if (unflushed) {
      flush();
    }
  }

  private void flush() {
    channel.flush();
    greeted = true;
    lastSentNanos = channel.eventLoop().ticker().nanoTime();
  }

  /** Writes frames of the chain, shared with all readers who are at the same place. */
  final void write(Batch<L> batch) {
    write(batch.bytes().retainedDuplicate(), batch.count());
  }

  /** Writes frames; they are released by that. */
  final void write(ByteBuf bytes, int count) {
    counters().sent.add(count);
    channel.write(bytes, channel.voidPromise());
  }

  /**
   * Looks whether the client is near enough.
   *
   * @return false if it was not, and something was done about it: it is somewhere else now, or gone
   */
  abstract boolean keepsUp(L newest);

  /** Writes what is next. False if there is nothing. */
  abstract boolean writeNext(L newest, Frames<L> frames);

  @Override
  public long heldBytes() {
    return 0;
  }

  /** The client leaves: lets go of whatever it had. */
  void forget() {}
}
