package io.github.lunostreams.gateway.session;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.ChannelKey;
import io.github.lunostreams.gateway.channel.ChannelLimitException;
import io.github.lunostreams.gateway.channel.ClientOutput;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.channel.Subscription;
import io.github.lunostreams.gateway.http.ServerSignal;
import io.github.lunostreams.gateway.http.WebSocketConnection;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's websocket, whatever {@link Protocol} is spoken on it. It has any number of
 * subscriptions, which write to its {@link #output}. The client is pinged while it is silent, and
 * its connection closed when it is dead, too slow or breaks the rules.
 *
 * <p>There is one way to close it from here, {@link #close}: a close frame, then the client has
 * {@link Limits.Timeouts#close} to answer, then the socket is closed.
 *
 * <p>Owned by the channel's event loop, except where it says otherwise.
 */
public final class ClientConnection extends SimpleChannelInboundHandler<WebSocketFrame>
    implements WebSocketConnection, Subscription.Listener {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  /** What is said on a connection. Its methods are called on the channel's event loop. */
  public interface Protocol {
    /**
     * The handshake is done.
     *
     * @param client open
     */
    void opened(ClientConnection client);

    /**
     * A whole message came, text that is valid UTF-8 or binary. Ignored unless overridden.
     *
     * @param client open
     * @param message released after the call
     */
    default void received(ClientConnection client, WebSocketFrame message) {}

    /**
     * How the client's silence is judged.
     *
     * @param limits the bounds of all connections
     * @return by default: pinged after each interval, closed after several
     */
    default Silence silence(Limits limits) {
      return new Silence(limits.timeouts().ping(), Limits.MAX_UNANSWERED_PINGS);
    }
  }

  /**
   * How a client's silence is judged: after each interval in which nothing at all came from it, it
   * is pinged, and after the last it is taken for dead.
   *
   * @param interval above 0
   * @param maxIntervals 1 or more
   */
  public record Silence(Duration interval, int maxIntervals) {}

  private final Protocol protocol;
  private final Limits limits;
  private final Silence silence;
  private final StallWatch stall;
  private final List<Future<?>> timers = new ArrayList<>();
  private @Nullable ChannelHandlerContext context;

  /** Written by the event loop; others ask only how much it holds. */
  private volatile @Nullable ClientOutput output;

  /** Ends what keeps a market followed for this client. */
  private final List<Runnable> whenEnded = new ArrayList<>();

  private boolean closing;

  /** Nothing the client sends can be read any more, not even its answer to a close frame. */
  private boolean inboundClosed;

  private int silentIntervals;

  /**
   * A client whose handshake is to come.
   *
   * @param protocol what is said on the connection
   * @param limits the bounds
   */
  public ClientConnection(Protocol protocol, Limits limits) {
    this.protocol = protocol;
    this.limits = limits;
    this.silence = protocol.silence(limits);
    this.stall = new StallWatch(limits.slowClients().stallTimeout());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    output = new ClientOutput(added.channel());
  }

  @Override
  public void opened() {
    if (!closing && context().channel().isActive()) {
      protocol.opened(this);
    }
  }

  @Override
  public Duration silenceInterval() {
    return silence.interval();
  }

  @Override
  public long heldBytes() {
    ClientOutput now = output;
    return now == null ? 0 : now.heldBytes();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext added = context;
    if (added == null) {
      throw new IllegalStateException("expected a connection with a channel");
    }
    return added;
  }

  /**
   * Adds a subscription: the client is sent what a channel carries, and closed if it does not take
   * it.
   *
   * @throws ChannelLimitException if the market has as many channels as it may have
   */
  void subscribe(MarketChannels channels, ChannelKey key, Subscription.Listener listener)
      throws ChannelLimitException {
    channels.subscribe(key, output(), listener);
    watchIfFull();
  }

  /** As {@link #subscribe}, with beats when there is nothing else to send. */
  void subscribeWithBeats(MarketChannels channels, ChannelKey key, Subscription.Listener listener)
      throws ChannelLimitException {
    channels.subscribeWithBeats(key, output(), listener);
    watchIfFull();
  }

  private void watchIfFull() {
    // Its buffer may have been full before there was a subscription to watch.
    if (!context().channel().isWritable() && output().isSubscribed()) {
      stall.watch(context(), output());
    }
  }

  /** Where its subscriptions write to. */
  ClientOutput output() {
    ClientOutput added = output;
    if (added == null) {
      throw new IllegalStateException("expected a connection with a channel");
    }
    return added;
  }

  /** Has something run when the connection ends or is being closed. */
  void whenEnded(Runnable action) {
    whenEnded.add(action);
  }

  /** Does something later, unless the connection ends or is being closed before. */
  void after(Duration delay, Runnable task) {
    timers.removeIf(Future::isDone);
    timers.add(context().executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Does something on the event loop. Any thread may call. */
  void execute(Runnable task) {
    context().executor().execute(task);
  }

  /** Sends a message of the protocol's own; it is released by that. */
  void send(WebSocketFrame message) {
    context().writeAndFlush(message);
  }

  /** Whether the socket takes more. What is only a sign of life is not sent otherwise. */
  boolean isWritable() {
    return !closing && context().channel().isWritable();
  }

  /** Sends a last text, and closes. */
  void close(String text, WebSocketCloseStatus status, String reason) {
    if (!closing) {
      context().write(new TextWebSocketFrame(text));
      close(status, reason);
    }
  }

  /** Sends a close frame, once. What still comes from the client is dropped. */
  void close(WebSocketCloseStatus status, String reason) {
    if (closing) {
      return;
    }
    end();
    closing = true;
    ChannelHandlerContext open = context();
    ChannelFuture sent = open.writeAndFlush(new CloseWebSocketFrame(status, reason));
    if (inboundClosed) {
      sent.addListener(_ -> endOutput(open));
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
                () -> open.close(), limits.timeouts().close().toNanos(), TimeUnit.NANOSECONDS);
    open.channel().closeFuture().addListener(_ -> timer.cancel(false));
  }

  /** Nothing is sent any more. May be called again. */
  private void end() {
    stall.cancel();
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
    List<Runnable> actions = List.copyOf(whenEnded);
    whenEnded.clear();
    actions.forEach(Runnable::run);
    output().leaveAll();
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
          protocol.received(this, frame);
        }
      }
    }
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
    log.info("{}: a client is closed, {}", remote(), reason);
    close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
  }

  private Object remote() {
    return context().channel().remoteAddress();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext on) {
    stall.cancel();
    if (!closing && output().isSubscribed()) {
      if (on.channel().isWritable()) {
        output().drain();
      } else {
        stall.watch(on, output());
      }
    }
    on.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext on, Object event) {
    switch (event) {
      case ServerSignal.DRAIN -> beginDrain();
      case ServerSignal.OUTBOUND_MEMORY_EXCEEDED -> {
        String reason = "too slow: too much waits for all clients, and most for this one";
        output().tooSlow(reason);
        close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
      }
      case IdleStateEvent _ -> silent(on);
      default -> on.fireUserEventTriggered(event);
    }
  }

  private void beginDrain() {
    close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the gateway closes");
  }

  /** Nothing came from the client for another interval. */
  private void silent(ChannelHandlerContext on) {
    silentIntervals++;
    if (silentIntervals >= silence.maxIntervals()) {
      log.info("{}: a client's connection is closed, it answers no ping", remote());
      on.close();
    } else {
      ping();
    }
  }

  /** Pings the client, unless it takes nothing at the moment. */
  void ping() {
    if (isWritable()) {
      send(new PingWebSocketFrame());
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
        log.debug("{}: the connection broke: {}", remote(), cause.toString());
      } else {
        log.warn("{}: a client's connection is closed", remote(), cause);
      }
      end();
      on.close();
    }
  }

  private void violated(CorruptedWebSocketFrameException violation) {
    WebSocketCloseStatus status = violation.closeStatus();
    // The decoder takes nothing after a frame it refused; after bad text nothing is to be read.
    inboundClosed = true;
    if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      close(status, tooBig());
    } else if (status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
      close(status, "expected text in UTF-8");
    } else {
      close(status, "a frame breaks the protocol");
    }
  }

  private String tooBig() {
    return "expected messages of %d bytes at the most".formatted(limits.buffers().messageBytes());
  }
}
