package io.github.lunostreams.benchmarks.servers;

import io.github.lunostreams.benchmarks.process.Commands;
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
import java.net.URI;

/**
 * A JVM of its own with the least that a fan-out by Netty can be: no book, no place a client, no
 * patience with slow ones. Says its port, and ends with its standard input.
 */
public final class BareProcess {
  private static final int LONGEST_REQUEST = 8 << 10;

  private BareProcess() {}

  /**
   * Broadcasts.
   *
   * @param args the exchange's address, the pair, the size of a frame's text in bytes
   * @throws IOException if nothing can be read any more
   * @throws InterruptedException if the JVM is to end
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String path = "/" + args[1];
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    try {
      BareBroadcast broadcast = new BareBroadcast(loops);
      Channel listener = listen(loops, path, broadcast);
      BareUpstream.follow(
          loops.next(),
          URI.create(args[0] + "/api/1/stream" + path),
          new FrameOfSize(Integer.parseInt(args[2])),
          broadcast);
      int port = ((InetSocketAddress) listener.localAddress()).getPort();
      Commands.serve(
          Integer.toString(port),
          (command, words) -> {
            throw Commands.unknown(command);
          });
    } finally {
      loops.shutdownGracefully();
    }
  }

  private static Channel listen(EventLoopGroup loops, String path, BareBroadcast broadcast)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        // As the gateway has them.
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
                        new HttpObjectAggregator(LONGEST_REQUEST),
                        new WebSocketServerProtocolHandler(path),
                        new Session(broadcast));
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  /** A client; what it says is not heard. */
  private static final class Session extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final BareBroadcast broadcast;

    Session(BareBroadcast broadcast) {
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
