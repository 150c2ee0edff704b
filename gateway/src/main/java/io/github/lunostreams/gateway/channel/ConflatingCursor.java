package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that gets the market's book as soon as there is one, and nothing before. Then it
 * gets every update as long as its client keeps up, and otherwise skips to the newest: its next
 * frame then has the newest book and the trades of all updates skipped. If the exchange was lost
 * among those, a frame says so first, with the trades up to there.
 */
final class ConflatingCursor extends Cursor<BookEntry> {
  private final Limits.SlowClients limits;

  /** Where its task for beats has it; -1 if it is in none. */
  int beatIndex = -1;

  /** The first frame has no trades if there was a book before this client's time. */
  private boolean begun;

  /** The trades of updates that were skipped. */
  private static final class Pending {
    /** In order, each element one update's. */
    final List<byte[]> trades = new ArrayList<>();

    int count;
    long bytes;

    void add(BookEntry update) {
      if (update.tradeCount() > 0) {
        trades.add(update.tradeBytes());
        count += update.tradeCount();
        bytes += update.tradeBytes().length;
      }
    }

    void moveTo(Pending other) {
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
  private final Pending pending = new Pending();

  /** The trades before {@link #missedBreak}. */
  private final Pending pendingBeforeBreak = new Pending();

  /**
   * The newest update it skipped, or skipped to, that said that the exchange was lost; it is sent
   * before anything later. Not the entry itself, which would keep all that came after it.
   */
  private @Nullable Envelope missedBreak;

  private long missedBreakNumber;

  /** Of all pending trades. Written by the event loop. */
  private volatile long heldBytes;

  /** How many updates it skipped; above 0, a frame or two are pending. */
  private long skipped;

  ConflatingCursor(
      ClientOutput output,
      Listener listener,
      Supplier<BookEntry> newest,
      ChannelCounters counters,
      Limits.SlowClients limits) {
    super(output, listener, newest, counters);
    this.limits = limits;
  }

  @Override
  void forget() {
    missedBreak = null;
    pendingBeforeBreak.clear();
    pending.clear();
    heldBytes = 0;
  }

  @Override
  public long heldBytes() {
    return heldBytes;
  }

  @Override
  boolean keepUp(BookEntry upTo) {
    BookEntry at = position();
    if (at == null || !upTo.hasBook() || upTo.number() - at.number() <= limits.backlog()) {
      return true;
    }
    skipTo(upTo);
    return false;
  }

  @Override
  boolean writeNext(BookEntry upTo, SharedFrames<BookEntry> frames) {
    BookEntry last = position();
    if (last == null) {
      return false;
    }
    if (skipped > 0) {
      skipTo(upTo);
      return writePending();
    }
    if (!begun && last.hasBook()) {
      begun = true;
      write(last.frameWith(allocator(), List.of()), 1);
      return true;
    }
    return begun ? writeAfter(last, upTo, frames) : begin(last, upTo, frames);
  }

  /** Goes on to the first book. */
  private boolean begin(BookEntry start, BookEntry upTo, SharedFrames<BookEntry> frames) {
    BookEntry last = start;
    while (!last.isEndWithoutBook()) {
      BookEntry next = last.next();
      if (next == null || last.number() >= upTo.number()) {
        return false;
      }
      if (next.hasBook()) {
        begun = true;
        return writeAfter(last, upTo, frames);
      }
      moveTo(next);
      last = next;
    }
    leave();
    listener().failedWithoutBook();
    return false;
  }

  private boolean writeAfter(BookEntry last, BookEntry upTo, SharedFrames<BookEntry> frames) {
    // Not beyond: for what was appended since, there will be another run.
    if (last.number() >= upTo.number()) {
      return false;
    }
    BookEntry next = last.next();
    if (next == null) {
      return false;
    }
    moveTo(next);
    write(frames.from(next));
    return true;
  }

  /**
   * Sends a beat, unless there is something that the client has not been sent.
   *
   * @param number of what was published last, which the beat is of
   * @param frame makes it; released by its being sent
   * @return whether it was sent
   */
  boolean beat(long number, Function<ByteBufAllocator, ByteBuf> frame) {
    BookEntry at = position();
    boolean hasAll =
        at != null && at.number() == number && skipped == 0 && (begun || !at.hasBook());
    return hasAll && sendAside(frame);
  }

  /** Writes one of the frames that stand for what was skipped. */
  private boolean writePending() {
    BookEntry target = position();
    if (target == null) {
      return false;
    }
    begun = true;
    Envelope broken = missedBreak;
    if (broken != null) {
      write(TextFrame.build(allocator(), broken, pendingBeforeBreak.trades, target.separator()), 1);
      missedBreak = null;
      pendingBeforeBreak.clear();
      heldBytes = pending.bytes;
      if (missedBreakNumber < target.number()) {
        // The target has its turn next.
        skipped--;
        return true;
      }
    } else {
      write(target.frameWith(allocator(), pending.trades), 1);
      pending.clear();
      heldBytes = 0;
    }
    counters().conflated.add(skipped - 1);
    skipped = 0;
    return true;
  }

  /** Goes to the newest update without a frame, and keeps the trades on the way. */
  private void skipTo(BookEntry target) {
    BookEntry at = position();
    BookEntry newestBreak = null;
    while (at != null && at.number() < target.number()) {
      at = at.next();
      if (at == null) {
        break;
      }
      skipped++;
      pending.add(at);
      if (at.isBreak()) {
        pending.moveTo(pendingBeforeBreak);
        newestBreak = at;
      }
    }
    moveTo(at);
    if (newestBreak != null) {
      missedBreak = newestBreak.envelope();
      missedBreakNumber = newestBreak.number();
    }
    int trades = pendingBeforeBreak.count + pending.count;
    heldBytes = pendingBeforeBreak.bytes + pending.bytes;
    if (trades > limits.pendingTrades() || heldBytes > limits.pendingTradeBytes()) {
      tooSlow("too slow: %d trades wait".formatted(trades));
    }
  }
}
