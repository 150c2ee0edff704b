package io.github.lunostreams.gateway.session;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Admission.Admitted;
import io.github.lunostreams.gateway.access.Admission.Refused;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.ChannelKey;
import io.github.lunostreams.gateway.channel.ChannelLimitException;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.channel.Subscription;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * The Python tool's protocol: the client is sent one market's book from the first on, nothing
 * before but beats if it wants them, and whatever it says is ignored.
 */
final class PythonToolProtocol implements ClientConnection.Protocol {
  private final ChannelDirectory directory;
  private final Pair pair;
  private final int depth;
  private final boolean beats;

  /**
   * A client that asks for a market.
   *
   * @param pair the market's
   * @param depth how many price levels a side; 0 for all
   * @param beats whether it is sent a beat when there is nothing else to send
   */
  PythonToolProtocol(ChannelDirectory directory, Pair pair, int depth, boolean beats) {
    this.directory = directory;
    this.pair = pair;
    this.depth = depth;
    this.beats = beats;
  }

  /** For a websocket at a path where no market is. */
  static void invalidPath(ClientConnection client) {
    client.close("Invalid path", WebSocketCloseStatus.POLICY_VIOLATION, "no such path");
  }

  @Override
  public void opened(ClientConnection client) {
    Admission<MarketChannels> admission =
        directory.admit(pair, why -> client.execute(() -> ended(client, why)));
    switch (admission) {
      case Admitted<MarketChannels>(MarketChannels channels, Runnable leave) -> {
        client.whenEnded(leave);
        subscribe(client, channels);
      }
      case Refused<MarketChannels>(Refusal why) -> refuse(client, why);
    }
  }

  private void subscribe(ClientConnection client, MarketChannels channels) {
    ChannelKey key = ChannelKey.book(channels.pair(), depth);
    Subscription.Listener ending = new Ending(client, channels.pair());
    try {
      if (beats) {
        client.subscribeWithBeats(channels, key, ending);
      } else {
        client.subscribe(channels, key, ending);
      }
    } catch (ChannelLimitException full) {
      client.close(full.reason(), WebSocketCloseStatus.TRY_AGAIN_LATER, "channel limit exceeded");
    }
  }

  private static void refuse(ClientConnection client, Refusal why) {
    switch (why.kind()) {
      case UNKNOWN -> invalidPath(client);
      case SESSION_LIMIT, UNAVAILABLE -> client.close(why.words(), status(why), reason(why));
    }
  }

  /** How a client learns of the end of its subscription. */
  private record Ending(ClientConnection client, Pair pair) implements Subscription.Listener {
    @Override
    public void tooSlow(String reason) {
      client.tooSlow(reason);
    }

    @Override
    public void failedWithoutBook() {
      client.close(WebSocketCloseStatus.POLICY_VIOLATION, pair + " cannot be followed");
    }
  }

  /** Its channel has notified the client already, or closed it. */
  private static void ended(ClientConnection client, Refusal why) {
    client.close(status(why), reason(why));
  }

  private static WebSocketCloseStatus status(Refusal why) {
    return why.kind() == Refusal.Kind.UNKNOWN
        ? WebSocketCloseStatus.POLICY_VIOLATION
        : WebSocketCloseStatus.TRY_AGAIN_LATER;
  }

  private static String reason(Refusal why) {
    return switch (why.kind()) {
      case UNKNOWN -> "no such path";
      case SESSION_LIMIT -> "session limit exceeded";
      case UNAVAILABLE -> "not available now";
    };
  }
}
