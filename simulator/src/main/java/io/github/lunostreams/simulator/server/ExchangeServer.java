package io.github.lunostreams.simulator.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on the port and serves the markets on it until it is closed. */
public final class ExchangeServer implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  /** The socket takes no more above the second until it is below the first again; bytes. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final Exchange exchange;
  private final EventLoopGroup eventLoops;

  /** The listening channel and all connections; what is added after its close is closed at once. */
  private final ChannelGroup channels =
      new DefaultChannelGroup("simulator", ImmediateEventExecutor.INSTANCE, true);

  private final int port;

  /**
   * Starts to listen; when it returns, clients can connect.
   *
   * @param config of the server
   * @param markets by pair, in the order REST lists them
   * @param threads makes the threads of the connections
   * @throws IOException if the address or port cannot be had; no thread is left then
   */
  public ExchangeServer(
      ServerConfig config, Map<String, ServedMarket> markets, ThreadFactory threads)
      throws IOException {
    exchange = new Exchange(config, markets, new AtomicInteger());
    eventLoops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, threads, NioIoHandler.newFactory());
    try {
      port = listen();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private int listen() throws IOException {
    ServerConfig config = exchange.config();
    Rest rest = new Rest(exchange.markets(), config.clock());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                        .addLast(new HttpHandler(exchange, rest));
                  }
                })
            .bind(config.address(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + config.address() + ":" + config.port() + ": " + bound.cause(),
          bound.cause());
    }
    channels.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  /** {@return the port it listens on} */
  public int port() {
    return port;
  }

  /** {@return how many streams are open whose credentials were accepted} */
  public int sessions() {
    return exchange.sessions().get();
  }

  /** Ends all connections; when it returns, the port is free. */
  @Override
  public void close() {
    // Event loops that end do not reliably close sockets accepted a moment before.
    channels.close().awaitUninterruptibly();
    eventLoops
        .shutdownGracefully(0, SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .awaitUninterruptibly();
  }
}
