package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Format.Envelope;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in a {@link Broadcast}: gets every update as long as it is near enough, and
 * leaps to the newest otherwise.
 */
final class ConflatingReader extends Reader<Publication> {
  private final Limits.SlowClients limits;

  /** The first frame has no trades: they were before this client's time. */
  private boolean begun;

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

  /** Of all trades held. Written by the event loop. */
  private volatile long heldBytes;

  /** How many updates it leapt over; above 0, it is owed a frame or two. */
  private long leapt;

  ConflatingReader(
      Channel channel, Owner owner, Chain<Publication> chain, Limits.SlowClients limits) {
    super(channel, owner, chain);
    this.limits = limits;
  }

  @Override
  void forget() {
    missedBreak = null;
    heldBeforeBreak.clear();
    held.clear();
    heldBytes = 0;
  }

  @Override
  public long heldBytes() {
    return heldBytes;
  }

  @Override
  boolean keepsUp(Publication newest) {
    Publication at = position();
    if (at == null || newest.number() - at.number() <= limits.backlog()) {
      return true;
    }
    leapTo(newest);
    return false;
  }

  @Override
  boolean writeNext(Publication newest, Frames<Publication> frames) {
    Publication last = position();
    if (last == null) {
      return false;
    }
    if (leapt > 0) {
      leapTo(newest);
      Publication landing = position();
      if (landing == null) {
        return false;
      }
      begun = true;
      Envelope broken = missedBreak;
      if (broken != null) {
        write(
            TextFrame.build(
                frames.allocator(), broken, heldBeforeBreak.trades, landing.separator()),
            1);
        missedBreak = null;
        heldBeforeBreak.clear();
        heldBytes = held.bytes;
        if (missedBreakNumber < landing.number()) {
          // The landing has its turn next.
          leapt--;
          return true;
        }
      } else {
        write(landing.frameWith(frames.allocator(), held.trades), 1);
        held.clear();
        heldBytes = 0;
      }
      counters().conflated.add(leapt - 1);
      leapt = 0;
      return true;
    }
    if (!begun) {
      begun = true;
      write(last.frameWith(frames.allocator(), List.of()), 1);
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
    moveTo(next);
    write(frames.from(next));
    return true;
  }

  /** Goes to the newest update without a frame, and keeps the trades on the way. */
  private void leapTo(Publication newest) {
    Publication at = position();
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
    moveTo(at);
    if (newestBreak != null) {
      missedBreak = newestBreak.envelope();
      missedBreakNumber = newestBreak.number();
    }
    int trades = heldBeforeBreak.count + held.count;
    heldBytes = heldBeforeBreak.bytes + held.bytes;
    if (trades > limits.heldTrades() || heldBytes > limits.heldTradeBytes()) {
      tooSlow("too slow: %d trades wait".formatted(trades));
    }
  }
}
