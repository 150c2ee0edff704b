package io.github.lunostreams.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Admission.Admitted;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.LunoChannel;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.gateway.protocol.luno.LunoStreamFormat;
import io.github.lunostreams.gateway.protocol.python.PythonToolFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The times of a Luno-compatible client, at the exact moment: time stands still but for the test.
 */
class LunoProtocolTest {
  private static final Pair XBTZAR = Pair.of("XBTZAR");
  private static final String CREDENTIALS = "{\"api_key_id\":\"a\",\"api_key_secret\":\"b\"}";
  private static final String LATE =
      "{\"error_code\":\"auth_timeout\",\"error\":\"you took too long to provide credentials\"}";
  private static final String INVALID =
      "{\"error_code\":\"invalid_credentials\",\"error\":\"you provided an invalid credentials"
          + " message\"}";

  private final LunoStreamFormat format = new LunoStreamFormat();
  private final LunoChannel luno =
      new LunoChannel(
          format, LunoLimits.DEFAULT, reader -> {}, Runnable::run, () -> 2_000_000_000L, () -> 0);
  private final MarketChannels market =
      new MarketChannels(
          XBTZAR,
          new PythonToolFormat(Source.LIVE),
          Limits.DEFAULT.slowClients(),
          luno,
          () -> Instant.EPOCH);
  private final ClientConnection connection =
      new ClientConnection(
          new LunoProtocol(
              "XBTZAR", Optional.of(XBTZAR), new OneMarket(market), format, LunoLimits.DEFAULT),
          Limits.DEFAULT);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  LunoProtocolTest() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(
                connection.silenceInterval().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
            connection);
    connection.opened();
  }

  /** Admits everybody to one market. */
  private record OneMarket(MarketChannels market) implements ChannelDirectory {
    @Override
    public boolean has(Pair pair) {
      return true;
    }

    @Override
    public Admission<MarketChannels> admit(Pair pair, Consumer<Refusal> whenEnded) {
      return new Admitted<>(market, () -> {});
    }
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
    channel.runScheduledPendingTasks();
  }

  private void says(String text) {
    channel.writeInbound(new TextWebSocketFrame(text));
  }

  private void publish(String text, boolean snapshot) {
    luno.publish(text.getBytes(StandardCharsets.UTF_8), snapshot);
    channel.runPendingTasks();
  }

  /** What was sent since the last call. */
  private List<String> sent() {
    List<String> all = new ArrayList<>();
    for (Object frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
      all.add(
          switch (frame) {
            case TextWebSocketFrame text -> text.text();
            case PingWebSocketFrame _ -> "ping";
            case PongWebSocketFrame _ -> "pong";
            case CloseWebSocketFrame close -> "close " + close.statusCode();
            case ByteBuf relayed -> relayed.skipBytes(2).toString(StandardCharsets.UTF_8);
            default -> frame.toString();
          });
      ReferenceCountUtil.release(frame);
    }
    return all;
  }

  @Test
  void aClientWithoutAKeyWithinTenSecondsIsClosed() {
    channel.writeInbound(new PingWebSocketFrame());
    assertThat(sent()).containsExactly("pong");
    pass(9_999);
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent()).containsExactly(LATE, "close 1000");
    says(CREDENTIALS);
    pass(1_999);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).isEmpty();
  }

  @Test
  void aClientWhoseFirstFrameIsNoKeyIsClosed() {
    says("\"\"");
    assertThat(sent()).containsExactly(INVALID, "close 1000");
    says(CREDENTIALS);
    assertThat(sent()).isEmpty();
  }

  @Test
  void bytesAreNoKeyEither() {
    channel.writeInbound(new BinaryWebSocketFrame());
    assertThat(sent()).containsExactly(INVALID, "close 1000");
  }

  @Test
  void aWaitingClientGetsPingsAndNoTextBeforeItsBook() {
    says(CREDENTIALS);
    for (int i = 0; i < 120; i++) {
      pass(500);
    }
    assertThat(sent()).containsOnly("ping").hasSize(4);
    luno.keptAlive();
    channel.runPendingTasks();
    assertThat(sent()).as("some take their first text for the book").isEmpty();
    publish("the book", true);
    assertThat(sent()).containsExactly("the book");
  }

  @Test
  void pingsComeEveryThirteenAndAHalfSecondsWhateverElseIsSent() {
    publish("the book", true);
    says(CREDENTIALS);
    assertThat(sent()).containsExactly("the book");
    pass(13_499);
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent()).containsExactly("ping");
    pass(5_000);
    publish("one", false);
    assertThat(sent()).containsExactly("one");
    pass(8_499);
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent()).containsExactly("ping");
  }

  @Test
  void noKeepaliveIsMadeUpAndTheExchangesArePassedOn() {
    publish("the book", true);
    says(CREDENTIALS);
    sent();
    for (int i = 0; i < 120; i++) {
      pass(500);
    }
    assertThat(sent()).containsOnly("ping");
    luno.keptAlive();
    channel.runPendingTasks();
    assertThat(sent()).containsExactly("\"\"");
    pass(60_000);
    assertThat(sent()).containsOnly("ping");
  }

  @Test
  void aClientThatAnswersPingsStaysAndASilentOneIsClosed() {
    publish("the book", true);
    says(CREDENTIALS);
    for (int i = 0; i < 20; i++) {
      pass(60_000);
      channel.writeInbound(new PongWebSocketFrame());
    }
    says("\"\"");
    says("");
    pass(179_999);
    assertThat(channel.isOpen()).isTrue();
    assertThat(sent()).contains("the book", "ping").doesNotContain("close 1000");
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aBufferThatWasFullBeforeTheSubscriptionIsWatchedToo() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    says(CREDENTIALS);
    pass(29_999);
    assertThat(sent()).isEmpty();
    pass(1);
    assertThat(sent()).containsExactly("close 1013");
  }

  @Test
  void whenTheExchangeIsLostItIsClosedAtItsOwnTime() {
    publish("the book", true);
    says(CREDENTIALS);
    publish("one", false);
    luno.lost();
    channel.runPendingTasks();
    pass(999);
    assertThat(sent()).containsExactly("the book", "one");
    pass(1);
    assertThat(sent()).containsExactly("close 1012");
  }

  @Test
  void aClientOfAnEndedMarketIsClosed() {
    luno.end("invalid_market", "XBTZAR");
    says(CREDENTIALS);
    assertThat(sent())
        .containsExactly("{\"error_code\":\"invalid_market\",\"error\":\"XBTZAR\"}", "close 1000");
  }

  @Test
  void afterTheEndNoTimerIsLeft() {
    publish("the book", true);
    says(CREDENTIALS);
    sent();
    channel.close();
    assertThat(channel.hasPendingTasks()).isFalse();
    pass(Duration.ofHours(1).toMillis());
    assertThat(sent()).isEmpty();
    assertThat(luno.statistics().clients()).isZero();
  }
}
