package io.github.lunostreams.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one market on one event loop that want beats, and the one timer for all of them. A
 * beat is sent to those that have been sent nothing for the interval: encoded once each time, and
 * shared. It is never sent to a client that has not been sent everything up to the beat's sequence:
 * such a client has a frame to come.
 *
 * <p>A beat is late by a twentieth of the interval at most, so that clients that are due one after
 * the other cost few looks.
 *
 * <p>Owned by the event loop.
 */
final class BeatTask {
  private static final int LOOKS_PER_INTERVAL = 20;

  private final EventLoop loop;
  private final long intervalNanos;
  private final Supplier<Published> newest;
  private final Function<MarketImage, byte[]> encoder;
  private final List<ConflatingCursor> cursors = new ArrayList<>();
  private boolean timed;

  /**
   * A task without clients.
   *
   * @param interval after how long without a frame a client is sent a beat
   * @param newest what the market published last
   * @param encoder a beat's text in UTF-8
   */
  BeatTask(
      EventLoop loop,
      Duration interval,
      Supplier<Published> newest,
      Function<MarketImage, byte[]> encoder) {
    this.loop = loop;
    this.intervalNanos = interval.toNanos();
    this.newest = newest;
    this.encoder = encoder;
  }

  void join(ConflatingCursor cursor) {
    assert loop.inEventLoop();
    cursor.beatIndex = cursors.size();
    cursors.add(cursor);
    if (!timed) {
      lookAfter(intervalNanos);
    }
  }

  /** Takes a cursor out. Doing so again does nothing. */
  void leave(ConflatingCursor cursor) {
    assert loop.inEventLoop();
    int index = cursor.beatIndex;
    if (index < 0) {
      return;
    }
    cursor.beatIndex = -1;
    ConflatingCursor last = cursors.removeLast();
    if (index < cursors.size()) {
      cursors.set(index, last);
      last.beatIndex = index;
    }
  }

  private void lookAfter(long nanos) {
    timed = true;
    var _ = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  /** Without clients there is no next look, and no timer is left. */
  private void look() {
    timed = false;
    if (cursors.isEmpty()) {
      return;
    }
    long next = intervalNanos;
    try (Beat beat = new Beat(newest.get())) {
      long now = loop.ticker().nanoTime();
      // Backwards: one that leaves in its turn is replaced by the last, which had its turn.
      for (int i = cursors.size() - 1; i >= 0; i--) {
        if (i < cursors.size()) {
          next = Math.min(next, lookAt(cursors.get(i), beat, now));
        }
      }
    } finally {
      lookAfter(Math.max(next, intervalNanos / LOOKS_PER_INTERVAL));
    }
  }

  /** After how many nanoseconds to look at it again. */
  private long lookAt(ConflatingCursor cursor, Beat beat, long now) {
    long left = cursor.lastSentNanos() + intervalNanos - now;
    if (left > 0) {
      return left;
    }
    return cursor.beat(beat.market.number(), beat::frame) ? intervalNanos : 0;
  }

  /** The beat of one look, encoded for the first client that gets it. */
  private final class Beat implements AutoCloseable {
    final Published market;
    private @Nullable ByteBuf frame;

    Beat(Published market) {
      this.market = market;
    }

    ByteBuf frame(ByteBufAllocator allocator) {
      ByteBuf built = frame;
      if (built == null) {
        byte[] utf8 = encoder.apply(market.image());
        int length = TextFrame.length(utf8);
        built = allocator.ioBuffer(length, length);
        TextFrame.write(built, utf8);
        frame = built;
      }
      return built.retainedDuplicate();
    }

    @Override
    public void close() {
      if (frame != null) {
        frame.release();
      }
    }
  }
}
