package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.ChannelKey;
import io.github.lunostreams.gateway.channel.ClientOutput;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.upstream.Cause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One market from its stream to its clients, on a clock that the test sets. */
class MarketTest {
  private static final String CODE = "XBTZAR";
  private static final Pair PAIR = Pair.of(CODE);
  private static final Pattern SEQUENCE_AND_FEED =
      Pattern.compile("\"sequence\":(\\d+),\"timestamp\".*?\"feed\":\"(\\w+)\"");

  private final ScriptedStreams exchange = new ScriptedStreams();
  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Market market =
      Markets.market(
          PAIR,
          () -> told.add("reset"),
          (_, cause) -> told.add("failed: " + cause),
          exchange.time::nanoTime);

  @BeforeEach
  void follow() throws Exception {
    market.connect(exchange.luno.prepare(PAIR));
    market
        .channels()
        .subscribe(ChannelKey.book(PAIR, 0), new ClientOutput(channel), reason -> told.add(reason));
    assertThat(frames()).isEmpty();
  }

  @AfterEach
  void close() {
    exchange.close();
    channel.finishAndReleaseAll();
  }

  private void start() {
    market.start();
    advance(Duration.ZERO);
  }

  private void advance(Duration duration) {
    exchange.time.advance(duration);
  }

  /** What the client was sent: the sequence of the book, and what it is worth. */
  private List<String> frames() {
    channel.runPendingTasks();
    List<String> frames = new ArrayList<>();
    for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
      Matcher found = SEQUENCE_AND_FEED.matcher(frame.toString(StandardCharsets.ISO_8859_1));
      while (found.find()) {
        frames.add(found.group(1) + " " + found.group(2));
      }
      frame.release();
    }
    return frames;
  }

  @Test
  void clientsGetBookAndStateInOneOrder() {
    start();
    exchange.snapshot(CODE, 7);
    exchange.update(CODE, 8);
    advance(Duration.ofSeconds(30));
    exchange.update(CODE, 9);
    exchange.drop(CODE);
    advance(Duration.ofMinutes(1));
    exchange.snapshot(CODE, 20);
    exchange.update(CODE, 21);

    assertThat(frames())
        .containsExactly(
            "7 LIVE", "8 LIVE", "8 STALE", "8 LIVE", "9 LIVE", "9 RESYNCING", "20 LIVE", "21 LIVE");
    assertThat(told).containsExactly("reset", "reset");
    assertThat(market.status().sequence()).isEqualTo(21);
    assertThat(market.status().timestampMillis()).isEqualTo(Frames.timestamp(21));
    assertThat(market.newestBook().orElseThrow().sequence()).isEqualTo(21);
  }

  @Test
  void itsStatusIsThatOfItsStreamFromTheStartOn() {
    assertThat(market.status())
        .isEqualTo(
            new Market.Status(FeedState.NEW, new Cause(Cause.Reason.STARTED, "not yet"), 0, 0));
    assertThat(market.status().feed()).isEqualTo(Feed.RESYNCING);
    start();
    assertThat(market.status().state()).isEqualTo(FeedState.SYNCING);
    exchange.snapshot(CODE, 7);
    assertThat(market.status())
        .isEqualTo(
            new Market.Status(
                FeedState.LIVE,
                new Cause(Cause.Reason.SNAPSHOT, market.status().cause().detail()),
                7,
                Frames.timestamp(7)));
    exchange.refuse(CODE, "invalid_market");
    assertThat(market.status().feed()).isEqualTo(Feed.FAILED);
    assertThat(told).containsExactly("reset", "failed: REFUSED: invalid_market: XBTZAR");
    assertThat(frames()).containsExactly("7 LIVE", "7 FAILED");
  }

  @Test
  void aMarketWhoseThreadHangsIsShownAsLagging() {
    start();
    exchange.snapshot(CODE, 7);
    exchange.hang(CODE, Duration.ofSeconds(14));
    exchange.update(CODE, 8);
    advance(Duration.ofSeconds(2));
    assertThat(market.status().feed()).isEqualTo(Feed.LIVE);
    assertThat(frames()).containsExactly("7 LIVE");

    advance(Duration.ofSeconds(1));
    Market.Status status = market.status();
    assertThat(status.feed()).isEqualTo(Feed.LAGGING);
    assertThat(status.cause())
        .isEqualTo(
            new Cause(
                Cause.Reason.BEHIND,
                "frames that wait for the market's thread: 1, the oldest for 3000 ms"));
    assertThat(status.sequence()).isEqualTo(7);
    assertThat(market.isLive()).isFalse();
    assertThat(market.book().top().toCompletableFuture())
        .isCompletedWithValueMatching(top -> top.isEmpty());
    assertThat(frames()).as("although the market's thread hangs").containsExactly("7 LAGGING");

    advance(Duration.ofSeconds(10));
    assertThat(frames()).isEmpty();
    advance(Duration.ofSeconds(1));
    assertThat(frames()).containsExactly("8 LAGGING", "8 LIVE");
    assertThat(market.status().feed()).isEqualTo(Feed.LIVE);
    exchange.update(CODE, 9);
    assertThat(frames()).containsExactly("9 LIVE");
  }

  @Test
  void itsTapeHasTradesOfStreamAndRest() {
    start();
    exchange.snapshot(CODE, 7);
    exchange.trade(CODE, 8, 501);

    assertThat(market.tape().newest(10, 0)).extracting(PublicTrade::sequence).containsExactly(501L);
    assertThat(market.tape().isRetired()).isFalse();
    market.close();
    assertThat(market.tape().isRetired()).isTrue();
    assertThat(market.state()).isEqualTo(FeedState.CLOSED);
  }
}
