package io.github.lunostreams.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection is still to be sent, in order.
 *
 * <p>Any thread may put into it; the channel's event loop takes out while the socket accepts more.
 * Bounded in bytes, counted until the kernel has them: a frame that does not fit ends the
 * connection, for a stream with a hole in it is worth nothing. A single frame always fits an empty
 * outbox, whatever its size. Frames are complete, encoded and shared between connections.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** The time a client has to answer a close frame before its connection is ended. */
  private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

  private sealed interface Item {
    /** Not a record: a record would compare arrays by identity while looking like a value. */
    final class Text implements Item {
      final byte[] frame;

      Text(byte[] frame) {
        this.frame = frame;
      }
    }

    record Stall(boolean pongs) implements Item {}

    record Close(int code, String reason) implements Item {}
  }

  private final Channel channel;
  private final long limit;

  /** Guarded by this. */
  private final Deque<Item> items = new ArrayDeque<>();

  /** Bytes taken in and not yet with the kernel. Guarded by this. */
  private long pending;

  /** A drain is due on the event loop. Guarded by this. */
  private boolean woken;

  /** Nothing more is taken in. Guarded by this. */
  private boolean shut;

  /**
   * No pings or pongs pass. Volatile, not in line with the frames: once a stall was asked for, no
   * ping that comes later may be answered.
   */
  private volatile boolean frozen;

  /** Owned by the event loop. */
  private boolean stalled;

  /** A close frame has been sent. Owned by the event loop. */
  private boolean closing;

  /** When the last text was written, by the event loop's clock. Owned by the event loop. */
  private long lastText;

  Outbox(Channel channel, long limit) {
    this.channel = channel;
    this.limit = limit;
    this.lastText = channel.eventLoop().ticker().nanoTime();
  }

  /**
   * Takes a frame in.
   *
   * @return false if the connection is at its end and takes nothing any more
   */
  boolean offer(byte[] frame) {
    synchronized (this) {
      if (shut) {
        return false;
      }
      if (pending == 0 || pending + frame.length <= limit) {
        pending += frame.length;
        add(new Item.Text(frame));
        return true;
      }
    }
    LOG.warn("{}: reads too slowly, more than {} bytes wait; dropped", channel, limit);
    drop(true);
    return false;
  }

  /** Ends the connection with a close frame behind everything taken in so far, a stall or not. */
  void close(int code, String reason) {
    synchronized (this) {
      if (shut) {
        return;
      }
      add(new Item.Close(code, reason));
      shut = true;
    }
    endStall();
  }

  /**
   * Ends the connection at once, without a close frame.
   *
   * @param reset by a TCP reset, else by an orderly end of the stream
   */
  void drop(boolean reset) {
    synchronized (this) {
      shut = true;
      items.clear();
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              if (reset && channel.isActive()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
              }
              endNow();
            });
  }

  /** Ends the connection at once with a close frame, past whatever is still waiting. */
  void goAway(int code, String reason) {
    synchronized (this) {
      shut = true;
      items.clear();
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              if (!closing) {
                var _ = channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
              }
              endNow();
            });
  }

  /** Sends no text behind what was taken in so far, and without pongs nothing and reads nothing. */
  synchronized void stall(boolean pongs) {
    if (!shut) {
      frozen |= !pongs;
      add(new Item.Stall(pongs));
    }
  }

  /** Ends stalls, also those still waiting in line. */
  void endStall() {
    synchronized (this) {
      frozen = false;
      items.removeIf(Item.Stall.class::isInstance);
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              stalled = false;
              channel.config().setAutoRead(true);
              drain();
            });
  }

  private void add(Item item) {
    items.addLast(item);
    if (!woken) {
      woken = true;
      channel.eventLoop().execute(this::wake);
    }
  }

  private void wake() {
    synchronized (this) {
      woken = false;
    }
    drain();
  }

  private synchronized @Nullable Item poll() {
    return items.pollFirst();
  }

  private synchronized void written(long bytes) {
    pending -= bytes;
  }

  /** Writes what the socket accepts. On the event loop; also called when it accepts more again. */
  void drain() {
    assert channel.eventLoop().inEventLoop();
    long bytes = 0;
    ChannelFuture last = null;
    while (!stalled && !closing && channel.isWritable()) {
      switch (poll()) {
        case null -> {
          finish(last, bytes);
          return;
        }
        case Item.Text text -> {
          last = channel.write(Unpooled.wrappedBuffer(text.frame));
          bytes += text.frame.length;
          lastText = channel.eventLoop().ticker().nanoTime();
        }
        case Item.Stall(boolean pongs) -> {
          stalled = true;
          channel.config().setAutoRead(pongs);
        }
        case Item.Close(int code, String reason) -> {
          closing = true;
          var _ = channel.write(new CloseWebSocketFrame(code, reason));
          var _ =
              channel
                  .eventLoop()
                  .schedule(this::endNow, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }
    finish(last, bytes);
  }

  private void endNow() {
    var _ = channel.close();
  }

  private void finish(@Nullable ChannelFuture last, long bytes) {
    if (last != null) {
      var _ = last.addListener((ChannelFutureListener) _ -> written(bytes));
    }
    channel.flush();
  }

  /** Whether protocol pings and pongs may pass. On the event loop. */
  boolean answers() {
    return !closing && !frozen;
  }

  /** Whether a close frame was sent, so that the peer's is its answer. On the event loop. */
  boolean closing() {
    return closing;
  }

  /** Nanoseconds since the last text was written or the connection opened. On the event loop. */
  long quietNanos() {
    return channel.eventLoop().ticker().nanoTime() - lastText;
  }
}
