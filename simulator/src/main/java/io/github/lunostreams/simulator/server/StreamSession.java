package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.wire.Connection;
import io.github.lunostreams.simulator.wire.Credentials;
import io.github.lunostreams.simulator.wire.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a market's stream, from the upgrade to its end.
 *
 * <p>The first frame has to be the credentials; then the snapshot follows, and from then on what
 * the market sends. Later frames of the client are keepalives and ignored. All methods run on the
 * connection's event loop.
 */
final class StreamSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger log = LoggerFactory.getLogger(StreamSession.class);

  private enum Stage {
    /** Open; the client's credentials have not come. */
    AWAITING_CREDENTIALS,
    /** In the market's list of connections, counted as a session. */
    STREAMING,
    /** Ending; the client's frames are ignored. */
    ENDED
  }

  private final Exchange exchange;
  private final String pair;
  private final Outbox outbox;

  /** Owned by the channel's event loop; cancelled when the channel closes. */
  private final List<Future<?>> timers = new ArrayList<>();

  private @Nullable ServedMarket market;
  private Stage stage = Stage.AWAITING_CREDENTIALS;

  StreamSession(Exchange exchange, String pair, Outbox outbox) {
    super(WebSocketFrame.class);
    this.exchange = exchange;
    this.pair = pair;
    this.outbox = outbox;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ServerConfig config = exchange.config();
    after(context, config.authTimeout().toNanos(), () -> onAuthTimeout(context));
    after(context, config.pingInterval().toNanos(), () -> ping(context));
    after(context, config.keepaliveInterval().toNanos(), () -> keepAlive(context));
  }

  private void onAuthTimeout(ChannelHandlerContext context) {
    if (stage == Stage.AWAITING_CREDENTIALS) {
      refuse(context, "auth_timeout", "you took too long to provide credentials");
    }
  }

  private void ping(ChannelHandlerContext context) {
    if (outbox.answersPings()) {
      context.writeAndFlush(
          new PingWebSocketFrame(Unpooled.EMPTY_BUFFER), context.channel().voidPromise());
    }
    after(context, exchange.config().pingInterval().toNanos(), () -> ping(context));
  }

  /** Due one interval after the last text; if text came meanwhile, one interval after that. */
  private void keepAlive(ChannelHandlerContext context) {
    long interval = exchange.config().keepaliveInterval().toNanos();
    long left = interval - outbox.idleNanos();
    if (left <= 0) {
      if (stage == Stage.STREAMING) {
        outbox.offer(Wire.keepalive());
      }
      left = interval;
    }
    after(context, left, () -> keepAlive(context));
  }

  private void after(ChannelHandlerContext context, long nanos, Runnable task) {
    timers.removeIf(Future::isDone);
    timers.add(context.executor().schedule(task, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    switch (frame) {
      case PingWebSocketFrame ping -> {
        if (outbox.answersPings()) {
          context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
      }
      case CloseWebSocketFrame close -> closedByClient(context, close);
      case TextWebSocketFrame text when stage == Stage.AWAITING_CREDENTIALS ->
          authenticate(context, Credentials.read(text.text()));
      case WebSocketFrame other when stage == Stage.AWAITING_CREDENTIALS -> {
        if (!(other instanceof PongWebSocketFrame)) {
          authenticate(context, null);
        }
      }
      default -> log.trace("{} {}: keepalive", context.channel(), pair);
    }
  }

  private void authenticate(ChannelHandlerContext context, @Nullable Credentials credentials) {
    if (credentials == null) {
      refuse(context, "invalid_credentials", "you provided an invalid credentials message");
      return;
    }
    if (!exchange.config().accepts(credentials.keyId(), credentials.secret())) {
      refuse(context, "invalid_credentials", "you provided invalid credentials");
      return;
    }
    ServedMarket wanted = exchange.markets().get(pair);
    if (wanted == null) {
      refuse(context, "invalid_market", pair);
      return;
    }
    Fault.RefuseSession refusal = wanted.refusals().takeSession();
    if (refusal != null) {
      refuse(context, refusal.code(), refusal.text());
      return;
    }
    if (exchange.sessions().incrementAndGet() > exchange.config().sessionLimit()) {
      exchange.sessions().decrementAndGet();
      refuse(context, "session_limit_exceeded", "session limit exceeded");
      return;
    }
    stage = Stage.STREAMING;
    market = wanted;
    wanted.join(outbox);
    log.debug("{} {}: streaming", context.channel(), pair);
  }

  private void refuse(ChannelHandlerContext context, String code, String text) {
    log.debug("{} {}: refused, {}", context.channel(), pair, code);
    stage = Stage.ENDED;
    outbox.offer(Wire.error(code, text));
    outbox.close(Connection.NORMAL_CLOSURE, "");
  }

  private void closedByClient(ChannelHandlerContext context, CloseWebSocketFrame close) {
    if (outbox.closing()) {
      context.close();
      return;
    }
    int code = close.statusCode();
    WebSocketFrame answer =
        WebSocketCloseStatus.isValidStatusCode(code)
            ? new CloseWebSocketFrame(code, close.reasonText())
            : new CloseWebSocketFrame();
    context.writeAndFlush(answer).addListener(done -> outbox.drop(false));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    outbox.drain();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    outbox.drop(false);
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
    ServedMarket joined = market;
    if (joined != null) {
      joined.leave(outbox);
      exchange.sessions().decrementAndGet();
      market = null;
      log.debug("{} {}: ended", context.channel(), pair);
    }
    stage = Stage.ENDED;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("{} {}: {}", context.channel(), pair, cause.getClass().getName());
    outbox.drop(false);
  }
}
