package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.ChannelKey;
import io.github.lunostreams.gateway.channel.ChannelLimitException;
import io.github.lunostreams.gateway.channel.ClientOutput;
import io.github.lunostreams.gateway.channel.Feed;
import io.github.lunostreams.gateway.channel.Subscription;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.upstream.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * A gateway behind a gateway, on simulated time: the second follows the first over the exchange's
 * own stream, and must know of a silent exchange as soon as the first does.
 */
class ChainedGatewaysTest {
  private static final String CODE = "XBTZAR";
  private static final Pair PAIR = Pair.of(CODE);
  private static final Duration TICK = Duration.ofMillis(50);

  /** Without a text for so long the first gateway's market is stale. */
  private static final Duration STALE_AFTER = Duration.ofMillis(26_250);

  private final ScriptedStreams exchange = new ScriptedStreams();
  private final Market first =
      Markets.market(PAIR, () -> {}, (_, _) -> {}, exchange.time::nanoTime);

  private final ScriptedExchange firstGateway = new ScriptedExchange();
  private final LunoStreams secondStreams =
      LunoStreams.builder(new Credentials("any", "key"))
          .connector(firstGateway)
          .eventLoops(exchange.time::loop)
          .clock(exchange.time)
          .build();
  private final Market second =
      Markets.market(PAIR, () -> {}, (_, _) -> {}, exchange.time::nanoTime);

  private @Nullable Link link;

  /** The first gateway's side of the second's connection. */
  private static final class Link implements Subscription.Listener {
    final ScriptedConnection connection;
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<String> texts = new ArrayList<>();

    Link(ScriptedConnection connection, Market first) throws ChannelLimitException {
      this.connection = connection;
      first.channels().subscribe(ChannelKey.luno(PAIR), new ClientOutput(channel), this);
    }

    /** Carries over what the first gateway has sent. */
    void carry() {
      channel.runPendingTasks();
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
        all.writeBytes(part);
        part.release();
      }
      while (all.isReadable()) {
        all.skipBytes(1);
        int length = all.readUnsignedByte();
        length = length == 126 ? all.readUnsignedShort() : length;
        String text = all.readCharSequence(length, StandardCharsets.UTF_8).toString();
        texts.add(text);
        connection.send(text);
      }
    }

    @Override
    public void tooSlow(String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void interrupted(Duration after) {
      connection.hangUp(1012, "the exchange was lost: come back");
    }
  }

  @AfterEach
  void close() {
    if (link != null) {
      link.channel.finishAndReleaseAll();
    }
    secondStreams.close();
    exchange.close();
  }

  private void startFirst() {
    first.connect(exchange.luno.prepare(PAIR));
    first.start();
    exchange.time.run();
  }

  private void startSecond() {
    second.connect(secondStreams.prepare(PAIR));
    second.start();
    settle();
  }

  /** What was sent arrives, and a connection of the second gateway is accepted. */
  private void settle() {
    exchange.time.run();
    List<ScriptedConnection> attempts = firstGateway.connections();
    if (!attempts.isEmpty() && (link == null || link.connection != attempts.getLast())) {
      if (link != null) {
        link.channel.finishAndReleaseAll();
      }
      attempts.getLast().open();
      try {
        link = new Link(attempts.getLast(), first);
      } catch (ChannelLimitException unexpected) {
        throw new AssertionError(unexpected);
      }
      exchange.time.run();
    }
    if (link != null) {
      link.carry();
    }
    exchange.time.run();
  }

  private void pass(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
      exchange.time.advance(TICK);
      settle();
    }
  }

  private void assertFeeds(Feed ofFirst, Feed ofSecond) {
    assertThat(List.of(first.status().feed(), second.status().feed()))
        .containsExactly(ofFirst, ofSecond);
  }

  @Test
  void aSilentExchangeMakesBothGatewaysStaleAtTheSameTime() {
    startFirst();
    exchange.snapshot(CODE, 7);
    startSecond();
    exchange.update(CODE, 8);
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofSeconds(20));
      exchange.keepAlive(CODE);
      settle();
      assertFeeds(Feed.LIVE, Feed.LIVE);
    }
    pass(STALE_AFTER.minus(TICK));
    assertFeeds(Feed.LIVE, Feed.LIVE);
    pass(TICK.multipliedBy(2));
    assertFeeds(Feed.STALE, Feed.STALE);

    exchange.keepAlive(CODE);
    settle();
    assertFeeds(Feed.LIVE, Feed.LIVE);
    assertThat(second.status().sequence()).isEqualTo(8);
  }

  @Test
  void whoComesWhileTheExchangeIsSilentIsSentNoBookForALiveOne() {
    startFirst();
    exchange.snapshot(CODE, 7);
    pass(Duration.ofSeconds(30));
    assertThat(first.status().feed()).isEqualTo(Feed.STALE);
    startSecond();
    pass(Duration.ofSeconds(10));
    assertFeeds(Feed.STALE, Feed.RESYNCING);
    exchange.keepAlive(CODE);
    settle();
    assertFeeds(Feed.LIVE, Feed.LIVE);
  }

  @RepeatedTest(20)
  void whateverTheExchangeDoesTheSecondGatewayIsNeverLiveWhenTheFirstIsNot() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    startFirst();
    exchange.snapshot(CODE, 7);
    startSecond();
    long sequence = 7;
    int stale = 0;
    for (int step = 0; step < 2_000; step++) {
      boolean connected = first.state().isInStep() || first.status().feed() == Feed.STALE;
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          if (connected) {
            exchange.update(CODE, ++sequence);
          }
        }
        case 3, 4 -> exchange.keepAlive(CODE);
        case 5 -> {
          if (connected) {
            exchange.drop(CODE);
          }
        }
        default ->
            pass(Duration.ofMillis(50L * random.nextInt(random.nextInt(10) == 0 ? 900 : 200)));
      }
      if (first.status().feed() == Feed.RESYNCING) {
        pass(TICK.multipliedBy(30));
        sequence += 10;
        exchange.snapshot(CODE, sequence);
      }
      settle();
      Feed ofFirst = first.status().feed();
      Feed ofSecond = second.status().feed();
      stale += ofFirst == Feed.STALE ? 1 : 0;
      if (ofFirst != Feed.LIVE) {
        assertThat(ofSecond)
            .as("seed %d, step %d, the first is %s", seed, step, ofFirst)
            .isNotEqualTo(Feed.LIVE);
      }
    }
    assertThat(stale).as("seed %d", seed).isPositive();
  }
}
