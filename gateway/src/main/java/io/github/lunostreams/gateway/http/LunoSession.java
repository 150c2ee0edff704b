package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.Relay;
import io.github.lunostreams.gateway.fanout.RelayFormat;
import io.github.lunostreams.gateway.fanout.RelayLimits;
import io.github.lunostreams.gateway.fanout.Subscriber;
import io.github.lunostreams.gateway.http.Admission.Admitted;
import io.github.lunostreams.gateway.http.Admission.Refused;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One client that takes the gateway for the exchange: shows a key, gets a market's book and
 * updates, is pinged, and is sent an empty text when there is nothing else.
 *
 * <p>The gateway doesn't know its clients' keys, so any will do; what was shown is forgotten at
 * once. Before its book a client gets pings but no empty text, as the exchange has none there
 * either, and some clients take their first text for the book.
 *
 * <p>Owned by the channel's event loop.
 */
final class LunoSession extends StreamSession implements Relay.Owner {
  private static final String KEEPALIVE = "\"\"";

  private final String pair;
  private final Streams<Relay> relays;
  private final RelayFormat format;
  private final RelayLimits limits;
  private final List<Future<?>> timers = new ArrayList<>();
  private boolean let;

  /**
   * A client whose handshake is under way.
   *
   * @param pair what it asked for, in its own words
   * @param relays what there is
   * @param format what the exchange says
   * @param limits the bounds
   */
  LunoSession(String pair, Streams<Relay> relays, RelayFormat format, Limits limits) {
    super(limits);
    this.pair = pair;
    this.relays = relays;
    this.format = format;
    this.limits = limits.relay();
  }

  @Override
  Duration patience() {
    return limits.silenceTimeout();
  }

  @Override
  void silent(ChannelHandlerContext on) {
    letGoOfTheDead(on);
  }

  @Override
  void begin(ChannelHandlerContext open) {
    after(open, limits.credentialsTimeout().toNanos(), () -> late(open));
    after(open, limits.pingInterval().toNanos(), () -> pingAgain(open));
  }

  private void after(ChannelHandlerContext on, long nanos, Runnable task) {
    timers.removeIf(Future::isDone);
    timers.add(on.executor().schedule(task, nanos, TimeUnit.NANOSECONDS));
  }

  private void late(ChannelHandlerContext on) {
    if (!let) {
      refuse(on, format.error("auth_timeout", "you took too long to provide credentials"));
    }
  }

  private void pingAgain(ChannelHandlerContext on) {
    ping(on);
    after(on, limits.pingInterval().toNanos(), () -> pingAgain(on));
  }

  /** Due so long after the last frame, and again that long after whatever came meanwhile. */
  private void keepAlive(ChannelHandlerContext on) {
    long interval = limits.keepaliveInterval().toNanos();
    long left = interval;
    Subscriber place = subscriber();
    if (place != null && place.greeted()) {
      left -= on.executor().ticker().nanoTime() - place.lastSentNanos();
    }
    if (left <= 0) {
      if (on.channel().isWritable()) {
        on.writeAndFlush(new TextWebSocketFrame(KEEPALIVE));
      }
      left = interval;
    }
    after(on, left, () -> keepAlive(on));
  }

  @Override
  void heard(ChannelHandlerContext on, WebSocketFrame message) {
    if (let) {
      return; // Keepalives.
    }
    if (!(message instanceof TextWebSocketFrame text) || !format.isCredentials(text.text())) {
      refuse(
          on, format.error("invalid_credentials", "you provided an invalid credentials message"));
    } else {
      // Only now: who shows no key is no reason to follow a market. The relay itself tells its end.
      admit(on, relays.admit(pair, _ -> {}));
    }
  }

  private void admit(ChannelHandlerContext on, Admission<Relay> admission) {
    switch (admission) {
      case Admitted<Relay>(Relay relay, Runnable whenGone) -> {
        let = true;
        stays(whenGone);
        after(on, limits.keepaliveInterval().toNanos(), () -> keepAlive(on));
        listen(on, relay.subscribe(on.channel(), this));
      }
      case Refused<Relay>(Refusal why) -> refuse(on, error(why));
    }
  }

  private String error(Refusal why) {
    return switch (why.kind()) {
      case UNKNOWN -> format.error("invalid_market", pair);
      case SESSION_LIMIT -> format.error("session_limit", why.words());
      case UNAVAILABLE -> format.error("market_unavailable", why.words());
    };
  }

  private void refuse(ChannelHandlerContext on, String frame) {
    on.write(new TextWebSocketFrame(frame));
    close(WebSocketCloseStatus.NORMAL_CLOSURE, "");
  }

  @Override
  public void interrupted(Duration after) {
    ChannelHandlerContext on = context();
    if (on != null) {
      after(
          on,
          after.toNanos(),
          () -> close(WebSocketCloseStatus.SERVICE_RESTART, "the exchange was lost: come back"));
    }
  }

  @Override
  public void ended(String frame) {
    ChannelHandlerContext on = context();
    if (on != null) {
      refuse(on, frame);
    }
  }

  @Override
  void end() {
    super.end();
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
  }
}
