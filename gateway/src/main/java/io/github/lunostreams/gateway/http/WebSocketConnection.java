package io.github.lunostreams.gateway.http;

import io.netty.channel.ChannelInboundHandler;
import java.time.Duration;

/**
 * Serves one websocket: a handler that is in the channel's pipeline from before the handshake. It
 * gets whole messages and control frames, an {@code IdleStateEvent} after each interval without
 * any, and {@link ServerSignal}s.
 */
public interface WebSocketConnection extends ChannelInboundHandler {
  /** The handshake is done: frames may be written. On the channel's event loop. */
  void opened();

  /**
   * After how long a silence of the client there is an {@code IdleStateEvent}.
   *
   * @return above 0
   */
  Duration silenceInterval();

  /**
   * How much is kept for the client besides what waits for its socket. Any thread may ask.
   *
   * @return bytes
   */
  long heldBytes();
}
