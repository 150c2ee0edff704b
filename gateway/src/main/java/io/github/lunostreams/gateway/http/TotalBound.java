package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what waits for all clients together within {@link Limits.Together#waitingBytes}: beyond,
 * those for whom most waits are told {@link Signal#EXCEEDED} until what is left is within it.
 *
 * <p>Run now and then on one event loop. It only reads what the other loops write, so a sum may be
 * a moment old; neither a market's thread nor sending has anything to do with it.
 */
final class TotalBound implements Runnable {
  /** To a connection: it is to go, since too much waits for all. */
  enum Signal {
    EXCEEDED
  }

  private static final Logger log = LoggerFactory.getLogger(TotalBound.class);

  /** What waits for a connection that was told is on its way out: it is told once. */
  private static final AttributeKey<Boolean> TOLD = AttributeKey.valueOf(TotalBound.class, "told");

  private record Waiting(Channel channel, long bytes) {}

  private final Iterable<Channel> connections;
  private final long bound;

  TotalBound(Iterable<Channel> connections, Limits limits) {
    this.connections = connections;
    this.bound = limits.together().waitingBytes();
  }

  @Override
  public void run() {
    long total = 0;
    List<Waiting> all = new ArrayList<>();
    for (Channel channel : connections) {
      long bytes = waitingFor(channel);
      if (bytes > 0 && !channel.hasAttr(TOLD)) {
        total += bytes;
        all.add(new Waiting(channel, bytes));
      }
    }
    if (total <= bound) {
      return;
    }
    log.warn("{} bytes wait for {} clients: the slowest are closed", total, all.size());
    all.sort(Comparator.comparingLong(Waiting::bytes).reversed());
    for (Waiting most : all) {
      if (total <= bound) {
        break;
      }
      total -= most.bytes();
      Channel channel = most.channel();
      channel.attr(TOLD).set(true);
      channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Signal.EXCEEDED));
    }
  }

  private static long waitingFor(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    StreamSession session = channel.pipeline().get(StreamSession.class);
    return (buffer == null ? 0 : buffer.totalPendingWriteBytes())
        + (session == null ? 0 : session.heldBytes());
  }
}
