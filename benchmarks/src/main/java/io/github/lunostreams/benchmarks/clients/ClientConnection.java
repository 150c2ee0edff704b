package io.github.lunostreams.benchmarks.clients;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: the handshake, then frames. Owned by the channel's event loop. */
final class ClientConnection extends ChannelInboundHandlerAdapter implements FrameSplitter.Sink {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  private static final String SWITCHING = "HTTP/1.1 101 ";
  private static final String HEAD_END = "\r\n\r\n";

  /** A client's frames are masked; this mask changes nothing. */
  private static final byte[] NO_MASK = {0, 0, 0, 0};

  private static final int MASKED = 0x80;
  private static final byte PONG = (byte) 0x8a;
  private static final byte[] NORMAL_CLOSE = {
    (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8
  };

  private final Listener listener;
  private final ClientLoop loop;
  private final int port;
  private final boolean reads;
  private boolean upgraded;

  /** The start of a frame, or of the response's head, whose rest has not arrived. */
  private byte[] rest = {};

  private @Nullable ChannelHandlerContext context;
  private long now;

  /** Called on the event loop. */
  interface Listener {
    /** The handshake is complete. */
    void onOpen();

    /** A text frame. The bytes are valid during the call. */
    void onText(byte[] bytes, int from, int to, long now);

    /** The connection has ended. */
    void onClosed();
  }

  ClientConnection(Listener listener, ClientLoop loop, int port, boolean reads) {
    this.listener = listener;
    this.loop = loop;
    this.port = port;
    this.reads = reads;
  }

  /** Sends a close frame and closes. */
  static void close(Channel channel) {
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(NORMAL_CLOSE))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    // The key is the RFC's example: nobody checks the answer to it.
    String request =
        """
        GET /%s HTTP/1.1\r
        Host: localhost:%d\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(loop.pair, port);
    active.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
  }

  @Override
  public void channelRead(ChannelHandlerContext on, Object message) {
    ByteBuf in = (ByteBuf) message;
    int held = rest.length;
    int count = held + in.readableBytes();
    byte[] bytes = loop.scratch(count);
    System.arraycopy(rest, 0, bytes, 0, held);
    in.readBytes(bytes, held, count - held).release();
    now = System.nanoTime();
    int at = upgraded ? 0 : readHead(on, bytes, count);
    if (upgraded) {
      at = FrameSplitter.split(bytes, at, count, this);
    }
    rest = Arrays.copyOfRange(bytes, at, count);
  }

  /** Returns where frames begin. */
  private int readHead(ChannelHandlerContext on, byte[] bytes, int count) {
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(HEAD_END);
    if (end < 0) {
      return 0;
    }
    if (!text.startsWith(SWITCHING)) {
      log.warn("expected {}, got {}", SWITCHING, text);
      on.close();
      return count;
    }
    upgraded = true;
    if (!reads) {
      on.channel().config().setAutoRead(false);
    }
    listener.onOpen();
    return end + HEAD_END.length();
  }

  @Override
  public void text(byte[] bytes, int from, int to) {
    listener.onText(bytes, from, to, now);
  }

  @Override
  public void ping(byte[] bytes, int from, int to) {
    ChannelHandlerContext on = context;
    if (on != null) {
      ByteBuf pong = on.alloc().buffer();
      pong.writeByte(PONG).writeByte(MASKED | (to - from)).writeBytes(NO_MASK);
      on.writeAndFlush(pong.writeBytes(bytes, from, to - from));
    }
  }

  @Override
  public void close(int code) {
    ChannelHandlerContext on = context;
    if (on != null) {
      close(on.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext on) {
    listener.onClosed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("a client's connection failed", cause);
    }
    on.close();
  }
}
