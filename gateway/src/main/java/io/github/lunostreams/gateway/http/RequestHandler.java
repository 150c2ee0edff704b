package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one connection's HTTP requests, until one asks for a websocket: then it makes way for a
 * {@link StreamSession}.
 *
 * <p>Owned by the channel's event loop.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);
  private static final String METHODS = "GET, HEAD";

  /** With a quality above zero. */
  private static final Pattern GZIP_WANTED =
      Pattern.compile("gzip;q=(?:1(?:\\.0{0,3})?|0\\.\\d{0,2}[1-9]\\d{0,2})");

  private final Router router;
  private final Limits limits;
  private @Nullable Future<?> deadline;

  /**
   * Requests that came while the client did not take its answers, or while an answer was on its
   * way. Nothing more is read from it meanwhile, so these are what was read at once, of which the
   * codec allows 128.
   */
  private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();

  /** An answer is on its way: those to later requests come after it. */
  private boolean answering;

  /** Answers are being written: what that causes must not start it again. */
  private boolean catchingUp;

  RequestHandler(Router router, Limits limits) {
    this.router = router;
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    expectRequestWithin(context, limits.patience().request());
    context.fireChannelActive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancelDeadline();
    dropWaiting();
    // A websocket that follows is read whether it reads or not: its own rules apply.
    context.channel().config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    dropWaiting();
    context.fireChannelInactive();
  }

  /** Against connections that never say what they want, or say it a byte at a time. */
  private void expectRequestWithin(ChannelHandlerContext context, Duration patience) {
    cancelDeadline();
    deadline =
        context
            .executor()
            .schedule(() -> context.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void dropWaiting() {
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  /** A client that asks and asks and takes no answer must not fill the buffer with them. */
  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    waiting.add(request.retain());
    catchUp(context);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    catchUp(context);
    context.fireChannelWritabilityChanged();
  }

  private void catchUp(ChannelHandlerContext context) {
    if (catchingUp) {
      return;
    }
    catchingUp = true;
    try {
      while (!answering && context.channel().isWritable() && !context.isRemoved()) {
        FullHttpRequest request = waiting.poll();
        if (request == null) {
          break;
        }
        try {
          serve(context, request);
        } finally {
          request.release();
        }
      }
    } finally {
      catchingUp = false;
    }
    if (!context.isRemoved()) {
      context.channel().config().setAutoRead(!answering && context.channel().isWritable());
    }
  }

  private void serve(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context, request.decoderResult().cause());
      return;
    }
    String path;
    Map<String, List<String>> query;
    try {
      QueryStringDecoder uri = new QueryStringDecoder(request.uri());
      path = uri.path();
      query = uri.parameters();
    } catch (IllegalArgumentException e) {
      refuse(context, e);
      return;
    }
    if (wantsWebSocket(request)) {
      upgrade(context, request, path);
    } else {
      expectRequestWithin(context, limits.patience().idle());
      answer(context, request, path, query);
    }
  }

  private void answer(
      ChannelHandlerContext context,
      FullHttpRequest request,
      String path,
      Map<String, List<String>> query) {
    HttpHeaders asked = request.headers();
    Optional<CompletionStage<Response>> call =
        isRead(request.method()) ? router.call(path, query) : Optional.empty();
    if (call.isEmpty()) {
      context.writeAndFlush(http(answer(request.method(), path), asked));
      return;
    }
    CompletableFuture<Response> answer = call.get().toCompletableFuture();
    if (answer.isDone()) {
      context.writeAndFlush(http(resultOf(answer, path), asked));
      return;
    }
    answering = true;
    var _ =
        answer.whenComplete(
            (_, _) ->
                context
                    .executor()
                    .execute(
                        () -> {
                          answering = false;
                          context.writeAndFlush(http(resultOf(answer, path), asked));
                          catchUp(context);
                        }));
  }

  private static Response resultOf(CompletableFuture<Response> answer, String path) {
    if (answer.state() == Future.State.SUCCESS) {
      return answer.resultNow();
    }
    log.warn("{} was not answered", path, answer.exceptionNow());
    return Problem.of(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the answer failed");
  }

  private static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private Response answer(HttpMethod method, String path) {
    if (!isRead(method)) {
      return Problem.of(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          "expected " + METHODS + ", got " + method,
          Map.of("allow", METHODS));
    }
    Optional<Response> found = router.get(path);
    if (found.isPresent()) {
      return found.get();
    }
    if (router.isStream(path)) {
      return Problem.of(
          HttpResponseStatus.UPGRADE_REQUIRED,
          path + " is a websocket stream: connect with a websocket client, ws://HOST:PORT" + path,
          Map.of("upgrade", "websocket", "connection", "upgrade"));
    }
    return Problem.of(HttpResponseStatus.NOT_FOUND, "there is nothing at " + path);
  }

  private static boolean wantsWebSocket(FullHttpRequest request) {
    return request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  private void upgrade(ChannelHandlerContext context, FullHttpRequest request, String path) {
    // Frames are shared by all clients, so none is compressed: that would be a client's own.
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(limits.buffers().messageBytes())
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(path, null, config).newHandshaker(request);
    if (handshaker == null) {
      expectRequestWithin(context, limits.patience().idle());
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return;
    }
    StreamSession session = router.session(path, limits);
    ChannelHandler[] handlers = {
      new IdleStateHandler(session.patience().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
      // Frame by frame, so that bad text is found before the message ends.
      new Utf8FrameValidator(false),
      new WebSocketFrameAggregator(limits.buffers().messageBytes()),
      session
    };
    // Before the handshake, which may be done when the call returns.
    context.pipeline().addLast(handlers);
    try {
      handshaker
          .handshake(context.channel(), request)
          .addListener(
              (ChannelFutureListener)
                  done -> {
                    if (done.isSuccess()) {
                      done.channel().pipeline().remove(HttpServerKeepAliveHandler.class);
                      session.begin();
                    } else {
                      done.channel().close();
                    }
                  });
    } catch (WebSocketHandshakeException e) {
      Stream.of(handlers).forEach(context.pipeline()::remove);
      refuse(context, e);
      return;
    }
    context.pipeline().remove(this);
  }

  /** The request makes no sense, and so may what follows it. */
  private void refuse(ChannelHandlerContext context, Throwable cause) {
    HttpResponseStatus status =
        switch (cause) {
          case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
          case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
          default -> HttpResponseStatus.BAD_REQUEST;
        };
    FullHttpResponse response =
        http(Problem.of(status, "that is no request to understand"), EmptyHttpHeaders.INSTANCE);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    cancelDeadline();
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /** The answer in the form the client asks for: the compressed one, or that it has it already. */
  private static FullHttpResponse http(Response response, HttpHeaders asked) {
    byte[] gzip = response.gzip();
    boolean compressed = gzip != null && acceptsGzip(asked);
    byte[] body = compressed && gzip != null ? gzip : response.body();
    boolean known = isKnown(response, asked);
    FullHttpResponse http =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.valueOf(response.status()),
            known ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    http.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
        // Of a 304 too: it tells the length of what is not sent.
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set("x-content-type-options", "nosniff");
    if (gzip != null) {
      http.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    }
    if (compressed) {
      http.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    response.headers().forEach(http.headers()::set);
    return http;
  }

  private static boolean acceptsGzip(HttpHeaders asked) {
    return asked.getAll(HttpHeaderNames.ACCEPT_ENCODING).stream()
        .flatMap(codings -> Stream.of(codings.split(",")))
        .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(coding -> coding.equals("gzip") || GZIP_WANTED.matcher(coding).matches());
  }

  private static boolean isKnown(Response response, HttpHeaders asked) {
    String tag = response.headers().get("etag");
    String known = asked.get(HttpHeaderNames.IF_NONE_MATCH);
    return tag != null
        && known != null
        && Stream.of(known.split(",")).map(String::strip).anyMatch(tag::equals);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == GoingAway.INSTANCE || event == TotalBound.Signal.EXCEEDED) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // The codec's complaints too: too many requests ahead of their answers, for instance.
    if (cause instanceof IOException || cause instanceof DecoderException) {
      log.debug("a connection broke: {}", cause.toString());
    } else {
      log.warn("a connection is let go", cause);
    }
    context.close();
  }
}
