package io.github.lunostreams.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client, as the HTML standard puts them. A client that does not take
 * them as fast as they come is disconnected: what waits for it is bounded by the size of its write
 * buffer.
 *
 * <p>Any thread may send and end.
 */
public final class EventStream {
  /** Where a stream's events come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Starts to send events. On the client's event loop; does not block.
     *
     * @param stream to send them to
     * @return called once, on the client's event loop, when no more are to be sent
     */
    Runnable open(EventStream stream);
  }

  private final ChannelHandlerContext context;
  private final Runnable whenEnded;
  private volatile boolean ended;

  /** Used by the event loop. */
  private @Nullable Runnable cancel;

  /**
   * A stream whose head was written.
   *
   * @param whenEnded is called on the event loop when it has ended and the connection goes on
   */
  EventStream(ChannelHandlerContext context, Runnable whenEnded) {
    this.context = context;
    this.whenEnded = whenEnded;
  }

  /** On the event loop. */
  void start(Source source) {
    Runnable whenGone = source.open(this);
    if (ended) {
      whenGone.run();
    } else {
      cancel = whenGone;
    }
  }

  /**
   * Sends an event.
   *
   * @param name the kind of event, on one line
   * @param data its text
   * @return false if the client is gone, or too slow and disconnected
   * @throws IllegalArgumentException if the name has more than one line
   */
  public boolean send(String name, String data) {
    if (name.lines().count() > 1) {
      throw new IllegalArgumentException("expected a name of one line, got " + name);
    }
    if (ended) {
      return false;
    }
    if (!context.channel().isWritable()) {
      context.close();
      return false;
    }
    StringBuilder event = new StringBuilder("event: ").append(name);
    data.lines().forEach(line -> event.append("\ndata: ").append(line));
    event.append("\n\n");
    context.writeAndFlush(
        new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)));
    return true;
  }

  /** Ends the stream; the connection may be used for another request. Again does nothing. */
  public void end() {
    context
        .executor()
        .execute(
            () -> {
              if (!ended) {
                gone();
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                whenEnded.run();
              }
            });
  }

  /** The client is gone, or the stream has ended. On the event loop. */
  void gone() {
    ended = true;
    Runnable whenGone = cancel;
    if (whenGone != null) {
      cancel = null;
      whenGone.run();
    }
  }
}
