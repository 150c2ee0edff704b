package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How the page's files are served; what needs the built page, and not only its substitute, is
 * tagged.
 */
class SiteTest {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static GatewayFixture withPage() throws IOException {
    return GatewayFixture.with(config -> config.pair("XBTZAR").app(true));
  }

  private static HttpResponse<byte[]> get(GatewayFixture fixture, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(fixture.gateway.url().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** One of the page's files whose names are made of their content. */
  private static String script() throws IOException {
    try (InputStream list = SiteTest.class.getResourceAsStream("/site/files.txt")) {
      assumeTrue(list != null, "no page in this build");
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(name -> name.endsWith(".js"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void thePageComesWithAPolicyThatLetsNothingElseIn() throws Exception {
    try (GatewayFixture fixture = withPage()) {
      HttpResponse<byte[]> page = get(fixture, "/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(page, "content-security-policy")).isEqualTo(POLICY);
      assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
      assertThat(header(page, "cross-origin-opener-policy")).isEqualTo("same-origin");
      assertThat(header(page, "cache-control")).isEqualTo("no-cache");
      assertThat(new String(page.body(), StandardCharsets.UTF_8))
          .startsWith("<!doctype html>")
          .doesNotContain("<style", "style=", "<script>", "onclick");
    }
  }

  @Test
  void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
    try (GatewayFixture fixture = withPage()) {
      HttpResponse<byte[]> first = get(fixture, "/");
      String tag = header(first, "etag");
      HttpResponse<byte[]> again = get(fixture, "/", "If-None-Match", "\"other\", " + tag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "etag")).isEqualTo(tag);
      assertThat(get(fixture, "/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionGoesOnAfterWhatWasNotSent() throws Exception {
    try (GatewayFixture fixture = withPage();
        TestClient client = TestClient.open(fixture.gateway.port(), 0)) {
      String tag = header(get(fixture, "/"), "etag");
      String again = "GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + tag + "\r\n\r\n";
      client.raw(again + "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + again);
      assertThat(client.head()).startsWith("HTTP/1.1 304 Not Modified\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 304 Not Modified\r\n");
    }
  }

  @Test
  @Tag("foreign")
  void filesNamedAfterTheirContentAreKeptForGood() throws Exception {
    String script = script();
    try (GatewayFixture fixture = withPage()) {
      HttpResponse<byte[]> file = get(fixture, "/" + script);
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(header(file, "content-type")).isEqualTo("text/javascript; charset=utf-8");
      assertThat(header(file, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(header(file, "vary")).isEqualTo("accept-encoding");
      assertThat(header(file, "content-encoding")).isEmpty();
    }
  }

  @Test
  @Tag("foreign")
  void filesAreCompressedForClientsThatTakeThat() throws Exception {
    String script = script();
    try (GatewayFixture fixture = withPage()) {
      byte[] plain = get(fixture, "/" + script, "Accept-Encoding", "br, gzip;q=0").body();
      for (String taken : List.of("gzip", "br, GZIP", "gzip; q=0.5", "gzip;q=1.0")) {
        HttpResponse<byte[]> file = get(fixture, "/" + script, "Accept-Encoding", taken);
        assertThat(header(file, "content-encoding")).as(taken).isEqualTo("gzip");
        assertThat(file.body().length).isLessThan(plain.length / 2);
        try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(file.body()))) {
          assertThat(body.readAllBytes()).isEqualTo(plain);
        }
      }
    }
  }

  @Test
  void noPathLeadsOutOfThePage() throws Exception {
    try (GatewayFixture fixture = withPage()) {
      for (String path :
          List.of(
              "/../logback-test.xml",
              "/%2e%2e/logback-test.xml",
              "/..%2flogback-test.xml",
              "/assets/../../logback-test.xml",
              "/assets//../index.html",
              "/%5c..%5clogback-test.xml",
              "/files.txt",
              "/assets/",
              "/assets",
              "//",
              "/index.html%00.js",
              "/index.html/")) {
        assertThat(fixture.get(path)).as(path).startsWith("HTTP/1.1 404 Not Found\r\n");
      }
    }
  }

  @Test
  void withoutTheAppThereIsAHintWhereThePageWouldBe() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.of("XBTZAR")) {
      assertThat(fixture.get("/"))
          .startsWith("HTTP/1.1 404 Not Found\r\n")
          .contains("content-type: application/problem+json\r\n")
          .contains("the web page is served with --app");
      assertThat(fixture.get("/index.html")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }
  }

  @Test
  void aSecondPortServesThePageToo() throws Exception {
    try (GatewayFixture fixture = GatewayFixture.with(config -> config.pair("XBTZAR").appPort(0))) {
      int port = fixture.gateway.appPort().orElseThrow();
      URI second = URI.create("http://127.0.0.1:" + port + "/");
      assertThat(get(fixture, second.toString()).body()).isEqualTo(get(fixture, "/").body());
    }
  }
}
