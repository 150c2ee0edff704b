package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The handshake by which an HTTP connection becomes a websocket. */
final class WebSocketUpgrade {
  private WebSocketUpgrade() {}

  /** Whether a request is such a handshake. */
  static boolean isWanted(FullHttpRequest request) {
    return request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /**
   * Answers the handshake, and puts what serves the websocket at the end of the pipeline.
   *
   * @return false if the client's version of the protocol is not supported; it has got an answer
   *     that says so
   * @throws WebSocketHandshakeException if the request is no valid handshake; nothing is changed
   */
  static boolean perform(
      ChannelHandlerContext context,
      FullHttpRequest request,
      WebSocketConnection connection,
      String path,
      Limits.Buffers buffers) {
    // Frames are shared by all clients, so none is compressed: that would be a client's own.
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(buffers.messageBytes())
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(path, null, config).newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return false;
    }
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandler[] handlers = {
      new IdleStateHandler(connection.silenceInterval().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
      // Frame by frame, so that bad text is found before the message ends.
      new Utf8FrameValidator(false),
      new WebSocketFrameAggregator(buffers.messageBytes()),
      connection
    };
    // Before the handshake, which may be done when the call returns.
    pipeline.addLast(handlers);
    try {
      handshaker
          .handshake(context.channel(), request)
          .addListener(
              (ChannelFutureListener)
                  done -> {
                    if (done.isSuccess()) {
                      done.channel().pipeline().remove(HttpServerKeepAliveHandler.class);
                      connection.opened();
                    } else {
                      done.channel().close();
                    }
                  });
    } catch (WebSocketHandshakeException invalid) {
      Stream.of(handlers).forEach(pipeline::remove);
      throw invalid;
    }
    return true;
  }
}
