package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.wire.Connection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
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

  private final Channel channel;
  private final OutboxQueue queue;

  /** Owned by the event loop. */
  private boolean stalled;

  /** Whether a close frame has been sent. Owned by the event loop. */
  private boolean closing;

  /** When the last text was written, by the event loop's clock. Owned by the event loop. */
  private long lastText;

  Outbox(Channel channel, long limit) {
    this.channel = channel;
    queue = new OutboxQueue(limit, () -> channel.eventLoop().execute(this::runDueDrain));
    lastText = channel.eventLoop().ticker().nanoTime();
  }

  @Override
  public boolean offer(byte[] frame) {
    return switch (queue.offer(frame)) {
      case ACCEPTED -> true;
      case ENDED -> false;
      case FULL -> {
        log.warn("{}: reads too slowly, more than {} bytes wait; dropped", channel, queue.limit());
        drop(true);
        yield false;
      }
    };
  }

  @Override
  public void close(int code, String reason) {
    if (queue.close(code, reason)) {
      endStall();
    }
  }

  @Override
  public void drop(boolean reset) {
    queue.clear();
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
    queue.clear();
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
  public void stall(boolean pongs) {
    queue.stall(pongs);
  }

  @Override
  public void endStall() {
    queue.endStalls();
    channel
        .eventLoop()
        .execute(
            () -> {
              stalled = false;
              channel.config().setAutoRead(true);
              drain();
            });
  }

  private void runDueDrain() {
    queue.beginDrain();
    drain();
  }

  /** Writes what the socket accepts. On the event loop; also called when it accepts more again. */
  void drain() {
    assert channel.eventLoop().inEventLoop();
    long bytes = 0;
    ChannelFuture last = null;
    while (!stalled && !closing && channel.isWritable()) {
      switch (queue.poll()) {
        case null -> {
          finish(last, bytes);
          return;
        }
        case OutboxQueue.Item.Text text -> {
          last = channel.write(Unpooled.wrappedBuffer(text.frame()));
          bytes += text.frame().length;
          lastText = channel.eventLoop().ticker().nanoTime();
        }
        case OutboxQueue.Item.Stall(boolean pongs) -> {
          stalled = true;
          channel.config().setAutoRead(pongs);
        }
        case OutboxQueue.Item.Close(int code, String reason) -> {
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
      last.addListener((ChannelFutureListener) done -> queue.written(bytes));
    }
    channel.flush();
  }

  /** Whether protocol pings and pongs may pass. On the event loop. */
  boolean answersPings() {
    return !closing && !queue.isFrozen();
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
