package io.github.lunostreams.gateway.http;

/** Answers the requests of one route. Called on event loops: it does not block. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request.
   *
   * @param request its path matches the route's template
   * @return at once; what takes longer is {@link Answer.Later}
   */
  Answer answer(Request request);
}
