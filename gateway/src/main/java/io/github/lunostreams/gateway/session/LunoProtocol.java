package io.github.lunostreams.gateway.session;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Admission.Admitted;
import io.github.lunostreams.gateway.access.Admission.Refused;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.ChannelKey;
import io.github.lunostreams.gateway.channel.ChannelLimitException;
import io.github.lunostreams.gateway.channel.LunoFormat;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.channel.Subscription;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;

/**
 * The exchange's own protocol, with a client that takes the gateway for the exchange: it sends its
 * credentials, gets a market's book and updates, is pinged, and gets the exchange's keepalives:
 * none is made up, so that a silent exchange is silent here too.
 *
 * <p>The gateway does not know its clients' keys, so any will do; what was sent is not kept. Before
 * its book a client gets pings but no keepalive, as at the exchange: some clients take their first
 * text for the book.
 *
 * <p>One a connection; used on its event loop.
 */
final class LunoProtocol implements ClientConnection.Protocol {
  private final String asked;
  private final Optional<Pair> pair;
  private final ChannelDirectory directory;
  private final LunoFormat format;
  private final LunoLimits limits;
  private boolean authenticated;

  /**
   * A client whose handshake is to come.
   *
   * @param asked the text it gave for a pair
   * @param pair that as a pair, if it can be one
   * @param directory the markets
   * @param format what the exchange says
   * @param limits the bounds
   */
  LunoProtocol(
      String asked,
      Optional<Pair> pair,
      ChannelDirectory directory,
      LunoFormat format,
      LunoLimits limits) {
    this.asked = asked;
    this.pair = pair;
    this.directory = directory;
    this.format = format;
    this.limits = limits;
  }

  /** Pings have a timer of their own here: a client is dead after one long silence. */
  @Override
  public ClientConnection.Silence silence(Limits all) {
    return new ClientConnection.Silence(limits.silenceTimeout(), 1);
  }

  @Override
  public void opened(ClientConnection client) {
    client.after(limits.credentialsTimeout(), () -> late(client));
    client.after(limits.pingInterval(), () -> pingAgain(client));
  }

  private void late(ClientConnection client) {
    if (!authenticated) {
      refuse(client, format.error("auth_timeout", "you took too long to provide credentials"));
    }
  }

  private void pingAgain(ClientConnection client) {
    client.ping();
    client.after(limits.pingInterval(), () -> pingAgain(client));
  }

  @Override
  public void received(ClientConnection client, WebSocketFrame message) {
    if (authenticated) {
      return; // Keepalives.
    }
    if (!(message instanceof TextWebSocketFrame text) || !format.isCredentials(text.text())) {
      refuse(
          client,
          format.error("invalid_credentials", "you provided an invalid credentials message"));
      return;
    }
    // Only now: a client without credentials is no reason to follow a market. The end of the market
    // is reported by its channel.
    switch (admit()) {
      case Admitted<MarketChannels>(MarketChannels channels, Runnable leave) -> {
        authenticated = true;
        client.whenEnded(leave);
        subscribe(client, channels);
      }
      case Refused<MarketChannels>(Refusal why) -> refuse(client, error(why));
    }
  }

  private Admission<MarketChannels> admit() {
    return pair.map(known -> directory.admit(known, _ -> {}))
        .orElseGet(() -> new Refused<>(new Refusal(Refusal.Kind.UNKNOWN, asked)));
  }

  private void subscribe(ClientConnection client, MarketChannels channels) {
    try {
      client.subscribe(channels, ChannelKey.luno(channels.pair()), new Ending(client));
    } catch (ChannelLimitException full) {
      refuse(client, format.error("market_unavailable", full.reason()));
    }
  }

  private String error(Refusal why) {
    return switch (why.kind()) {
      case UNKNOWN -> format.error("invalid_market", asked);
      case SESSION_LIMIT -> format.error("session_limit", why.words());
      case UNAVAILABLE -> format.error("market_unavailable", why.words());
    };
  }

  private static void refuse(ClientConnection client, String frame) {
    client.close(frame, WebSocketCloseStatus.NORMAL_CLOSURE, "");
  }

  /** How a client learns of the end of its subscription. */
  private record Ending(ClientConnection client) implements Subscription.Listener {
    @Override
    public void tooSlow(String reason) {
      client.tooSlow(reason);
    }

    @Override
    public void interrupted(Duration after) {
      client.after(
          after,
          () ->
              client.close(
                  WebSocketCloseStatus.SERVICE_RESTART, "the exchange was lost: come back"));
    }

    @Override
    public void ended(String frame) {
      refuse(client, frame);
    }
  }
}
