package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Broadcast;
import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.Subscriber;
import io.github.lunostreams.gateway.http.Admission.Admitted;
import io.github.lunostreams.gateway.http.Admission.Refused;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One websocket client: gets a broadcast, is pinged when it is silent, and let go when it is dead,
 * too slow or breaks the rules. What it says is checked and ignored, up to a size.
 *
 * <p>There is one way to close it from here, {@link #close}: a close frame, then the client has
 * {@link Limits.Patience#close} to answer, then the connection goes.
 *
 * <p>Owned by the channel's event loop.
 */
class StreamSession extends SimpleChannelInboundHandler<WebSocketFrame>
    implements Subscriber.Owner {
  private static final Logger log = LoggerFactory.getLogger(StreamSession.class);

  private static final Streams<Broadcast> NONE = Streams.lasting(path -> Optional.empty());

  private final String path;
  private final Streams<Broadcast> streams;
  private final Limits limits;
  private @Nullable ChannelHandlerContext context;

  /** Written by the event loop; others ask only what it holds. */
  private volatile @Nullable Subscriber subscriber;

  /** Ends what keeps the market followed for this client. */
  private @Nullable Runnable leave;

  private @Nullable Future<?> stall;
  private boolean closing;

  /** Nothing the client sends is understood any more, not even its answer to a close frame. */
  private boolean deaf;

  private int silentIntervals;

  /**
   * A client whose handshake is under way.
   *
   * @param path what it asked for
   * @param streams what there is
   * @param limits the bounds
   */
  StreamSession(String path, Streams<Broadcast> streams, Limits limits) {
    this.path = path;
    this.streams = streams;
    this.limits = limits;
  }

  /** A client that finds its stream by itself. */
  StreamSession(Limits limits) {
    this("", NONE, limits);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** The handshake is done: frames may be written. */
  final void begin() {
    ChannelHandlerContext open = context;
    if (open != null && !closing && open.channel().isActive()) {
      begin(open);
    }
  }

  /** Goes on after the handshake. */
  void begin(ChannelHandlerContext open) {
    Admission<Broadcast> admission =
        streams.admit(path, why -> open.executor().execute(() -> closeBecause(why)));
    switch (admission) {
      case Admitted<Broadcast>(Broadcast source, Runnable whenGone) -> {
        stays(whenGone);
        listen(open, source.subscribe(open.channel(), this));
      }
      case Refused<Broadcast>(Refusal why) -> {
        boolean unknown = why.kind() == Refusal.Kind.UNKNOWN;
        open.write(new TextWebSocketFrame(unknown ? "Invalid path" : why.words()));
        closeBecause(why);
      }
    }
  }

  private void closeBecause(Refusal why) {
    switch (why.kind()) {
      case UNKNOWN -> close(WebSocketCloseStatus.POLICY_VIOLATION, "no such path");
      case SESSION_LIMIT -> close(WebSocketCloseStatus.TRY_AGAIN_LATER, "session limit exceeded");
      case UNAVAILABLE -> close(WebSocketCloseStatus.TRY_AGAIN_LATER, "not available now");
    }
  }

  /** From now on the market is followed for this client, until it goes. */
  final void stays(Runnable whenGone) {
    leave = whenGone;
  }

  /** From now on the client gets what a subscriber sends it, and is watched. */
  final void listen(ChannelHandlerContext open, Subscriber started) {
    if (closing) {
      started.leave();
      return;
    }
    subscriber = started;
    // The first frame alone may have filled the buffer, before there was a subscriber to watch.
    if (!open.channel().isWritable()) {
      awaitWritable(open);
    }
  }

  final @Nullable ChannelHandlerContext context() {
    return context;
  }

  /** What is kept for the client, besides what is in its channel; bytes. Any thread may ask. */
  final long heldBytes() {
    Subscriber now = subscriber;
    return now == null ? 0 : now.heldBytes();
  }

  final @Nullable Subscriber subscriber() {
    return subscriber;
  }

  /** After how long a silence of the client's {@link #silent} is called. */
  Duration patience() {
    return limits.patience().ping();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext on, WebSocketFrame frame) {
    silentIntervals = 0;
    switch (frame) {
      case PingWebSocketFrame ping -> {
        // A client that sends pings and reads no pongs must not fill the buffer with them.
        if (!closing && on.channel().isWritable()) {
          on.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
      }
      case PongWebSocketFrame _ -> {}
      case CloseWebSocketFrame close -> closedByClient(on, close);
      default -> {
        if (!closing) {
          heard(on, frame);
        }
      }
    }
  }

  /** Takes a whole message of the client's, text that is UTF-8 or binary. This one ignores it. */
  void heard(ChannelHandlerContext on, WebSocketFrame message) {}

  private String tooBig() {
    return "expected messages of %d bytes at the most".formatted(limits.buffers().messageBytes());
  }

  private void closedByClient(ChannelHandlerContext on, CloseWebSocketFrame close) {
    if (closing) {
      on.close();
      return;
    }
    end();
    closing = true;
    int code = close.statusCode();
    CloseWebSocketFrame echo =
        code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
    on.writeAndFlush(echo).addListener(_ -> on.close());
    closeAtTheLatest(on);
  }

  @Override
  public void tooSlow(String reason) {
    log.info("{}: a client is closed, {}", context == null ? "" : remote(context), reason);
    close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
  }

  private static Object remote(ChannelHandlerContext context) {
    return context.channel().remoteAddress();
  }

  /** Says goodbye once. What still comes from the client is dropped. */
  final void close(WebSocketCloseStatus status, String reason) {
    ChannelHandlerContext open = context;
    if (closing || open == null) {
      return;
    }
    end();
    closing = true;
    ChannelFuture said = open.writeAndFlush(new CloseWebSocketFrame(status, reason));
    if (deaf) {
      said.addListener(_ -> endOutput(open));
    }
    closeAtTheLatest(open);
  }

  /**
   * The client sees our frame, then the end, and ends its half. To close at once could lose the
   * frame: a system that has unread bytes resets the connection.
   */
  private static void endOutput(ChannelHandlerContext open) {
    if (open.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
      duplex.shutdownOutput();
    } else {
      open.close();
    }
  }

  private void closeAtTheLatest(ChannelHandlerContext open) {
    Future<?> timer =
        open.executor()
            .schedule(
                () -> open.close(), limits.patience().close().toNanos(), TimeUnit.NANOSECONDS);
    open.channel().closeFuture().addListener(_ -> timer.cancel(false));
  }

  /** Nothing is sent any more. May be called again. */
  void end() {
    cancelStall();
    if (leave != null) {
      leave.run();
      leave = null;
    }
    if (subscriber != null) {
      subscriber.leave();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext on) {
    cancelStall();
    if (subscriber != null && !closing) {
      if (on.channel().isWritable()) {
        subscriber.writable();
      } else {
        awaitWritable(on);
      }
    }
    on.fireChannelWritabilityChanged();
  }

  private void awaitWritable(ChannelHandlerContext on) {
    if (stall == null && !closing) {
      long waiting = on.channel().bytesBeforeWritable();
      stall =
          on.executor()
              .schedule(
                  () -> stalled(on, waiting),
                  limits.slowClients().stallTimeout().toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  /** Its buffer was full all the time. If it has taken something of that, it has more time. */
  private void stalled(ChannelHandlerContext on, long waitingThen) {
    stall = null;
    if (on.channel().bytesBeforeWritable() < waitingThen) {
      awaitWritable(on);
    } else if (subscriber != null) {
      subscriber.tooSlow(
          "too slow: its buffer was full for "
              + limits.slowClients().stallTimeout().toMillis()
              + " ms");
    }
  }

  private void cancelStall() {
    if (stall != null) {
      stall.cancel(false);
      stall = null;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext on, Object event) {
    if (event == GoingAway.INSTANCE) {
      close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the gateway closes");
    } else if (event == TotalBound.Signal.EXCEEDED) {
      String reason = "too slow: too much waits for all clients, and most for this one";
      Subscriber slow = subscriber;
      if (slow != null) {
        slow.tooSlow(reason);
      }
      close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
    } else if (event instanceof IdleStateEvent) {
      silent(on);
    } else {
      on.fireUserEventTriggered(event);
    }
  }

  /** Nothing came from the client for as long as {@link #patience}, once more. */
  void silent(ChannelHandlerContext on) {
    silentIntervals++;
    if (silentIntervals >= Limits.UNANSWERED_PINGS) {
      letGoOfTheDead(on);
    } else {
      ping(on);
    }
  }

  final void letGoOfTheDead(ChannelHandlerContext on) {
    log.info("{}: a client is let go, it answers no ping", remote(on));
    on.close();
  }

  final void ping(ChannelHandlerContext on) {
    if (!closing && on.channel().isWritable()) {
      on.writeAndFlush(new PingWebSocketFrame());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext on) {
    end();
    on.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
    if (cause.getCause() instanceof CorruptedWebSocketFrameException wrapped) {
      violated(wrapped);
    } else if (cause instanceof CorruptedWebSocketFrameException violation) {
      violated(violation);
    } else if (cause instanceof TooLongFrameException) {
      close(WebSocketCloseStatus.MESSAGE_TOO_BIG, tooBig());
    } else {
      if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
        log.debug("{}: the connection broke: {}", remote(on), cause.toString());
      } else {
        log.warn("{}: a client is let go", remote(on), cause);
      }
      end();
      on.close();
    }
  }

  private void violated(CorruptedWebSocketFrameException violation) {
    WebSocketCloseStatus status = violation.closeStatus();
    // The decoder takes nothing after a frame it refused; after bad text nothing is to be read.
    deaf = true;
    if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      close(status, tooBig());
    } else if (status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
      close(status, "expected text in UTF-8");
    } else {
      close(status, "a frame breaks the protocol");
    }
  }
}
