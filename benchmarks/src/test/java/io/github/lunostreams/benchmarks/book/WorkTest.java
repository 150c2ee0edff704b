package io.github.lunostreams.benchmarks.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.benchmarks.sessions.SessionMaker;
import io.github.lunostreams.benchmarks.sessions.Truth;
import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.wire.StreamMessage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Blackhole;

/** Benchmarks that did other work than they say would still give figures. */
class WorkTest {
  private static final int UPDATES = 2_000;

  private static final Map<Sample, Session> sessions = new EnumMap<>(Sample.class);

  private final Blackhole blackhole =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is"
              + " dangerous.");

  @BeforeAll
  static void makeSessions() throws Exception {
    for (Sample sample : Sample.values()) {
      sessions.put(sample, SessionMaker.make(sample, UPDATES));
    }
  }

  private static <S extends SessionState> S started(S state, Sample sample) throws Exception {
    state.use(sessions.get(sample));
    state.start(new Allocation());
    return state;
  }

  @Test
  void theBusiestMarketHasItsMeasuredSize() {
    Session session = sessions.get(Sample.XBTZAR);
    assertThat(session.snapshot().length).isBetween(1_000_000, 1_300_000);
    assertThat(session.frames().length / session.updates()).isBetween(150, 210);
    assertThat(session.truth().orders()).isBetween(18_000, 19_200);
    assertThat(sessions.get(Sample.XBTZAR_TENFOLD).truth().orders()).isBetween(180_000, 192_000);
  }

  @Test
  void theSameSessionIsMadeAgain() throws Exception {
    Session first = sessions.get(Sample.XBTUSDT);
    Session second = SessionMaker.make(Sample.XBTUSDT, UPDATES);
    assertThat(second.snapshot()).isEqualTo(first.snapshot());
    assertThat(second.frames()).isEqualTo(first.frames());
    assertThat(second.truth()).isEqualTo(first.truth());
  }

  @Test
  void aSessionIsReadAsItWasWritten(@TempDir Path directory) throws Exception {
    Session written = sessions.get(Sample.XBTUSDT);
    Path file = Session.file(directory, Sample.XBTUSDT);
    written.write(file);
    Session read = Session.read(file);
    assertThat(read.snapshot()).isEqualTo(written.snapshot());
    assertThat(read.frames()).isEqualTo(written.frames());
    assertThat(read.offsets()).isEqualTo(written.offsets());
    assertThat(read.truth()).isEqualTo(written.truth());
  }

  @ParameterizedTest
  @EnumSource
  void decodeAndApplyEndsWithTheTrueBook(Sample sample) throws Exception {
    Following following = started(new Following(), sample);
    new Updates().decodeAndApply(following, blackhole);
    following.stop();
    assertThat(Truth.of(following.client.book())).isEqualTo(sessions.get(sample).truth());
  }

  @ParameterizedTest
  @EnumSource
  void applyEndsWithTheTrueBook(Sample sample) throws Exception {
    Updates.Applying applying = started(new Updates.Applying(), sample);
    new Updates().apply(applying, blackhole);
    applying.stop();
    assertThat(Truth.of(applying.client.book())).isEqualTo(sessions.get(sample).truth());
  }

  @ParameterizedTest
  @EnumSource
  void aSecondInvocationStartsFromTheSnapshotAgain(Sample sample) throws Exception {
    Following following = started(new Following(), sample);
    new Updates().decodeAndApply(following, blackhole);
    following.stop();
    following.start(new Allocation());
    new Updates().decodeAndApply(following, blackhole);
    following.stop();
    assertThat(Truth.of(following.client.book())).isEqualTo(sessions.get(sample).truth());
  }

  @Test
  void everyViewAppliesEveryUpdate() throws Exception {
    Views views = new Views();
    Sample sample = Sample.XBTZAR;
    List<View> all =
        List.of(
            views::hookReadsTop20,
            views::hookReadsTop100,
            views::hookTakesTop20,
            views::hookTakesTop100,
            views::hookTakesAll);
    for (View view : all) {
      Following following = started(new Following(), sample);
      view.look(following, blackhole);
      following.stop();
      assertThat(Truth.of(following.client.book())).isEqualTo(sessions.get(sample).truth());
    }
  }

  private interface View {
    void look(Following following, Blackhole blackhole) throws Exception;
  }

  @Test
  void anInvocationThatAppliesNothingIsFoundOut() throws Exception {
    Following following = started(new Following(), Sample.XBTUSDT);
    assertThatThrownBy(following::stop).hasMessageContaining("expected the book to be at");
  }

  @ParameterizedTest
  @EnumSource
  void bothWaysToTheSnapshotEndWithTheSameBook(Sample sample) throws Exception {
    Snapshots.Resyncing resyncing = started(new Snapshots.Resyncing(), sample);
    BookSnapshot first = new Snapshots().snapshotToLive(resyncing).snapshot(0);
    new Snapshots().resync(resyncing);
    BookSnapshot again = new Snapshots().resync(resyncing).snapshot(0);
    assertThat(again.bids()).isEqualTo(first.bids()).hasSizeGreaterThan(50);
    assertThat(again.asks()).isEqualTo(first.asks()).hasSizeGreaterThan(50);
    assertThat(again.sequence()).isEqualTo(first.sequence()).isGreaterThan(0);
  }

  @ParameterizedTest
  @EnumSource
  void theCopyHasEveryOrder(Sample sample) throws Exception {
    Snapshots.Copying copying = started(new Snapshots.Copying(), sample);
    List<Order> copy = new Snapshots().orders(copying);
    assertThat(copy).hasSize(copying.client.book().orderCount()).hasSizeGreaterThan(200);
    assertThat(copy).extracting(Order::id).doesNotHaveDuplicates();
    assertThat(Truth.of(copying.client.book())).isEqualTo(sessions.get(sample).truth());
    for (Order order : copy) {
      assertThat(copying.client.book().order(order.id())).contains(order);
    }
  }

  @Test
  void decodedUpdatesAreThoseOfTheSession() throws Exception {
    Session session = sessions.get(Sample.XBTZAR);
    ClientBook client = new ClientBook();
    long sequence = ClientBook.snapshot(session.snapshot()).sequence();
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      StreamMessage frame = client.decode(session.frames(), offsets[i], offsets[i + 1]);
      assertThat(((StreamMessage.Book) frame).message().sequence()).isEqualTo(sequence + i + 1);
    }
  }

  @Test
  void theByteSumTouchesEveryByte() {
    byte[] bytes = {1, 2, 3, 100, -7};
    assertThat(Baselines.sum(bytes, 0, bytes.length)).isEqualTo(99);
    assertThat(Baselines.sum(bytes, 1, 3)).isEqualTo(5);
    byte[] frames = sessions.get(Sample.XBTZAR).frames();
    assertThat(Baselines.sum(frames, 0, frames.length)).isGreaterThan(frames.length * 32);
  }

  @Test
  void jacksonSeesEveryToken() {
    byte[] bytes = "{\"a\":[1,\"b\"],\"c\":null}".getBytes(UTF_8);
    assertThat(Baselines.tokens(bytes, 0, bytes.length)).isEqualTo(9);
    Session session = sessions.get(Sample.XBTZAR);
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      assertThat(Baselines.tokens(session.frames(), offsets[i], offsets[i + 1])).isGreaterThan(13);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRebuiltBookIsTheTrueBookToo(Sample sample) {
    Session session = sessions.get(sample);
    RebuiltBook book = new RebuiltBook();
    book.restart(session.snapshot());
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      book.apply(session.frames(), offsets[i], offsets[i + 1]);
    }
    Truth.Lines lines = new Truth.Lines();
    book.bids().forEach(level -> lines.add("bid", level.price(), level.volume()));
    book.asks().forEach(level -> lines.add("ask", level.price(), level.volume()));
    assertThat(new Truth(book.sequence(), book.orders(), lines.toString()))
        .isEqualTo(session.truth());
  }

  @Test
  void theRebuildingBenchmarksGoThroughTheSessionAndStartAgain() throws Exception {
    Baselines.Rebuilding rebuilding = new Baselines.Rebuilding();
    rebuilding.use(sessions.get(Sample.XBTUSDT));
    for (int done = 0; done < 2 * UPDATES; done += 2 * Baselines.REBUILDS) {
      rebuilding.start(new Allocation());
      new Baselines().rebuild(rebuilding, blackhole);
      rebuilding.stop();
      rebuilding.start(new Allocation());
      new Baselines().rebuildTop100(rebuilding, blackhole);
      rebuilding.stop();
    }
    assertThat(rebuilding.sequence()).isEqualTo(sessions.get(Sample.XBTUSDT).truth().sequence());
  }

  @Test
  void allocationIsThatOfTheInvocationAlone() throws Exception {
    SessionState state = new SessionState();
    state.use(sessions.get(Sample.XBTUSDT));
    Allocation allocation = new Allocation();
    state.start(allocation);
    blackhole.consume(new byte[1 << 20]);
    state.stop();
    blackhole.consume(new byte[1 << 20]);
    state.start(allocation);
    state.stop();
    assertThat(allocation.countedInvocations).isEqualTo(2);
    assertThat(allocation.allocatedBytes).isBetween(1L << 20, (1L << 20) + 100_000);
  }
}
