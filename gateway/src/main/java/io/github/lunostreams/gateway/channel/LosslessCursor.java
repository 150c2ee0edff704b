package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.channel.UpstreamState.Ended;
import io.github.lunostreams.gateway.channel.UpstreamState.InStep;
import io.github.lunostreams.gateway.channel.UpstreamState.Waiting;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A subscription that misses nothing: it waits for a book that is no older than its client's
 * coming, is sent that whole, and then every update that follows it, until the exchange is lost or
 * the client is too far behind.
 */
final class LosslessCursor extends Cursor<LunoEntry> {
  /** The channel, as its cursors need it. */
  interface Origin {
    /** Whether there is a book to start with. */
    UpstreamState state();

    /** Counts what the exchange has sent: updates and keepalives. */
    long heard();

    /** Whether the exchange is silent, so that a book to start with may be old. */
    boolean isStale();

    /**
     * Has a snapshot made that clients can join with. One request at a time is enough for all.
     *
     * @return after how many nanoseconds to look again, unless something wakes the cursor before
     */
    long requestSnapshot(InStep inStep);

    /** How many bytes of updates a client may be behind. */
    int backlogBytes();

    /** How long a client that is interrupted is to wait until its connection is closed. */
    Duration closeDelay();
  }

  private final Origin origin;
  private boolean started;

  /** What had been heard of the exchange when it started. */
  private long heardBefore;

  /** The number of the entry that was the newest when its client came; -1 before. */
  private long came = -1;

  /** It will look again by itself, not only when something is appended. */
  private boolean looksAgain;

  LosslessCursor(
      ClientOutput output,
      Listener listener,
      Supplier<LunoEntry> newest,
      ChannelCounters counters,
      Origin origin) {
    super(output, listener, newest, counters);
    this.origin = origin;
  }

  @Override
  boolean keepUp(LunoEntry upTo) {
    LunoEntry at = position();
    if (!started || at == null || upTo.offset() - at.offset() <= origin.backlogBytes()) {
      return true;
    }
    tooSlow("too slow: %s bytes of updates wait".formatted(upTo.offset() - at.offset()));
    return false;
  }

  @Override
  boolean writeNext(LunoEntry upTo, SharedFrames<LunoEntry> frames) {
    LunoEntry last = position();
    if (last == null) {
      return false;
    }
    if (!started) {
      return start(upTo);
    }
    // Not beyond: for what was appended since, there will be another run.
    if (last.number() >= upTo.number()) {
      return false;
    }
    LunoEntry next = last.next();
    if (next == null) {
      return false;
    }
    if (next.isBreak()) {
      leave();
      if (origin.state() instanceof Ended(String frame)) {
        listener().ended(frame);
      } else {
        listener().interrupted(origin.closeDelay());
      }
      return false;
    }
    Entry.Batch<LunoEntry> batch = frames.from(next);
    moveTo(batch.last());
    write(batch);
    return true;
  }

  @Override
  void keepAlive(LunoEntry upTo) {
    LunoEntry at = position();
    if (started && at != null && at.number() >= upTo.number()) {
      sendAside(allocator -> LunoEntry.keepAlive(allocator));
    }
  }

  /**
   * Its client takes the book that it started with for a sign of life, and would wait for another
   * from then on: if nothing came since, it would learn too late that the exchange is silent.
   */
  @Override
  void silent() {
    if (started && position() != null && origin.heard() == heardBefore) {
      leave();
      listener().interrupted(origin.closeDelay());
    }
  }

  private boolean start(LunoEntry upTo) {
    if (came < 0) {
      came = upTo.number();
    }
    // Nothing before it is of use any more.
    moveTo(upTo);
    return switch (origin.state()) {
      case Waiting _ -> false;
      case InStep inStep -> !origin.isStale() && startWith(inStep);
      case Ended(String frame) -> {
        leave();
        listener().ended(frame);
        yield false;
      }
    };
  }

  private boolean startWith(InStep inStep) {
    JoinSnapshot snapshot = inStep.snapshot();
    if (snapshot == null || snapshot.position().number() < came) {
      long againNanos = origin.requestSnapshot(inStep);
      if (!looksAgain) {
        looksAgain = true;
        after(againNanos, this::lookedAgain);
      }
      return false;
    }
    started = true;
    heardBefore = origin.heard();
    moveTo(snapshot.position());
    int frame = 1;
    for (ByteBuf piece : snapshot.frame()) {
      write(piece, frame);
      frame = 0;
    }
    return true;
  }

  private void lookedAgain() {
    looksAgain = false;
    lookAgain();
  }
}
