package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open connections of a server: gives each new one its handlers, or closes it at once when
 * there are {@link Limits.GlobalLimits#connections} already.
 *
 * <p>Any thread may call its methods, except where they say otherwise.
 */
@Sharable
final class AcceptedConnections extends ChannelInitializer<SocketChannel> {
  private static final Logger log = LoggerFactory.getLogger(AcceptedConnections.class);
  private static final int MAX_REQUEST_BYTES = 8 << 10;

  private final RouteTable routes;
  private final Limits limits;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /** One log line however many are refused in a row. */
  private volatile boolean refusing;

  AcceptedConnections(RouteTable routes, Limits limits) {
    this.routes = routes;
    this.limits = limits;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (open.size() >= limits.global().connections()) {
      if (!refusing) {
        refusing = true;
        log.warn("{} connections: further ones are refused", limits.global().connections());
      }
      channel.close();
      return;
    }
    refusing = false;
    open.add(channel);
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpServerKeepAliveHandler(),
            new HttpObjectAggregator(MAX_REQUEST_BYTES),
            new RequestHandler(routes, limits, Thread::startVirtualThread));
  }

  int size() {
    return open.size();
  }

  /** Those open now, whenever it is iterated over. */
  Iterable<Channel> all() {
    return open;
  }

  /** Tells every client that the server closes. Does not wait for them. */
  void drain() {
    for (Channel connection : open) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(ServerSignal.DRAIN));
    }
  }

  /**
   * Waits until all have closed, then closes those that have not. Not on an event loop.
   *
   * @param timeout how long to wait
   */
  void close(Duration timeout) {
    if (!open.newCloseFuture().awaitUninterruptibly(timeout.toMillis())) {
      log.warn("{} connections did not close in time", open.size());
    }
    open.close().awaitUninterruptibly(500);
  }
}
