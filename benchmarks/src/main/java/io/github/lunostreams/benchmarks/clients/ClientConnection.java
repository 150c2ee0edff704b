package io.github.lunostreams.benchmarks.clients;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a {@link Client}: the handshake, then frames. Owned by the channel's event
 * loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements FrameSplitter.Sink {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
  private static final String SWITCHING = "HTTP/1.1 101 ";
  private static final String HEAD_END = "\r\n\r\n";

  /** A client's frames have a mask; this one changes nothing. */
  private static final byte[] NO_MASK = {0, 0, 0, 0};

  private static final int MASKED = 0x80;
  private static final byte PONG = (byte) 0x8a;
  private static final byte[] NORMAL_CLOSE = {
    (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8
  };

  private final Client client;
  private final Tally tally;
  private final Target target;
  private final boolean reads;
  private final FrameSplitter splitter = new FrameSplitter();

  /** The answer to the request, as far as it came; null once it was complete. */
  private @Nullable StringBuilder head = new StringBuilder();

  private @Nullable ChannelHandlerContext context;
  private long now;
  private int closeCode = Client.BROKEN;

  ClientConnection(Client client, Tally tally, Target target, boolean reads) {
    this.client = client;
    this.tally = tally;
    this.target = target;
    this.reads = reads;
  }

  /** Closes a connection as a client does that has had enough. */
  static void sayGoodbye(Channel channel) {
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(NORMAL_CLOSE))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    active.writeAndFlush(Unpooled.copiedBuffer(target.request(), StandardCharsets.US_ASCII));
  }

  @Override
  public void channelRead(ChannelHandlerContext on, Object message) {
    ByteBuf in = (ByteBuf) message;
    int count = in.readableBytes();
    if (tally.scratch.length < count) {
      tally.scratch = new byte[count];
    }
    in.readBytes(tally.scratch, 0, count).release();
    now = System.nanoTime();
    int from = head == null ? 0 : shakeHands(on, count);
    if (from < count) {
      splitter.take(tally.scratch, from, count, this);
    }
  }

  /** Returns where frames begin. */
  private int shakeHands(ChannelHandlerContext on, int count) {
    StringBuilder answer = head;
    if (answer == null) {
      return 0;
    }
    int before = answer.length();
    answer.append(new String(tally.scratch, 0, count, StandardCharsets.ISO_8859_1));
    int end = answer.indexOf(HEAD_END);
    if (end < 0) {
      return count;
    }
    head = null;
    if (answer.indexOf(SWITCHING) != 0) {
      log.warn("expected {}, got {}", SWITCHING, answer);
      on.close();
      return count;
    }
    if (!reads) {
      on.channel().config().setAutoRead(false);
    }
    client.opened();
    return end + HEAD_END.length() - before;
  }

  @Override
  public void text(byte[] bytes, int from, int to) {
    client.got(bytes, from, to, now);
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
    closeCode = code;
    ChannelHandlerContext on = context;
    if (on != null) {
      sayGoodbye(on.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext on) {
    client.ended(closeCode);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("a client breaks off", cause);
    }
    on.close();
  }
}
