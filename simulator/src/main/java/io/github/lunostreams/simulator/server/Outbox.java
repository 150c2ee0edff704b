package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.wire.Connection;
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
 * The frames that wait to be written to one connection, in order.
 *
 * <p>Any thread may add; the channel's event loop writes while the socket accepts more. Bounded in
 * bytes, counted until the kernel has them: a frame that does not fit ends the connection, since a
 * stream with a gap is worthless. A single frame always fits an empty outbox, whatever its size.
 */
final class Outbox implements Connection {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** The time a client has to answer a close frame before its connection is ended. */
  private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

  private sealed interface Item {
    /** Not a record: a record would compare arrays by identity while looking like a value. */
    final class Text implements Item {
      private final byte[] frame;

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

  /** Bytes added and not yet with the kernel. Guarded by this. */
  private long pending;

  /** Whether a drain is due on the event loop. Guarded by this. */
  private boolean drainDue;

  /** Whether nothing more may be added. Guarded by this. */
  private boolean ended;

  /**
   * Whether no pings or pongs pass. Volatile and apart from the order of the frames: after a stall
   * was asked for, no later ping may be answered.
   */
  private volatile boolean frozen;

  /** Owned by the event loop. */
  private boolean stalled;

  /** Whether a close frame has been sent. Owned by the event loop. */
  private boolean closing;

  /** When the last text was written, by the event loop's clock. Owned by the event loop. */
  private long lastText;

  Outbox(Channel channel, long limit) {
    this.channel = channel;
    this.limit = limit;
    this.lastText = channel.eventLoop().ticker().nanoTime();
  }

  @Override
  public boolean offer(byte[] frame) {
    synchronized (this) {
      if (ended) {
        return false;
      }
      if (pending == 0 || pending + frame.length <= limit) {
        pending += frame.length;
        add(new Item.Text(frame));
        return true;
      }
    }
    log.warn("{}: reads too slowly, more than {} bytes wait; dropped", channel, limit);
    drop(true);
    return false;
  }

  @Override
  public void close(int code, String reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      add(new Item.Close(code, reason));
      ended = true;
    }
    endStall();
  }

  @Override
  public void drop(boolean reset) {
    synchronized (this) {
      ended = true;
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

  @Override
  public void closeNow(int code, String reason) {
    synchronized (this) {
      ended = true;
      items.clear();
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              if (!closing) {
                channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
              }
              endNow();
            });
  }

  @Override
  public synchronized void stall(boolean pongs) {
    if (!ended) {
      frozen |= !pongs;
      add(new Item.Stall(pongs));
    }
  }

  @Override
  public void endStall() {
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
    if (!drainDue) {
      drainDue = true;
      channel.eventLoop().execute(this::runDueDrain);
    }
  }

  private void runDueDrain() {
    synchronized (this) {
      drainDue = false;
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
          channel.write(new CloseWebSocketFrame(code, reason));
          channel.eventLoop().schedule(this::endNow, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }
    finish(last, bytes);
  }

  private void endNow() {
    channel.close();
  }

  private void finish(@Nullable ChannelFuture last, long bytes) {
    if (last != null) {
      last.addListener((ChannelFutureListener) done -> written(bytes));
    }
    channel.flush();
  }

  /** Whether protocol pings and pongs may pass. On the event loop. */
  boolean answersPings() {
    return !closing && !frozen;
  }

  /** Whether a close frame was sent, so that the peer's is its answer. On the event loop. */
  boolean closing() {
    return closing;
  }

  /** Nanoseconds since the last text was written or the connection opened. On the event loop. */
  long idleNanos() {
    return channel.eventLoop().ticker().nanoTime() - lastText;
  }
}
