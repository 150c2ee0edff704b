package io.github.lunostreams.gateway.fanout;

import io.netty.channel.Channel;

/**
 * Something that any number of clients can listen to.
 *
 * @param <O> what it asks of those who are responsible for its clients
 */
public interface Source<O extends Subscriber.Owner> {
  /**
   * Sends a client the current state of things, and from then on what follows. On the channel's
   * event loop, once the channel takes websocket frames as plain bytes.
   *
   * @param channel the client's
   * @param owner is told when the client cannot go on
   * @return the client's place, to be told when the socket takes more and when the client leaves
   */
  Subscriber subscribe(Channel channel, O owner);
}
