package io.github.lunostreams.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.protocol.luno.LunoStreamFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel and its cursors, one thread playing both sides. */
class ConflatedChannelTest {
  /** Frames like {@code 12 LIVE t1+t2}. */
  private static final class ShortFormat implements BookFormat {
    int envelopes;

    @Override
    public Envelope envelope(MarketImage image, int depth) {
      envelopes++;
      BookSnapshot book = Objects.requireNonNull(image.book(), "a frame without a book");
      return new Envelope(bytes(book.sequence() + " " + image.feed() + " "), bytes("."));
    }

    @Override
    public byte[] trades(List<Trade> trades) {
      return bytes(
          trades.stream().map(trade -> "t" + trade.sequence()).collect(Collectors.joining("+")));
    }

    @Override
    public byte[] beat(MarketImage image, long timeMillis) {
      throw new AssertionError("nobody wants beats");
    }

    @Override
    public byte separator() {
      return '+';
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A client whose socket takes frames or does not, as the test says. */
  private final class Client {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<String> closedFor = new ArrayList<>();
    final ClientOutput output = new ClientOutput(channel);
    final Subscription subscription;

    Client() throws ChannelLimitException {
      subscription = market.subscribe(ALL_LEVELS, output, closedFor::add);
      channels.add(channel);
    }

    void takes(boolean writable) {
      channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
      channel.runPendingTasks();
      if (writable) {
        output.drain();
      }
    }

    List<String> frames() {
      channel.runPendingTasks();
      List<String> texts = new ArrayList<>();
      for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
        assertThat(frame.readUnsignedByte()).isEqualTo((short) 0x81);
        int length = frame.readUnsignedByte();
        if (length == 126) {
          length = frame.readUnsignedShort();
        }
        assertThat(frame.readableBytes()).isEqualTo(length);
        texts.add(frame.toString(StandardCharsets.UTF_8));
        frame.release();
      }
      return texts;
    }
  }

  private static final Pair XBTZAR = Pair.of("XBTZAR");
  private static final ChannelKey ALL_LEVELS = ChannelKey.book(XBTZAR, 0);

  private static final Limits LIMITS =
      Limits.builder().backlog(4).pendingTrades(6).pendingTradeBytes(1_000).build();

  private final ShortFormat format = new ShortFormat();
  private final MarketChannels market = market(LIMITS);
  private final OrderBookBuilder builder = new OrderBookBuilder(XBTZAR);
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private long tradeSequence;

  private MarketChannels market(Limits limits) {
    LunoChannel unused =
        new LunoChannel(
            new LunoStreamFormat(), limits.luno(), _ -> {}, Runnable::run, () -> 0, () -> 0);
    return new MarketChannels(XBTZAR, format, limits.slowClients(), unused, () -> Instant.EPOCH);
  }

  ConflatedChannelTest() throws Exception {
    builder.applySnapshot(
        new Snapshot(
            10,
            List.of(new RestingOrder("b", new ScaledDecimal(100, 0), new ScaledDecimal(1_000, 0))),
            List.of(),
            MarketStatus.ACTIVE,
            0));
  }

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private void start() {
    market.publish(builder.book(), Feed.LIVE, List.of());
  }

  private void update(int trades) throws Exception {
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      ScaledDecimal one = new ScaledDecimal(1, 0);
      fills.add(new Fill(++tradeSequence, one, one.toBigDecimal(), "b", "t"));
    }
    builder.apply(new BookUpdate(builder.book().sequence() + 1, fills, null, null, null, null, 0));
    market.publish(builder.book(), Feed.LIVE, builder.trades());
  }

  @Test
  void everyClientGetsEveryUpdateInOrder() throws Exception {
    Client early = new Client();
    start();
    update(0);
    update(2);
    Client late = new Client();
    update(1);
    assertThat(early.frames())
        .containsExactly("10 LIVE .", "11 LIVE .", "12 LIVE t1+t2.", "13 LIVE t3.");
    assertThat(late.frames()).containsExactly("12 LIVE .", "13 LIVE t3.");
  }

  @Test
  void aChangeOfTheFeedRepeatsTheLastBookWithoutItsTrades() throws Exception {
    start();
    update(1);
    Client client = new Client();
    market.publish(Feed.RESYNCING);
    update(1);
    assertThat(client.frames()).containsExactly("11 LIVE .", "11 RESYNCING .", "12 LIVE t2.");
  }

  @Test
  void aClientWithinTheBacklogGetsEveryUpdateLater() throws Exception {
    start();
    Client client = new Client();
    client.takes(false);
    for (int i = 0; i < 4; i++) {
      update(1);
      client.channel.runPendingTasks();
    }
    assertThat(client.frames()).containsExactly("10 LIVE .");
    client.takes(true);
    assertThat(client.frames())
        .containsExactly("11 LIVE t1.", "12 LIVE t2.", "13 LIVE t3.", "14 LIVE t4.");
    assertThat(market.statistics()).isEqualTo(new ChannelStatistics(1, 5, 5, 0, 0));
  }

  @Test
  void aClientFurtherBehindGetsTheNewestBookWithAllSkippedTrades() throws Exception {
    start();
    Client slow = new Client();
    Client quick = new Client();
    slow.takes(false);
    for (int i = 0; i < 12; i++) {
      update(i % 3 == 0 ? 1 : 0);
      slow.channel.runPendingTasks();
      quick.channel.runPendingTasks();
    }
    assertThat(quick.frames()).hasSize(13).endsWith("22 LIVE .");
    assertThat(slow.frames()).containsExactly("10 LIVE .");
    slow.takes(true);
    update(1);
    assertThat(slow.frames()).containsExactly("22 LIVE t1+t2+t3+t4.", "23 LIVE t5.");
    assertThat(market.statistics()).isEqualTo(new ChannelStatistics(2, 14, 16, 11, 0));
  }

  @Test
  void aClientWithNothingPendingAfterASkipIsInStepAgain() throws Exception {
    start();
    Client client = new Client();
    client.takes(false);
    for (int i = 0; i < 5; i++) {
      update(1);
      client.channel.runPendingTasks();
    }
    client.takes(true);
    client.takes(false);
    client.takes(true);
    assertThat(client.frames()).containsExactly("10 LIVE .", "15 LIVE t1+t2+t3+t4+t5.");
  }

  @Test
  void updatesThatPiledUpBeforeTheTaskRanAreConflatedToo() throws Exception {
    start();
    Client client = new Client();
    for (int i = 0; i < 5; i++) {
      update(1);
    }
    assertThat(client.frames()).containsExactly("10 LIVE .", "15 LIVE t1+t2+t3+t4+t5.");
  }

  /** Once round the loop after each, so that the client skips as soon as it is too far behind. */
  private void resync(Client client) {
    market.publish(Feed.RESYNCING);
    client.channel.runPendingTasks();
  }

  private void updates(Client client, int trades, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      update(trades);
      client.channel.runPendingTasks();
    }
  }

  @Test
  void aClientThatSkipsALossIsInformedBeforeLaterTrades() throws Exception {
    start();
    Client client = new Client();
    client.takes(false);
    updates(client, 1, 2);
    resync(client);
    tradeSequence = 10;
    updates(client, 1, 3);
    client.takes(true);
    update(1);
    assertThat(client.frames())
        .containsExactly(
            "10 LIVE .", "12 RESYNCING t1+t2.", "15 LIVE t11+t12+t13.", "16 LIVE t14.");
    assertThat(market.statistics()).isEqualTo(new ChannelStatistics(1, 8, 4, 4, 0));
  }

  @Test
  void ofSeveralLossesTheNewestIsReported() throws Exception {
    start();
    Client client = new Client();
    client.takes(false);
    updates(client, 1, 1);
    resync(client);
    updates(client, 1, 1);
    resync(client);
    updates(client, 1, 2);
    market.publish(Feed.STALE);
    updates(client, 0, 20);
    client.takes(true);
    assertThat(client.frames())
        .containsExactly("10 LIVE .", "12 RESYNCING t1+t2.", "34 LIVE t3+t4.");
  }

  @Test
  void aSkipThatEndsAtALossIsOneFrame() throws Exception {
    start();
    Client early = new Client();
    Client later = new Client();
    early.takes(false);
    later.takes(false);
    for (int i = 0; i < 4; i++) {
      update(1);
    }
    market.publish(Feed.RESYNCING);
    early.channel.runPendingTasks();
    later.channel.runPendingTasks();
    early.takes(true);
    assertThat(early.frames()).containsExactly("10 LIVE .", "14 RESYNCING t1+t2+t3+t4.");
    update(1);
    later.takes(true);
    assertThat(early.frames()).containsExactly("15 LIVE t5.");
    assertThat(later.frames())
        .containsExactly("10 LIVE .", "14 RESYNCING t1+t2+t3+t4.", "15 LIVE t5.");
    assertThat(market.statistics()).isEqualTo(new ChannelStatistics(2, 7, 6, 8, 0));
  }

  @Test
  void tradesBeforeALossCountAgainstTheBoundToo() throws Exception {
    start();
    Client client = new Client();
    client.takes(false);
    updates(client, 2, 2);
    resync(client);
    updates(client, 1, 3);
    client.takes(false);
    updates(client, 0, 5);
    assertThat(client.closedFor).containsExactly("too slow: 7 trades wait");
  }

  @Test
  void beyondTheBoundOfTradesOnlyThatClientIsClosed() throws Exception {
    start();
    Client slow = new Client();
    Client quick = new Client();
    slow.takes(false);
    for (int i = 0; i < 7; i++) {
      update(1);
      slow.channel.runPendingTasks();
      quick.channel.runPendingTasks();
    }
    assertThat(slow.closedFor).isEmpty();
    for (int i = 0; i < 5; i++) {
      update(0);
      slow.channel.runPendingTasks();
      quick.channel.runPendingTasks();
    }
    assertThat(slow.closedFor).containsExactly("too slow: 7 trades wait");
    slow.takes(true);
    assertThat(slow.frames()).containsExactly("10 LIVE .");
    assertThat(quick.frames()).hasSize(13).endsWith("22 LIVE .");
    assertThat(market.statistics()).isEqualTo(new ChannelStatistics(1, 13, 14, 0, 1));
  }

  @Test
  void beyondTheBoundOfBytesTheClientIsClosed() throws Exception {
    MarketChannels narrow =
        market(Limits.builder().backlog(1).pendingTrades(100).pendingTradeBytes(9).build());
    EmbeddedChannel channel = new EmbeddedChannel();
    channels.add(channel);
    List<String> closedFor = new ArrayList<>();
    narrow.subscribe(ALL_LEVELS, new ClientOutput(channel), closedFor::add);
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i < 4; i++) {
      update(1);
      narrow.publish(builder.book(), Feed.LIVE, builder.trades());
      channel.runPendingTasks();
    }
    assertThat(closedFor).isEmpty();
    for (int i = 0; i < 2; i++) {
      update(1);
      narrow.publish(builder.book(), Feed.LIVE, builder.trades());
      channel.runPendingTasks();
    }
    assertThat(closedFor).containsExactly("too slow: 6 trades wait");
  }

  @Test
  void aClientThatTakesNothingKeepsOnlyTheBacklogAlive() throws Exception {
    start();
    Client stuck = new Client();
    stuck.takes(false);
    for (int i = 0; i < 1_000; i++) {
      update(0);
      stuck.channel.runPendingTasks();
      assertThat(stuck.subscription.behind()).isLessThanOrEqualTo(LIMITS.slowClients().backlog());
    }
  }

  @Test
  void updatesThatNoClientIsSentAreNotEncoded() throws Exception {
    start();
    for (int i = 0; i < 100; i++) {
      update(1);
    }
    assertThat(format.envelopes).isZero();
    Client first = new Client();
    Client second = new Client();
    assertThat(first.frames()).containsExactly("110 LIVE .");
    assertThat(second.frames()).containsExactly("110 LIVE .");
    assertThat(format.envelopes).isEqualTo(1);
  }

  @Test
  void aClientThatLeavesSwallowsNothing() throws Exception {
    start();
    Client leaving = new Client();
    Client staying = new Client();
    update(1);
    leaving.subscription.leave();
    leaving.subscription.leave();
    update(1);
    assertThat(staying.frames()).containsExactly("10 LIVE .", "11 LIVE t1.", "12 LIVE t2.");
    assertThat(leaving.frames()).containsExactly("10 LIVE .");
    assertThat(market.statistics().clients()).isEqualTo(1);
  }

  @Test
  void allClientsOfAnUpdateShareOneEncoding() throws Exception {
    start();
    List<Client> clients = List.of(new Client(), new Client(), new Client());
    update(2);
    for (Client client : clients) {
      assertThat(client.frames()).containsExactly("10 LIVE .", "11 LIVE t1+t2.");
    }
    assertThat(format.envelopes).isEqualTo(2);
  }
}
