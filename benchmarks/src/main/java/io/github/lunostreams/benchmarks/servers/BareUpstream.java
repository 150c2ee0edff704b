package io.github.lunostreams.benchmarks.servers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Follows one market of the exchange and looks at nothing of its updates but the sequence. Owned by
 * one event loop.
 */
final class BareUpstream extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int LONGEST_FRAME = 8 << 20;
  private static final int PATIENCE_SECONDS = 20;
  private static final byte[] SEQUENCE = "{\"sequence\":\"".getBytes(StandardCharsets.US_ASCII);

  private final FrameOfSize frames;
  private final BareBroadcast broadcast;
  private final CountDownLatch started = new CountDownLatch(1);

  private BareUpstream(FrameOfSize frames, BareBroadcast broadcast) {
    this.frames = frames;
    this.broadcast = broadcast;
  }

  /** Returns when the snapshot has come. */
  static void follow(EventLoop loop, URI address, FrameOfSize frames, BareBroadcast broadcast)
      throws InterruptedException {
    BareUpstream upstream = new BareUpstream(frames, broadcast);
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address)
            .maxFramePayloadLength(LONGEST_FRAME)
            .build();
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(LONGEST_FRAME),
                        new WebSocketClientProtocolHandler(config),
                        new WebSocketFrameAggregator(LONGEST_FRAME),
                        upstream);
              }
            })
        .connect(address.getHost(), address.getPort())
        .sync();
    if (!upstream.started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("expected a snapshot within " + PATIENCE_SECONDS + " s");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      context.writeAndFlush(
          new TextWebSocketFrame(
              "{\"api_key_id\":\"benchmark\",\"api_key_secret\":\"benchmark-secret\"}"));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (!(frame instanceof TextWebSocketFrame)) {
      return;
    }
    if (started.getCount() > 0) {
      started.countDown();
      return;
    }
    long sequence = sequence(frame.content());
    if (sequence > 0) {
      broadcast.send(frames.of(sequence));
    }
  }

  /** 0 if there is none: a keepalive. */
  private static long sequence(ByteBuf text) {
    int at = text.readerIndex() + SEQUENCE.length;
    long sequence = 0;
    for (; at < text.writerIndex(); at++) {
      byte digit = text.getByte(at);
      if (digit < '0' || digit > '9') {
        break;
      }
      sequence = sequence * 10 + digit - '0';
    }
    return sequence;
  }
}
