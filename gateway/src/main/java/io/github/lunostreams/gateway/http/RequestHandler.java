package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one connection's HTTP requests, one after the other in their order, until one asks for a
 * websocket: then a {@link WebSocketConnection} takes its place.
 *
 * <p>Owned by the channel's event loop.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);
  private static final String METHODS = "GET, HEAD";

  private final RouteTable routes;
  private final Limits limits;
  private final Executor compressor;
  private @Nullable Future<?> deadline;

  /**
   * Requests that came while the client did not take its answers, or while an answer was on its
   * way. Nothing more is read from it meanwhile, so these are what was read at once, of which the
   * codec allows 128.
   */
  private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();

  /** An answer is on its way: those to later requests come after it. */
  private boolean answering;

  /** The answer that is on its way, if it is a stream. */
  private @Nullable EventStream events;

  /** Answers are being written: what that causes must not start it again. */
  private boolean catchingUp;

  /**
   * Serves a connection that was accepted.
   *
   * @param compressor compresses bodies, off the event loop
   */
  RequestHandler(RouteTable routes, Limits limits, Executor compressor) {
    this.routes = routes;
    this.limits = limits;
    this.compressor = compressor;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    expectRequestWithin(context, limits.timeouts().request());
    context.fireChannelActive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    release();
    // A websocket that follows is read whether it reads or not: its own rules apply.
    context.channel().config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release();
    context.fireChannelInactive();
  }

  private void release() {
    cancelDeadline();
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
    if (events != null) {
      events.gone();
      events = null;
    }
  }

  /** Against connections that never send a request, or a byte of one at a time. */
  private void expectRequestWithin(ChannelHandlerContext context, Duration timeout) {
    cancelDeadline();
    deadline =
        context.executor().schedule(() -> context.close(), timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
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
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path;
    Map<String, List<String>> query;
    try {
      path = uri.path();
      query = uri.parameters();
    } catch (IllegalArgumentException badEscape) {
      refuse(context, badEscape);
      return;
    }
    Answer answer =
        WebSocketUpgrade.isWanted(request)
            ? routes.webSocket(path, query)
            : answer(request.method(), path, query);
    if (answer instanceof Answer.WebSocket(Supplier<? extends WebSocketConnection> connection)) {
      upgrade(context, request, path, connection.get());
    } else {
      expectRequestWithin(context, limits.timeouts().idle());
      reply(context, request, path, answer);
    }
  }

  private Answer answer(HttpMethod method, String path, Map<String, List<String>> query) {
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return Answer.now(
          Problem.of(
              HttpResponseStatus.METHOD_NOT_ALLOWED,
              "expected " + METHODS + ", got " + method,
              Map.of("allow", METHODS)));
    }
    return routes.get(path, query);
  }

  private void reply(
      ChannelHandlerContext context, FullHttpRequest request, String path, Answer answer) {
    HttpHeaders asked = request.headers();
    switch (answer) {
      case Answer.Now(Response response) -> send(context, response, asked);
      case Answer.Later(CompletionStage<Response> response) ->
          await(context, response, done -> send(context, resultOf(done, path), asked));
      case Answer.Events(EventStream.Source source) ->
          stream(context, source, request.method().equals(HttpMethod.HEAD));
      case Answer.WebSocket _, Answer.NotFound _ ->
          throw new IllegalStateException("the route table answers " + answer + " otherwise");
    }
  }

  private static Response resultOf(CompletableFuture<Response> answer, String path) {
    if (answer.state() == Future.State.SUCCESS) {
      return answer.resultNow();
    }
    log.warn("{} was not answered", path, answer.exceptionNow());
    return Problem.of(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the answer failed");
  }

  private void send(ChannelHandlerContext context, Response response, HttpHeaders asked) {
    if (!ResponseEncoder.compresses(response, asked)) {
      context.writeAndFlush(ResponseEncoder.plain(response, asked));
      return;
    }
    await(
        context,
        response.body().gzip(compressor),
        done ->
            context.writeAndFlush(
                done.state() == Future.State.SUCCESS
                    ? ResponseEncoder.compressed(response, done.resultNow(), asked)
                    : ResponseEncoder.plain(response, asked)));
  }

  /** Goes on when something is done: at once if it is, and before any later request is answered. */
  private <T> void await(
      ChannelHandlerContext context,
      CompletionStage<T> stage,
      Consumer<CompletableFuture<T>> then) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone()) {
      then.accept(future);
      return;
    }
    answering = true;
    var _ =
        future.whenComplete(
            (_, _) ->
                context
                    .executor()
                    .execute(
                        () -> {
                          answering = false;
                          then.accept(future);
                          catchUp(context);
                        }));
  }

  private void stream(ChannelHandlerContext context, EventStream.Source source, boolean headOnly) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED)
        .set("x-content-type-options", "nosniff");
    context.writeAndFlush(head);
    if (headOnly) {
      context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    cancelDeadline();
    answering = true;
    EventStream stream =
        new EventStream(
            context,
            () -> {
              answering = false;
              events = null;
              expectRequestWithin(context, limits.timeouts().idle());
              catchUp(context);
            });
    events = stream;
    stream.start(source);
  }

  private void upgrade(
      ChannelHandlerContext context,
      FullHttpRequest request,
      String path,
      WebSocketConnection connection) {
    boolean upgraded;
    try {
      upgraded = WebSocketUpgrade.perform(context, request, connection, path, limits.buffers());
    } catch (WebSocketHandshakeException invalid) {
      refuse(context, invalid);
      return;
    }
    if (upgraded) {
      context.pipeline().remove(this);
    } else {
      expectRequestWithin(context, limits.timeouts().idle());
    }
  }

  /** The request is not valid, and what follows it may not be one. */
  private void refuse(ChannelHandlerContext context, Throwable cause) {
    HttpResponseStatus status =
        switch (cause) {
          case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
          case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
          default -> HttpResponseStatus.BAD_REQUEST;
        };
    FullHttpResponse response =
        ResponseEncoder.plain(
            Problem.of(status, "the request is not valid HTTP"), EmptyHttpHeaders.INSTANCE);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    cancelDeadline();
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ServerSignal) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // The codec's complaints too: too many requests ahead of their answers, for instance.
    if (cause instanceof IOException || cause instanceof CodecException) {
      log.debug("a connection broke: {}", cause.toString());
    } else {
      log.warn("a connection is closed", cause);
    }
    context.close();
  }
}
