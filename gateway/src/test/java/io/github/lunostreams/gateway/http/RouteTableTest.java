package io.github.lunostreams.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which handler gets which path, and what the rest is told. */
class RouteTableTest {
  private static final Map<String, List<String>> QUERY = Map.of("depth", List.of("5", "6"));

  private final RouteTable routes =
      RouteTable.builder()
          .get("/", says("root"))
          .get("/v1/pairs", says("pairs"))
          .get("/v1/pairs/{pair}", says("pair"))
          .get("/v1/pairs/{pair}/book", says("book"))
          .get("/files/{name...}", says("file"))
          .get("/missing", _ -> Answer.notFound())
          .webSocket("/v1/stream", stream())
          .webSocket("/api/1/stream/{pair...}", stream())
          .webSocket("/{pair}", request -> only(request, "XBTZAR"))
          .build();

  private static Handler says(String name) {
    return request ->
        Answer.now(
            new Response(
                200,
                "text/plain",
                (name + " " + request.variables()).getBytes(StandardCharsets.UTF_8),
                Map.of()));
  }

  private static Handler stream() {
    return _ ->
        Answer.webSocket(
            () -> {
              throw new AssertionError("nothing is served in this test");
            });
  }

  private static Answer only(Request request, String pair) {
    if (request.parameter("depth").equals(java.util.Optional.of("7"))) {
      return Answer.now(
          Problem.of(io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST, "7"));
    }
    return request.variable("pair").equals(pair) ? stream().answer(request) : Answer.notFound();
  }

  private String get(String path) {
    return text(routes.get(path, Map.of()));
  }

  private static String text(Answer answer) {
    return switch (answer) {
      case Answer.Now(Response response) ->
          response.status() == 200
              ? new String(response.body().bytes(), StandardCharsets.UTF_8)
              : Integer.toString(response.status());
      case Answer.WebSocket _ -> "websocket";
      default -> answer.toString();
    };
  }

  private String webSocket(String path) {
    return text(routes.webSocket(path, Map.of()));
  }

  @Test
  void aTemplatesVariablesAreOnePartOfAPathEach() {
    assertThat(get("/v1/pairs/XBTZAR")).isEqualTo("pair {pair=XBTZAR}");
    assertThat(get("/v1/pairs/XBTZAR/book")).isEqualTo("book {pair=XBTZAR}");
    assertThat(get("/v1/pairs/")).isEqualTo("404");
    assertThat(get("/v1/pairs/XBTZAR/")).isEqualTo("404");
    assertThat(get("/v1/pairs/XBTZAR/trades")).isEqualTo("404");
  }

  @Test
  void theRestOfAPathMayBeAnything() {
    assertThat(get("/files/a/b c/")).isEqualTo("file {name=a/b c/}");
    assertThat(get("/files/")).isEqualTo("file {name=}");
    assertThat(get("/files")).isEqualTo("404");
  }

  @Test
  void aPathWithoutVariablesGoesFirst() {
    assertThat(get("/v1/pairs")).isEqualTo("pairs {}");
    assertThat(get("/")).isEqualTo("root {}");
    RouteTable either =
        RouteTable.builder().get("/{name}", says("any")).get("/one", says("one")).build();
    assertThat(text(either.get("/one", Map.of()))).isEqualTo("one {}");
    assertThat(text(either.get("/two", Map.of()))).isEqualTo("any {name=two}");
  }

  @Test
  void aHandlerGetsTheQueryAndTheKindOfRequest() {
    RouteTable table =
        RouteTable.builder()
            .get(
                "/{name}",
                request -> {
                  assertThat(request)
                      .isEqualTo(new Request("/a", Map.of("name", "a"), QUERY, false));
                  assertThat(request.parameter("depth")).contains("5");
                  assertThat(request.parameter("other")).isEmpty();
                  assertThatThrownBy(() -> request.variable("pair"))
                      .hasMessage("expected one of [name], got pair");
                  return Answer.notFound();
                })
            .build();
    assertThat(text(table.get("/a", QUERY))).isEqualTo("404");
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertThat(get("/nope/at/all")).isEqualTo("404");
    assertThat(get("/missing")).isEqualTo("404");
    assertThat(get("nope")).isEqualTo("404");
  }

  @Test
  void aPlainGetOfAWebSocketPathGetsAHintToUpgrade() {
    assertThat(get("/v1/stream")).isEqualTo("426");
    assertThat(get("/XBTZAR")).isEqualTo("426");
    assertThat(get("/NOPEZAR")).isEqualTo("404");
    assertThat(text(routes.get("/XBTZAR", Map.of("depth", List.of("7"))))).isEqualTo("400");
  }

  @Test
  void aWebSocketElsewhereIsRefusedOrAnsweredByItsOwnHandler() {
    assertThat(webSocket("/v1/stream")).isEqualTo("websocket");
    assertThat(webSocket("/api/1/stream/")).isEqualTo("websocket");
    assertThat(webSocket("/XBTZAR")).isEqualTo("websocket");
    assertThat(webSocket("/NOPEZAR")).isEqualTo("404");
    assertThat(webSocket("/v1/pairs")).isEqualTo("404");
    assertThat(text(routes.webSocket("/XBTZAR", Map.of("depth", List.of("7"))))).isEqualTo("400");
    RouteTable lenient = RouteTable.builder().otherWebSockets(stream()).build();
    assertThat(text(lenient.webSocket("/v1/pairs", Map.of()))).isEqualTo("websocket");
  }

  @Test
  void aRouteIsAddedOnce() {
    RouteTable.Builder builder =
        RouteTable.builder().get("/a", says("a")).webSocket("/a", stream()).get("/{x}", says("x"));
    assertThatThrownBy(() -> builder.get("/a", says("other"))).hasMessageContaining("/a");
    assertThatThrownBy(() -> builder.get("/{x}", says("other"))).hasMessageContaining("/{x}");
  }

  @Test
  void anInvalidTemplateIsRefused() {
    for (String wrong :
        List.of("a", "", "/{", "/{}", "/{...}", "/a{b}", "/{a}/{a}", "/{a...}/b", "/{a}b")) {
      assertThatThrownBy(() -> RouteTable.builder().get(wrong, says("")))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("got " + wrong);
    }
  }
}
