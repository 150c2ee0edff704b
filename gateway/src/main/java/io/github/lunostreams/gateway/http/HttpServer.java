package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on one or more addresses and serves them all by one {@link RouteTable}.
 *
 * <p>Any thread may call its methods, except an event loop's.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final int MAX_THREADS = 8;
  private static final long CHECK_MILLIS = 500;

  /** Connections that wait to be accepted; the system's own limit may be lower. */
  private static final int BACKLOG = 4_096;

  private final Limits limits;
  private final EventLoopGroup loops;

  /**
   * On its own, so that many clients that reconnect at once are accepted however busy the others
   * are.
   */
  private final EventLoopGroup acceptor;

  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private final AcceptedConnections connections;

  /**
   * A server that listens nowhere yet.
   *
   * @param routes which handler answers which path
   * @param limits the bounds
   */
  public HttpServer(RouteTable routes, Limits limits) {
    this.limits = limits;
    this.connections = new AcceptedConnections(routes, limits);
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    this.loops = group(threads, "luno-gateway");
    this.acceptor = group(1, "luno-gateway-accept");
    var _ =
        loops.scheduleWithFixedDelay(
            new OutboundMemoryLimiter(connections.all(), limits.global()),
            CHECK_MILLIS,
            CHECK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Listens on an address.
   *
   * @param address a host's name or number
   * @param port 0 for any free one
   * @return where it listens now
   * @throws BindException if that is not possible; the text has address and port
   */
  public InetSocketAddress listen(String address, int port) throws BindException {
    InetSocketAddress wanted = new InetSocketAddress(address, port);
    ChannelFuture bound = bootstrap().bind(wanted).awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      BindException typed =
          new BindException(
              "cannot listen on %s: %s"
                  .formatted(
                      hostAndPort(address, port),
                      wanted.isUnresolved() ? "no such address" : failure.getMessage()));
      typed.initCause(failure);
      throw typed;
    }
    listeners.add(bound.channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /**
   * An address as a URL has it.
   *
   * @param address a host's name or number
   * @param port its port
   * @return {@code address:port}, an IPv6 address in brackets
   */
  public static String hostAndPort(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /**
   * How many connections there are, of all kinds.
   *
   * @return those open now
   */
  public int connections() {
    return connections.size();
  }

  private static EventLoopGroup group(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name), NioIoHandler.newFactory());
  }

  private ServerBootstrap bootstrap() {
    Limits.Buffers buffers = limits.buffers();
    return new ServerBootstrap()
        .group(acceptor, loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.SO_SNDBUF, buffers.socketSendBytes())
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(buffers.writeBytes() / 2, buffers.writeBytes()))
        .childHandler(connections);
  }

  /**
   * Accepts no connection any more and notifies every client that the gateway closes. Does not wait
   * for them.
   */
  public void beginDrain() {
    for (Channel listener : listeners) {
      listener.close().awaitUninterruptibly(limits.timeouts().close().toMillis());
    }
    connections.drain();
  }

  /**
   * Drains, gives the clients a moment to answer the close frame, and ends all threads. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    beginDrain();
    connections.close(limits.timeouts().close().plusMillis(500));
    var _ = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    if (!loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000)
        || !acceptor.terminationFuture().awaitUninterruptibly(2_000)) {
      log.warn("an event loop did not end in time");
    }
  }
}
