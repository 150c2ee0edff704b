package io.github.lunostreams.gateway.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How a request is answered. */
public sealed interface Answer {
  /**
   * With a response that is there.
   *
   * @param response to be sent
   */
  record Now(Response response) implements Answer {}

  /**
   * With a response that takes a moment.
   *
   * @param response completes on any thread
   */
  record Later(CompletionStage<Response> response) implements Answer {}

  /**
   * With a stream of server-sent events.
   *
   * @param source is started once the response's head is sent; not for a HEAD
   */
  record Events(EventStream.Source source) implements Answer {}

  /**
   * With a websocket. A plain GET is answered with 426.
   *
   * @param connection makes what serves it
   */
  record WebSocket(Supplier<? extends WebSocketConnection> connection) implements Answer {}

  /** There is nothing at this path, although it matches the route. */
  record NotFound() implements Answer {}

  /**
   * Answers with a response that is there.
   *
   * @param response to be sent
   * @return the answer
   */
  static Answer now(Response response) {
    return new Now(response);
  }

  /**
   * Answers with a response that takes a moment.
   *
   * @param response completes on any thread
   * @return the answer
   */
  static Answer later(CompletionStage<Response> response) {
    return new Later(response);
  }

  /**
   * Answers with a websocket.
   *
   * @param connection makes what serves it
   * @return the answer
   */
  static Answer webSocket(Supplier<? extends WebSocketConnection> connection) {
    return new WebSocket(connection);
  }

  /**
   * Answers that there is nothing.
   *
   * @return the answer
   */
  static Answer notFound() {
    return new NotFound();
  }
}
