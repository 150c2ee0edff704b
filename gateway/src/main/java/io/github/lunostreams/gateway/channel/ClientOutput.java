package io.github.lunostreams.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/**
 * Where market data is written to a client: the sending half of its websocket, shared by all its
 * {@linkplain Subscription subscriptions}. Frames are written while the socket takes them and
 * flushed as many at a time as there are. When a full socket takes more, the subscriptions that
 * wait for it have their turns one after the other, so that none starves the others.
 *
 * <p>Owned by the channel's event loop, except where it says otherwise.
 */
public final class ClientOutput {
  private final Channel channel;

  /** Any thread may read it. */
  private final SubscriptionRing subscriptions = new SubscriptionRing();

  /** Frames are being written: what that causes must not start it again. */
  private boolean sending;

  /** Another subscription had something to send meanwhile. */
  private boolean missed;

  private boolean unflushed;
  private long lastSentNanos;

  /**
   * A client without subscriptions.
   *
   * @param channel takes websocket frames as plain bytes
   */
  public ClientOutput(Channel channel) {
    this.channel = channel;
    this.lastSentNanos = nanoTime();
  }

  private long nanoTime() {
    return channel.eventLoop().ticker().nanoTime();
  }

  /** Sends what waits for the socket, fairly, as far as it takes it. */
  public void drain() {
    if (sending) {
      return; // Whoever is sending sees by itself that there is room again.
    }
    sending = true;
    try {
      int idle = 0;
      while (hasRoom() && idle < subscriptions.size()) {
        idle = subscriptions.next().writeNext() ? 0 : idle + 1;
      }
    } finally {
      endSending();
    }
  }

  /**
   * Whether the client has any subscription.
   *
   * @return false after {@link #leaveAll}
   */
  public boolean isSubscribed() {
    return subscriptions.size() > 0;
  }

  /**
   * Ends its subscriptions because the client is too slow. Counted once, whatever their number.
   *
   * @param reason for the close frame
   */
  public void tooSlow(String reason) {
    if (isSubscribed()) {
      subscriptions.first().tooSlow(reason);
    }
    leaveAll();
  }

  /** Ends its subscriptions. */
  public void leaveAll() {
    for (Subscription subscription : subscriptions.all()) {
      subscription.leave();
    }
  }

  /**
   * How much is kept for this client besides what waits for its socket. Any thread may ask.
   *
   * @return bytes
   */
  public long heldBytes() {
    long bytes = 0;
    for (Subscription subscription : subscriptions.all()) {
      bytes += subscription.heldBytes();
    }
    return bytes;
  }

  /**
   * When it was last sent a frame of a subscription; before the first, when it came. In nanoseconds
   * of the event loop's ticker.
   */
  long lastSentNanos() {
    return lastSentNanos;
  }

  EventLoop eventLoop() {
    return channel.eventLoop();
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  void add(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void remove(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /** Whether a subscription may write now; it then has to call {@link #endSending}. */
  boolean beginSending() {
    if (sending) {
      missed = true;
      return false;
    }
    sending = true;
    return true;
  }

  /** Whether the socket takes another frame, if need be after it was given those written so far. */
  boolean hasRoom() {
    if (channel.isWritable()) {
      return true;
    }
    if (!unflushed) {
      return false;
    }
    flush();
    return channel.isWritable();
  }

  /** Whether the socket has taken everything that was written: all room is free. */
  boolean hasSentAll() {
    return channel.bytesBeforeUnwritable() >= channel.config().getWriteBufferHighWaterMark();
  }

  /** Writes frames; they are released by that. */
  void write(ByteBuf frames) {
    channel.write(frames, channel.voidPromise());
    unflushed = true;
  }

  private void flush() {
    unflushed = false;
    channel.flush();
    lastSentNanos = nanoTime();
  }

  void endSending() {
    if (unflushed) {
      flush();
    }
    sending = false;
    if (missed) {
      missed = false;
      drain();
    }
  }

  /** Gives the client up at once, without a close frame. */
  void abort() {
    leaveAll();
    channel.close();
  }
}
