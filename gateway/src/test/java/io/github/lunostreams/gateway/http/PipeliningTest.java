package io.github.lunostreams.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that sends requests without waiting for their answers. */
class PipeliningTest {
  private final CompletableFuture<Response> slow = new CompletableFuture<>();
  private final RouteTable routes =
      RouteTable.builder()
          .get("/slow", _ -> Answer.later(slow))
          .get("/{path}", request -> Answer.now(echo(request.path())))
          .build();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RequestHandler(routes, Limits.DEFAULT, Runnable::run));
  private final List<FullHttpRequest> requests = new ArrayList<>();

  private static Response echo(String path) {
    return new Response(200, "text/plain", path.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(requests).allMatch(request -> request.refCnt() == 0);
  }

  private void ask(String path) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.buffer(1));
    requests.add(request);
    channel.writeInbound(request);
  }

  private void takes(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private List<String> answers() {
    List<String> bodies = new ArrayList<>();
    for (FullHttpResponse answer = channel.readOutbound();
        answer != null;
        answer = channel.readOutbound()) {
      bodies.add(answer.content().toString(StandardCharsets.UTF_8));
      answer.release();
    }
    return bodies;
  }

  @Test
  void whileItTakesNoAnswersNoneAreMadeAndNothingIsRead() {
    ask("/1");
    assertThat(answers()).containsExactly("/1");
    assertThat(channel.config().isAutoRead()).isTrue();
    takes(false);
    assertThat(channel.config().isAutoRead()).isFalse();
    ask("/2");
    ask("/3");
    assertThat(answers()).isEmpty();
    takes(true);
    assertThat(answers()).containsExactly("/2", "/3");
    assertThat(channel.config().isAutoRead()).isTrue();
    ask("/4");
    assertThat(answers()).containsExactly("/4");
  }

  @Test
  void ifItLeavesWhatWaitsIsDropped() {
    takes(false);
    ask("/1");
    ask("/2");
    channel.close();
    assertThat(answers()).isEmpty();
  }

  @Test
  void anAnswerThatTakesAMomentComesBeforeThoseToLaterRequests() {
    ask("/1");
    ask("/slow");
    ask("/2");
    assertThat(answers()).containsExactly("/1");
    assertThat(channel.config().isAutoRead()).isFalse();
    slow.complete(echo("at last"));
    channel.runPendingTasks();
    assertThat(answers()).containsExactly("at last", "/2");
    assertThat(channel.config().isAutoRead()).isTrue();
    ask("/slow");
    ask("/3");
    assertThat(answers()).containsExactly("at last", "/3");
  }

  @Test
  void anAnswerThatFailsIsSaidToHave() {
    ask("/slow");
    ask("/2");
    slow.completeExceptionally(new IllegalStateException("oops"));
    channel.runPendingTasks();
    assertThat(answers())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"status\":500"),
            second -> assertThat(second).isEqualTo("/2"));
  }

  @Test
  void ifItLeavesBeforeItsAnswerNothingIsKept() {
    ask("/slow");
    ask("/2");
    channel.close();
    slow.complete(echo("too late"));
    channel.runPendingTasks();
    assertThat(answers()).isEmpty();
  }
}
