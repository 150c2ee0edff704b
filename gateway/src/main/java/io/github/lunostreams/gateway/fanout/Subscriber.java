package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Format.Envelope;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in a {@link Broadcast}.
 *
 * <p>Owned by the channel's event loop: all methods are to be called there.
 */
public final class Subscriber {
  /** Who is responsible for the client's connection. */
  @FunctionalInterface
  public interface Owner {
    /**
     * The client is too slow even for the newest book alone. It is sent nothing any more; the owner
     * is to close it, with code 1013.
     *
     * @param reason in words for the close frame
     */
    void tooSlow(String reason);
  }

  private final Channel channel;
  private final Owner owner;
  private final Round round;
  private final Limits limits;
  private final Counters counters;

  /** Where the round has it; -1 when it has left. */
  int index = -1;

  /** The update it was sent last, or leapt to. Null before the start. */
  private @Nullable Publication position;

  /** The first frame has no trades: they were before this client's time. */
  private boolean greeted;

  /** The trades of updates it leapt over. */
  private static final class Held {
    /** In order, each entry one update's. */
    final List<byte[]> trades = new ArrayList<>();

    int count;
    long bytes;

    void add(Publication update) {
      if (update.tradeCount() > 0) {
        trades.add(update.tradeBytes());
        count += update.tradeCount();
        bytes += update.tradeBytes().length;
      }
    }

    void moveTo(Held other) {
      other.trades.addAll(trades);
      other.count += count;
      other.bytes += bytes;
      clear();
    }

    void clear() {
      trades.clear();
      count = 0;
      bytes = 0;
    }
  }

  /** The trades since {@link #missedBreak}, or since its last frame if there is none. */
  private final Held held = new Held();

  /** The trades before {@link #missedBreak}. */
  private final Held heldBeforeBreak = new Held();

  /**
   * The newest update it leapt over, or to, that said that the exchange was lost; it is sent before
   * anything later. Not the publication itself, which would keep all that came after it.
   */
  private @Nullable Envelope missedBreak;

  private long missedBreakNumber;

  /** How many updates it leapt over; above 0, it is owed a frame or two. */
  private long leapt;

  /** Frames are being written: what that causes must not start it again. */
  private boolean advancing;

  Subscriber(Channel channel, Owner owner, Round round, Limits limits, Counters counters) {
    this.channel = channel;
    this.owner = owner;
    this.round = round;
    this.limits = limits;
    this.counters = counters;
  }

  /** The socket takes more: goes on sending. */
  public void writable() {
    if (index >= 0) {
      round.send(this);
    }
  }

  /** Ends it: nothing is sent any more. Leaving again does nothing. */
  public void leave() {
    round.leave(this);
    position = null;
    missedBreak = null;
    heldBeforeBreak.clear();
    held.clear();
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** How many updates are kept alive for this client. */
  long behind() {
    Publication from = position;
    return from == null ? 0 : round.newestNumber() - from.number();
  }

  void abort() {
    leave();
    channel.close();
  }

  void startAt(Publication start) {
    position = start;
  }

  /** Sends what is new, as far as the socket takes it. */
  void advance(Publication newest, Frames frames) {
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

  private void send(Publication newest, Frames frames) {
    boolean unflushed = false;
    while (position != null) {
      if (newest.number() - position.number() > limits.backlog()) {
        leapTo(newest);
        continue;
      }
      if (!channel.isWritable()) {
        if (!unflushed) {
          return;
        }
        channel.flush();
        unflushed = false;
        continue;
      }
      if (!writeNext(newest, frames)) {
        break;
      }
      unflushed = true;
    }
    if (unflushed) {
      channel.flush();
    }
  }

  /** Writes the frame whose turn it is. False if there is none. */
  private boolean writeNext(Publication newest, Frames frames) {
    Publication last = position;
    if (last == null) {
      return false;
    }
    if (leapt > 0) {
      leapTo(newest);
      Publication landing = position;
      if (landing == null) {
        return false;
      }
      greeted = true;
      Envelope broken = missedBreak;
      if (broken != null) {
        write(frames.of(broken, heldBeforeBreak.trades, landing.separator()));
        missedBreak = null;
        heldBeforeBreak.clear();
        if (missedBreakNumber < landing.number()) {
          // The landing has its turn next.
          leapt--;
          return true;
        }
      } else {
        write(frames.of(landing, held.trades));
        held.clear();
      }
      counters.conflated.add(leapt - 1);
      leapt = 0;
      return true;
    }
    if (!greeted) {
      greeted = true;
      write(frames.of(last, List.of()));
      return true;
    }
    // Not beyond: for what was published since, there will be another round.
    if (last.number() >= newest.number()) {
      return false;
    }
    Publication next = last.next();
    if (next == null) {
      return false;
    }
    position = next;
    write(frames.of(next));
    return true;
  }

  private void write(Object frame) {
    counters.sent.increment();
    channel.write(frame, channel.voidPromise());
  }

  /** Goes to the newest update without a frame, and keeps the trades on the way. */
  private void leapTo(Publication newest) {
    Publication at = position;
    Publication newestBreak = null;
    while (at != null && at.number() < newest.number()) {
      at = at.next();
      if (at == null) {
        break;
      }
      leapt++;
      held.add(at);
      if (at.breaking()) {
        held.moveTo(heldBeforeBreak);
        newestBreak = at;
      }
    }
    position = at;
    if (newestBreak != null) {
      missedBreak = newestBreak.envelope();
      missedBreakNumber = newestBreak.number();
    }
    int trades = heldBeforeBreak.count + held.count;
    if (trades > limits.heldTrades()
        || heldBeforeBreak.bytes + held.bytes > limits.heldTradeBytes()) {
      tooSlow("too slow: %d trades wait".formatted(trades));
    }
  }

  /**
   * Ends it because the client is too slow.
   *
   * @param reason in words for the close frame
   */
  public void tooSlow(String reason) {
    if (index >= 0) {
      counters.tooSlow.increment();
      leave();
      owner.tooSlow(reason);
    }
  }
}
