package io.github.lunostreams.simulator.server;

import io.github.lunostreams.simulator.fault.Fault;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of a connection: REST calls are answered, an upgrade on a stream's path makes
 * it a {@link StreamSession}. As on the exchange, the upgrade succeeds for pairs that do not exist.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** The longest frame a client may send, and the longest message of fragments. */
  static final int MAX_MESSAGE_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
  private static final String STREAM = "/api/1/stream/";

  private final Exchange exchange;
  private final Rest rest;

  HttpHandler(Exchange exchange, Rest rest) {
    super(FullHttpRequest.class);
    this.exchange = exchange;
    this.rest = rest;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      answer(context, request, Rest.error(400, "ErrBadRequest", "Not HTTP."));
      return;
    }
    QueryStringDecoder query = new QueryStringDecoder(request.uri());
    String path = query.path();
    if (path.startsWith(STREAM)) {
      stream(context, request, path.substring(STREAM.length()));
    } else if (!request.method().equals(HttpMethod.GET)) {
      answer(context, request, Rest.error(405, "ErrMethodNotAllowed", "Only GET is allowed."));
    } else {
      answer(context, request, rest.answer(path, query.parameters()));
    }
  }

  private void stream(ChannelHandlerContext context, FullHttpRequest request, String pair) {
    if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      answer(context, request, Rest.error(400, "ErrBadRequest", "This is a WebSocket."));
      return;
    }
    ServedMarket market = exchange.markets().get(pair);
    Fault.RefuseUpgrade refusal = market == null ? null : market.refusals().takeUpgrade();
    if (refusal != null) {
      answer(context, request, Rest.error(refusal.status(), "ErrUnavailable", "Try again later."));
      return;
    }
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(null, null, false, MAX_MESSAGE_BYTES)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return;
    }
    handshaker.handshake(context.channel(), request);
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addLast(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
    pipeline.addLast(
        new StreamSession(
            exchange, pair, new Outbox(context.channel(), exchange.config().outboundLimit())));
    pipeline.remove(this);
  }

  private static void answer(
      ChannelHandlerContext context, FullHttpRequest request, Rest.Answer answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            request.method().equals(HttpMethod.HEAD)
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(answer.json()));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.json().length);
    if (answer.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
      response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.GET);
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request) && !request.decoderResult().isFailure();
    HttpUtil.setKeepAlive(response, keepAlive);
    ChannelFuture written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("{}: {}", context.channel(), cause.toString());
    context.close();
  }
}
