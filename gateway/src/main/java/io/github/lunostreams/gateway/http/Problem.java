package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.json.JsonObject;
import io.github.lunostreams.upstream.ForeignText;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** What is wrong with a request, as RFC 9457 puts it. */
public final class Problem {
  private Problem() {}

  /**
   * A response that describes a problem.
   *
   * @param status the HTTP status
   * @param detail for a person
   * @return the response
   */
  public static Response of(HttpResponseStatus status, String detail) {
    return of(status, detail, Map.of());
  }

  static Response of(HttpResponseStatus status, String detail, Map<String, String> headers) {
    byte[] body =
        JsonObject.of(
            json -> {
              // No page describes the types: by the RFC the title is then the status' own phrase.
              json.writeStringProperty("type", "about:blank");
              json.writeStringProperty("title", status.reasonPhrase());
              json.writeNumberProperty("status", status.code());
              json.writeStringProperty("detail", ForeignText.line(detail));
            });
    return new Response(status.code(), "application/problem+json", body, headers);
  }
}
