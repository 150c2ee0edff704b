package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.exchange.MarketFrames;
import io.github.lunostreams.benchmarks.process.CommandLoop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A JVM with the least that a fan-out by Netty can be: no book, no position a client, no handling
 * of slow clients. Prints its port and ends with its standard input.
 */
final class BareNettyServer {
  /** The start of an update. */
  private static final String SEQUENCE = "{\"sequence\":\"";

  private static final int MAX_REQUEST_BYTES = 8 << 10;

  private BareNettyServer() {}

  /**
   * Broadcasts.
   *
   * @param args the exchange's address, the pair, the size of a frame's text in bytes
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String path = "/" + args[1];
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    try {
      BareNettyBroadcast broadcast = new BareNettyBroadcast(loops);
      Channel listener = listen(loops, path, broadcast);
      PaddedFrame frames = new PaddedFrame(Integer.parseInt(args[2]));
      try (MarketFrames upstream =
          new MarketFrames(args[0], args[1], frame -> broadcast(frame, frames, broadcast))) {
        upstream.snapshot();
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        CommandLoop.run(
            Integer.toString(port),
            (command, words) -> {
              throw CommandLoop.unknown(command);
            });
      }
    } finally {
      loops.shutdownGracefully();
    }
  }

  /** Reads nothing of an update but its sequence. */
  private static void broadcast(byte[] update, PaddedFrame frames, BareNettyBroadcast broadcast) {
    long sequence = 0;
    for (int at = SEQUENCE.length(); update[at] >= '0' && update[at] <= '9'; at++) {
      sequence = sequence * 10 + update[at] - '0';
    }
    broadcast.send(frames.of(sequence));
  }

  private static Channel listen(EventLoopGroup loops, String path, BareNettyBroadcast broadcast)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        // As in the gateway.
        .childOption(ChannelOption.SO_SNDBUF, 256 << 10)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32 << 10, 64 << 10))
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                        new WebSocketServerProtocolHandler(path),
                        new ClientHandler(broadcast));
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  /** One client, whose messages are ignored. */
  private static final class ClientHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final BareNettyBroadcast broadcast;

    ClientHandler(BareNettyBroadcast broadcast) {
      this.broadcast = broadcast;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete) {
        broadcast.join(context.channel());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      broadcast.leave(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
