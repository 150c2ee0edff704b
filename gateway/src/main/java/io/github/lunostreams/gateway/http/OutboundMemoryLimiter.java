package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what waits for all clients within {@link Limits.GlobalLimits#waitingBytes}: beyond, those
 * for whom most waits get {@link ServerSignal#OUTBOUND_MEMORY_EXCEEDED} until the rest is within
 * it.
 *
 * <p>Run now and then on one event loop. It only reads what the other loops write, so a sum may be
 * a moment old; neither a market's thread nor sending has anything to do with it.
 */
final class OutboundMemoryLimiter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(OutboundMemoryLimiter.class);

  /** Set once a connection was signaled: what waits for it will soon be gone. */
  private static final AttributeKey<Boolean> SIGNALED =
      AttributeKey.valueOf(OutboundMemoryLimiter.class, "signaled");

  private record Waiting(Channel channel, long bytes) {}

  private final Iterable<Channel> connections;
  private final long maxBytes;

  OutboundMemoryLimiter(Iterable<Channel> connections, Limits.GlobalLimits limits) {
    this.connections = connections;
    this.maxBytes = limits.waitingBytes();
  }

  @Override
  public void run() {
    long total = 0;
    List<Waiting> all = new ArrayList<>();
    for (Channel channel : connections) {
      long bytes = waitingFor(channel);
      if (bytes > 0 && !channel.hasAttr(SIGNALED)) {
        total += bytes;
        all.add(new Waiting(channel, bytes));
      }
    }
    if (total <= maxBytes) {
      return;
    }
    log.warn("{} bytes wait for {} clients: the slowest are closed", total, all.size());
    all.sort(Comparator.comparingLong(Waiting::bytes).reversed());
    for (Waiting most : all) {
      if (total <= maxBytes) {
        break;
      }
      total -= most.bytes();
      Channel channel = most.channel();
      channel.attr(SIGNALED).set(true);
      channel
          .eventLoop()
          .execute(
              () ->
                  channel.pipeline().fireUserEventTriggered(ServerSignal.OUTBOUND_MEMORY_EXCEEDED));
    }
  }

  private static long waitingFor(Channel channel) {
    WebSocketConnection client = channel.pipeline().get(WebSocketConnection.class);
    return unsentBytes(channel) + (client == null ? 0 : client.heldBytes());
  }

  /**
   * How many bytes were written to a channel and not yet taken by its socket, with what Netty
   * counts for each buffer. A channel knows how far it is from either watermark: the high one while
   * it is writable, the low one while it is not.
   */
  static long unsentBytes(Channel channel) {
    WriteBufferWaterMark mark = channel.config().getWriteBufferWaterMark();
    long room = channel.bytesBeforeUnwritable();
    if (room > 0) {
      return mark.high() + 1L - room;
    }
    long excess = channel.bytesBeforeWritable();
    boolean closed = excess == Long.MAX_VALUE;
    return excess > 0 && !closed ? mark.low() - 1L + excess : 0;
  }
}
