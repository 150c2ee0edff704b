package io.github.lunostreams.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lossless channel and its cursors, one thread playing all sides. */
class LunoChannelTest {
  /** Snapshots of its own making are {@code book 12}. */
  private final LunoFormat format =
      new LunoFormat() {
        @Override
        public byte[] snapshot(CapturedOrders book) {
          if (broken) {
            throw new IllegalStateException("broken by the test");
          }
          return utf8("book " + book.sequence());
        }

        @Override
        public int priceDecimals(byte[] snapshot) {
          return 2;
        }

        @Override
        public String error(String code, String words) {
          return code + ": " + words;
        }

        @Override
        public boolean isCredentials(String message) {
          return true;
        }
      };

  /** A log of 64 KiB is the longest that a snapshot is kept with. */
  private static final LunoLimits LIMITS = LunoLimits.builder().backlogBytes(128 << 10).build();

  private static final int UPDATE_BYTES = 1_000;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A client whose socket takes frames or does not, as the test says. */
  private final class Client implements Subscription.Listener {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<String> told = new ArrayList<>();
    final ClientOutput output = new ClientOutput(channel);
    final Subscription subscription;

    Client() {
      channel.freezeTime();
      channels.add(channel);
      subscription = market.subscribe(output, this);
    }

    @Override
    public void tooSlow(String reason) {
      told.add(reason);
    }

    @Override
    public void interrupted(Duration after) {
      told.add("interrupted, close after " + after);
    }

    @Override
    public void ended(String frame) {
      told.add("ended: " + frame);
    }

    void takes(boolean writable) {
      channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
      channel.runPendingTasks();
      if (writable) {
        output.drain();
      }
    }

    /** The texts since the last call; of the updates just the sequence. */
    List<String> frames() {
      channel.runPendingTasks();
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
        all.writeBytes(part);
        part.release();
      }
      List<String> texts = new ArrayList<>();
      while (all.isReadable()) {
        assertThat(all.readUnsignedByte()).isEqualTo((short) 0x81);
        int length = all.readUnsignedByte();
        if (length == 126) {
          length = all.readUnsignedShort();
        } else if (length == 127) {
          length = Math.toIntExact(all.readLong());
        }
        texts.add(all.readCharSequence(length, StandardCharsets.UTF_8).toString().strip());
      }
      return texts;
    }
  }

  private final Queue<Consumer<OrderBook>> marketThread = new ArrayDeque<>();
  private final Queue<Runnable> encoder = new ArrayDeque<>();
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));
  private boolean broken;
  private long chance;
  private long nanoTime = 5;
  private final LunoChannel market =
      new LunoChannel(
          format, LIMITS, marketThread::add, encoder::add, () -> chance, () -> nanoTime);

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private void snapshot(long sequence) throws Exception {
    snapshot(sequence, "snapshot " + sequence);
  }

  private void snapshot(long sequence, String text) throws Exception {
    ScaledDecimal one = new ScaledDecimal(1, 0);
    builder.applySnapshot(
        new Snapshot(
            sequence, List.of(new RestingOrder("b", one, one)), List.of(), MarketStatus.ACTIVE, 0));
    market.publish(utf8(text), true);
  }

  private void updates(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      long sequence = builder.book().sequence() + 1;
      builder.apply(new BookUpdate(sequence, List.of(), null, null, null, null, 0));
      market.publish(utf8(("%-" + UPDATE_BYTES + "d").formatted(sequence)), false);
    }
  }

  private void runMarketThread() {
    for (Consumer<OrderBook> task = marketThread.poll(); task != null; task = marketThread.poll()) {
      task.accept(builder.book());
    }
  }

  private void runEncoder() {
    for (Runnable task = encoder.poll(); task != null; task = encoder.poll()) {
      task.run();
    }
  }

  private void letTimePass(Duration time) {
    nanoTime += time.toNanos();
    for (EmbeddedChannel channel : channels) {
      channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  /** The random number that a bounded one is made of: all but its lowest bit. */
  private static long drawn(Duration wanted) {
    return wanted.toNanos() * 2;
  }

  private static List<String> sequences(long from, long to) {
    List<String> all = new ArrayList<>();
    for (long sequence = from; sequence <= to; sequence++) {
      all.add(Long.toString(sequence));
    }
    return all;
  }

  @Test
  void whoeverComesGetsABookOfThatMomentAndAllThatFollowsIt() throws Exception {
    snapshot(10);
    Client early = new Client();
    updates(2);
    assertThat(early.frames()).containsExactly("snapshot 10", "11", "12");
    Client late = new Client();
    assertThat(late.frames()).isEmpty();
    runMarketThread();
    runEncoder();
    updates(1);
    assertThat(early.frames()).containsExactly("13");
    assertThat(late.frames()).containsExactly("book 12", "13");
    assertThat(market.statistics()).isEqualTo(new LunoChannelStatistics(2, 3, 6, 0, 0, 1));
  }

  @Test
  void whileNothingComesAllStartWithTheSameBook() throws Exception {
    snapshot(10);
    assertThat(new Client().frames()).containsExactly("snapshot 10");
    letTimePass(Duration.ofHours(1));
    assertThat(new Client().frames()).containsExactly("snapshot 10");
    assertThat(marketThread).isEmpty();
  }

  @Test
  void aReturningClientGetsNothingOlderOrTwice() throws Exception {
    snapshot(10);
    long had = 10;
    for (int visit = 0; visit < 20; visit++) {
      Client client = new Client();
      updates(visit % 3);
      letTimePass(LIMITS.copyInterval());
      runMarketThread();
      runEncoder();
      updates(1);
      List<String> frames = client.frames();
      long book = Long.parseLong(frames.getFirst().replaceAll("[a-z ]", ""));
      assertThat(book).isGreaterThanOrEqualTo(had);
      had = builder.book().sequence();
      assertThat(frames.subList(1, frames.size())).isEqualTo(sequences(book + 1, had));
      client.subscription.leave();
    }
  }

  @Test
  void aClientForWhomThePendingBookIsTooOldWaitsForTheNext() throws Exception {
    snapshot(10);
    updates(1);
    Client first = new Client();
    runMarketThread();
    updates(1);
    Client second = new Client();
    runEncoder();
    assertThat(first.frames()).containsExactly("book 11", "12");
    assertThat(second.frames()).isEmpty();
    assertThat(marketThread).isEmpty();
    letTimePass(LIMITS.copyInterval().minusMillis(1));
    assertThat(marketThread).isEmpty();
    // Nothing is published: it looks again by itself.
    letTimePass(Duration.ofMillis(1));
    assertThat(marketThread).hasSize(1);
    runMarketThread();
    runEncoder();
    assertThat(second.frames()).containsExactly("book 12");
    assertThat(market.statistics().captured()).isEqualTo(2);
  }

  @Test
  void whoeverComesBeforeTheSnapshotWaitsForIt() throws Exception {
    Client client = new Client();
    assertThat(client.frames()).isEmpty();
    snapshot(10);
    updates(1);
    assertThat(client.frames()).containsExactly("snapshot 10", "11");
  }

  @Test
  void keepalivesGoToThoseWhoHaveEverythingAndToNobodyElse() throws Exception {
    snapshot(10);
    Client quick = new Client();
    Client slow = new Client();
    assertThat(quick.frames()).containsExactly("snapshot 10");
    assertThat(slow.frames()).containsExactly("snapshot 10");
    market.keptAlive();
    assertThat(quick.frames()).containsExactly("\"\"");
    assertThat(slow.frames()).containsExactly("\"\"");

    slow.takes(false);
    updates(1);
    assertThat(quick.frames()).containsExactly("11");
    slow.frames();
    market.keptAlive();
    assertThat(quick.frames()).containsExactly("\"\"");
    assertThat(slow.frames()).isEmpty();
    slow.takes(true);
    assertThat(slow.frames()).as("an old keepalive says nothing of now").containsExactly("11");
  }

  @Test
  void whoHasHeardNothingOfTheExchangeItselfIsClosedWhenThatIsSilent() throws Exception {
    chance = drawn(Duration.ofSeconds(1));
    snapshot(10);
    Client early = new Client();
    assertThat(early.frames()).containsExactly("snapshot 10");
    market.keptAlive();
    assertThat(early.frames()).containsExactly("\"\"");
    Client late = new Client();
    assertThat(late.frames()).containsExactly("snapshot 10");
    market.stale(true);
    assertThat(early.frames()).isEmpty();
    assertThat(late.frames()).isEmpty();
    assertThat(early.told).as("its own clock says so").isEmpty();
    assertThat(late.told).containsExactly("interrupted, close after PT1S");
  }

  @Test
  void nobodyStartsWhileTheExchangeIsSilent() throws Exception {
    snapshot(10);
    Client early = new Client();
    market.stale(true);
    Client late = new Client();
    assertThat(early.frames()).containsExactly("snapshot 10");
    market.keptAlive();
    assertThat(late.frames()).isEmpty();
    market.stale(false);
    assertThat(late.frames()).containsExactly("snapshot 10");
  }

  @Test
  void whoWaitsWhileTheExchangeIsSilentGetsTheBookOfTheNewSession() throws Exception {
    snapshot(10);
    market.stale(true);
    Client late = new Client();
    market.stale(false);
    market.lost();
    assertThat(late.frames()).isEmpty();
    snapshot(20);
    assertThat(late.frames()).containsExactly("snapshot 20");
    assertThat(late.told).isEmpty();
  }

  @Test
  void aLargeSnapshotGoesOutWhole() throws Exception {
    String large = "x".repeat(200_000);
    snapshot(10, large);
    Client client = new Client();
    updates(1);
    assertThat(client.frames()).containsExactly(large, "11");
  }

  @Test
  void manyUpdatesAtATimeAreFewBuffers() throws Exception {
    snapshot(10);
    Client client = new Client();
    client.frames();
    updates(50);
    client.channel.runPendingTasks();
    assertThat(client.channel.outboundMessages()).hasSize(1);
    assertThat(client.frames()).isEqualTo(sequences(11, 60));
  }

  @Test
  void theBookIsCopiedOnceForAllWaitingClients() throws Exception {
    snapshot(10);
    Client first = new Client();
    updates(70);
    Client second = new Client();
    Client third = new Client();
    assertThat(second.frames()).isEmpty();
    assertThat(marketThread).hasSize(1);
    updates(1);
    runMarketThread();
    updates(1);
    assertThat(second.frames()).isEmpty();
    runEncoder();
    assertThat(second.frames()).containsExactly("book 81", "82");
    assertThat(third.frames()).containsExactly("book 81", "82");
    updates(1);
    assertThat(first.frames()).hasSize(74).startsWith("snapshot 10").endsWith("82", "83");
    assertThat(market.statistics().captured()).isEqualTo(1);
  }

  @Test
  void withNobodyThereNothingIsCopiedNorPutIntoBytes() throws Exception {
    snapshot(10);
    updates(1_000);
    assertThat(marketThread).isEmpty();
    assertThat(encoder).isEmpty();
    assertThat(market.state())
        .isInstanceOfSatisfying(
            UpstreamState.InStep.class, inStep -> assertThat(inStep.snapshot()).isNull());
  }

  @Test
  void aBookThatCouldNotBePutIntoBytesIsTriedAgain() throws Exception {
    snapshot(10);
    updates(70);
    Client client = new Client();
    broken = true;
    runMarketThread();
    runEncoder();
    assertThat(client.frames()).isEmpty();
    broken = false;
    updates(1);
    letTimePass(LIMITS.copyInterval());
    assertThat(client.frames()).isEmpty();
    runMarketThread();
    runEncoder();
    assertThat(client.frames()).containsExactly("book 81");
  }

  @Test
  void aBookCopiedBeforeTheExchangeWasLostIsNotUsedAfterIt() throws Exception {
    snapshot(10);
    updates(70);
    Client client = new Client();
    runMarketThread();
    market.lost();
    runEncoder();
    assertThat(client.frames()).isEmpty();
    snapshot(200);
    assertThat(client.frames()).containsExactly("snapshot 200");
    assertThat(client.told).isEmpty();
  }

  @Test
  void whenTheExchangeIsLostClientsAreClosedAtDifferentTimesAndNewOnesWait() throws Exception {
    snapshot(10);
    Client one = new Client();
    Client other = new Client();
    updates(1);
    one.channel.runPendingTasks();
    market.lost();
    market.lost();
    chance = drawn(Duration.ofMillis(1_500));
    assertThat(one.frames()).containsExactly("snapshot 10", "11");
    chance = drawn(Duration.ofMillis(300));
    assertThat(other.frames()).containsExactly("snapshot 10", "11");
    Client between = new Client();
    snapshot(50);
    updates(1);
    assertThat(one.frames()).isEmpty();
    assertThat(between.frames()).containsExactly("snapshot 50", "51");
    assertThat(one.told).containsExactly("interrupted, close after PT1.5S");
    assertThat(other.told).containsExactly("interrupted, close after PT0.3S");
    assertThat(between.told).isEmpty();
    assertThat(market.statistics()).isEqualTo(new LunoChannelStatistics(1, 2, 6, 2, 0, 0));
  }

  @Test
  void whenTheMarketEndsPresentAndLaterClientsAreInformed() throws Exception {
    Client waiting = new Client();
    snapshot(10);
    assertThat(waiting.frames()).containsExactly("snapshot 10");
    Client listening = new Client();
    market.end("invalid_market", "XBTZAR");
    market.end("market_unavailable", "a market that failed is closed, too");
    Client late = new Client();
    assertThat(waiting.frames()).isEmpty();
    assertThat(listening.frames()).containsExactly("snapshot 10");
    for (Client client : List.of(waiting, listening, late)) {
      assertThat(client.told).containsExactly("ended: invalid_market: XBTZAR");
    }
  }

  @Test
  void aWaitingClientIsInformedOfTheEndToo() {
    Client waiting = new Client();
    market.end("invalid_market", "XBTZAR");
    assertThat(waiting.frames()).isEmpty();
    assertThat(waiting.told).containsExactly("ended: invalid_market: XBTZAR");
  }

  @Test
  void aClientThatFallsTooFarBehindIsGivenUpAndNoOneElse() throws Exception {
    snapshot(10);
    Client slow = new Client();
    Client quick = new Client();
    slow.takes(false);
    for (int i = 0; i < 124; i++) {
      updates(1);
      slow.channel.runPendingTasks();
      quick.channel.runPendingTasks();
    }
    assertThat(slow.told).isEmpty();
    assertThat(slow.subscription.behind()).isEqualTo(124);
    updates(1);
    slow.channel.runPendingTasks();
    assertThat(slow.told).containsExactly("too slow: 132000 bytes of updates wait");
    assertThat(slow.subscription.behind()).isZero();
    slow.takes(true);
    assertThat(slow.frames()).containsExactly("snapshot 10");
    assertThat(quick.frames()).hasSize(126);
    assertThat(quick.told).isEmpty();
    assertThat(market.statistics().tooSlow()).isEqualTo(1);
  }

  @Test
  void aClientWithinTheBoundMissesNothingHoweverLongItTakes() throws Exception {
    snapshot(10);
    Client slow = new Client();
    slow.takes(false);
    updates(100);
    slow.takes(true);
    slow.takes(false);
    updates(100);
    slow.takes(true);
    List<String> expected = new ArrayList<>(List.of("snapshot 10"));
    expected.addAll(sequences(11, 210));
    assertThat(slow.frames()).isEqualTo(expected);
  }

  @Test
  void aClientThatLeavesSwallowsNothing() throws Exception {
    snapshot(10);
    Client leaving = new Client();
    Client staying = new Client();
    leaving.subscription.leave();
    leaving.subscription.leave();
    updates(1);
    assertThat(leaving.frames()).containsExactly("snapshot 10");
    assertThat(staying.frames()).containsExactly("snapshot 10", "11");
    assertThat(market.statistics().clients()).isEqualTo(1);
  }
}
