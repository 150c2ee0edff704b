package io.github.lunostreams.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@link Response} in the form that a client asks for by its headers: compressed or not, or only
 * that it has it already.
 */
final class ResponseEncoder {
  /** With a quality above zero. */
  private static final Pattern GZIP_WANTED =
      Pattern.compile("gzip;q=(?:1(?:\\.0{0,3})?|0\\.\\d{0,2}[1-9]\\d{0,2})");

  private ResponseEncoder() {}

  /** Whether a client is to be sent the body compressed. */
  static boolean compresses(Response response, HttpHeaders asked) {
    return response.body().isCompressible() && acceptsGzip(asked);
  }

  /** The response with its body as it is. */
  static FullHttpResponse plain(Response response, HttpHeaders asked) {
    return encode(response, response.body().bytes(), asked);
  }

  /** The response with its body compressed. */
  static FullHttpResponse compressed(Response response, byte[] gzip, HttpHeaders asked) {
    FullHttpResponse http = encode(response, gzip, asked);
    http.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    return http;
  }

  private static FullHttpResponse encode(Response response, byte[] body, HttpHeaders asked) {
    boolean known = isKnown(response, asked);
    FullHttpResponse http =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.valueOf(response.status()),
            known ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    http.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
        // Of a 304 too: it has the length of the body that is not sent.
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set("x-content-type-options", "nosniff");
    if (response.body().isCompressible()) {
      http.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
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
}
