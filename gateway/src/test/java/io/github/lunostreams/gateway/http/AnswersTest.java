package io.github.lunostreams.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large bodies and streams of events, as a connection sends them. */
class AnswersTest {
  private static final String LARGE = "0123456789".repeat(1_000);

  private final Body shared = Body.of(LARGE.getBytes(StandardCharsets.UTF_8));
  private final List<EventStream> streams = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final Queue<Runnable> compressor = new ArrayDeque<>();
  private final List<EmbeddedChannel> connections = new ArrayList<>();
  private final RouteTable routes =
      RouteTable.builder()
          .get("/large", _ -> Answer.now(new Response(200, "text/plain", shared, Map.of())))
          .get("/small", _ -> Answer.now(text("small")))
          .get("/events", _ -> new Answer.Events(this::open))
          .build();

  private static Response text(String text) {
    return new Response(200, "text/plain", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private Runnable open(EventStream stream) {
    streams.add(stream);
    return () -> ended.add("ended");
  }

  @AfterEach
  void close() {
    connections.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private EmbeddedChannel connection() {
    EmbeddedChannel channel =
        new EmbeddedChannel(new RequestHandler(routes, Limits.DEFAULT, compressor::add));
    channel.freezeTime();
    connections.add(channel);
    return channel;
  }

  private static void ask(EmbeddedChannel channel, HttpMethod method, String path) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
    request.headers().set("accept-encoding", "gzip");
    channel.writeInbound(request);
  }

  private static void get(EmbeddedChannel channel, String path) {
    ask(channel, HttpMethod.GET, path);
  }

  /** What was sent since the last call, one element an object. */
  private static List<String> sent(EmbeddedChannel channel) throws IOException {
    channel.runPendingTasks();
    List<String> all = new ArrayList<>();
    for (Object part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.add(
          switch (part) {
            case FullHttpResponse whole -> body(whole);
            case HttpResponse head -> head.status() + " " + head.headers().get("content-type");
            case LastHttpContent _ -> "end";
            case HttpContent content -> content.content().toString(StandardCharsets.UTF_8);
            default -> part.toString();
          });
      ReferenceCountUtil.release(part);
    }
    return all;
  }

  private static String body(FullHttpResponse response) throws IOException {
    byte[] bytes = new byte[response.content().readableBytes()];
    response.content().getBytes(0, bytes);
    if (!"gzip".equals(response.headers().get("content-encoding"))) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return "gzip " + new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aLargeBodyIsCompressedOnceOffTheLoopForAllReceivers() throws Exception {
    EmbeddedChannel first = connection();
    EmbeddedChannel second = connection();
    get(first, "/large");
    get(second, "/large");
    assertThat(sent(first)).isEmpty();
    assertThat(sent(second)).isEmpty();
    assertThat(compressor).hasSize(1);
    compressor.remove().run();
    assertThat(sent(first)).containsExactly("gzip " + LARGE);
    assertThat(sent(second)).containsExactly("gzip " + LARGE);
    get(second, "/large");
    assertThat(sent(second)).containsExactly("gzip " + LARGE);
    assertThat(compressor).isEmpty();
  }

  @Test
  void whileABodyIsCompressedLaterRequestsWait() throws Exception {
    EmbeddedChannel channel = connection();
    get(channel, "/large");
    get(channel, "/small");
    assertThat(sent(channel)).isEmpty();
    compressor.remove().run();
    assertThat(sent(channel)).containsExactly("gzip " + LARGE, "small");
  }

  @Test
  void smallBodiesAndClientsThatDoNotAskGetTheBodyAsItIs() throws Exception {
    EmbeddedChannel channel = connection();
    get(channel, "/small");
    channel.writeInbound(
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/large"));
    assertThat(sent(channel)).containsExactly("small", LARGE);
    assertThat(compressor).isEmpty();
    assertThat(Body.of(new byte[Body.MIN_COMPRESSED_BYTES - 1]).isCompressible()).isFalse();
    assertThat(Body.of(new byte[Body.MIN_COMPRESSED_BYTES]).isCompressible()).isTrue();
  }

  @Test
  void eventsAreSentAsTheyComeAndTheNextRequestAfterTheirEnd() throws Exception {
    EmbeddedChannel channel = connection();
    get(channel, "/events");
    get(channel, "/small");
    assertThat(sent(channel)).containsExactly("200 OK text/event-stream");
    EventStream stream = streams.getFirst();
    assertThat(stream.send("trade", "{\"a\":1}")).isTrue();
    assertThat(stream.send("note", "two\nlines")).isTrue();
    assertThat(sent(channel))
        .containsExactly(
            "event: trade\ndata: {\"a\":1}\n\n", "event: note\ndata: two\ndata: lines\n\n");
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();
    assertThat(ended).isEmpty();
    stream.end();
    stream.end();
    assertThat(sent(channel)).containsExactly("end", "small");
    assertThat(ended).containsExactly("ended");
    assertThat(stream.send("late", "")).isFalse();
    assertThat(sent(channel)).isEmpty();
  }

  @Test
  void aClientThatLeavesEndsItsEvents() throws Exception {
    EmbeddedChannel channel = connection();
    get(channel, "/events");
    channel.close();
    assertThat(ended).containsExactly("ended");
    assertThat(streams.getFirst().send("late", "")).isFalse();
  }

  @Test
  void aClientThatDoesNotTakeItsEventsIsDisconnected() throws Exception {
    EmbeddedChannel channel = connection();
    get(channel, "/events");
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    assertThat(streams.getFirst().send("trade", "1")).isFalse();
    assertThat(channel.isOpen()).isFalse();
    assertThat(ended).containsExactly("ended");
  }

  @Test
  void aHeadOfEventsIsOnlyTheHead() throws Exception {
    EmbeddedChannel channel = connection();
    ask(channel, HttpMethod.HEAD, "/events");
    assertThat(sent(channel)).containsExactly("200 OK text/event-stream", "end");
    assertThat(streams).isEmpty();
  }

  @Test
  void anEventsNameIsOneLine() throws Exception {
    get(connection(), "/events");
    assertThatThrownBy(() -> streams.getFirst().send("two\nlines", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
