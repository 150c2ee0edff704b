package io.github.lunostreams.gateway.http;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer to an HTTP request.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body not to be changed
 * @param headers further headers, their names in lower case; with an {@code etag} a client that has
 *     that is told so instead of being sent it again
 * @param gzip the body compressed, for clients that take that; null if it is not worth it. Not to
 *     be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the array is the payload.
public record Response(
    int status,
    String contentType,
    byte[] body,
    Map<String, String> headers,
    byte @Nullable [] gzip) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, String> FRESH = Map.of("cache-control", "no-store");

  /**
   * An answer that is sent as it is.
   *
   * @param status the HTTP status
   * @param contentType of the body
   * @param body not to be changed
   * @param headers further headers, their names in lower case
   */
  public Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, null);
  }

  /**
   * An answer in JSON that is not to be cached.
   *
   * @param status the HTTP status
   * @param fields writes the fields of the one object
   * @return the answer
   */
  public static Response json(int status, Consumer<JsonGenerator> fields) {
    return new Response(status, "application/json", object(fields), FRESH);
  }

  static byte[] object(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
