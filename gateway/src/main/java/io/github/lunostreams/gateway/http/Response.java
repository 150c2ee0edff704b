package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.json.JsonObject;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * An answer to an HTTP request.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body may be shared with other responses
 * @param headers further headers, their names in lower case; with an {@code etag} a client that has
 *     that gets 304 instead of the body again
 */
public record Response(int status, String contentType, Body body, Map<String, String> headers) {
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");

  /**
   * A response with a body of its own.
   *
   * @param status the HTTP status
   * @param contentType of the body
   * @param body not to be changed
   * @param headers further headers, their names in lower case
   */
  public Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, Body.of(body), headers);
  }

  /**
   * A response in JSON that is not to be cached.
   *
   * @param status the HTTP status
   * @param fields writes the fields of the one object
   * @return the response
   */
  public static Response json(int status, Consumer<JsonGenerator> fields) {
    return new Response(status, "application/json", JsonObject.of(fields), FRESH);
  }
}
