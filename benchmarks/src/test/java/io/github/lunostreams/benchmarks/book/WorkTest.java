package io.github.lunostreams.benchmarks.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.benchmarks.exchange.BookContent;
import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.benchmarks.exchange.Recorder;
import io.github.lunostreams.benchmarks.exchange.Recording;
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

  private static final Map<RecordedMarket, Recording> recordings =
      new EnumMap<>(RecordedMarket.class);

  private final Blackhole blackhole =
      new Blackhole(
          "Today's password is swordfish. I understand instantiating Blackholes directly is"
              + " dangerous.");

  @BeforeAll
  static void record() throws Exception {
    for (RecordedMarket market : RecordedMarket.values()) {
      recordings.put(market, Recorder.record(market, UPDATES));
    }
  }

  private static <S extends RecordingState> S started(S state, RecordedMarket market)
      throws Exception {
    state.use(recordings.get(market));
    state.start(new Allocation());
    return state;
  }

  private static void assertEndsWithTheTrueBook(ClientBook client, RecordedMarket market) {
    Recording recording = recordings.get(market);
    assertThat(BookContent.of(client.book())).isEqualTo(recording.book);
    assertThat(client.book().orderCount()).isEqualTo(recording.orders);
  }

  @Test
  void theBusiestMarketHasItsMeasuredSize() {
    Recording recording = recordings.get(RecordedMarket.XBTZAR);
    assertThat(recording.snapshot.length).isBetween(1_000_000, 1_300_000);
    assertThat(recording.frames.length / recording.updates()).isBetween(150, 210);
    assertThat(recording.orders).isBetween(18_000, 19_200);
    assertThat(recordings.get(RecordedMarket.XBTZAR_TENFOLD).orders).isBetween(180_000, 192_000);
  }

  @Test
  void theSameSessionIsMadeAgain() throws Exception {
    Recording first = recordings.get(RecordedMarket.XBTUSDT);
    Recording second = Recorder.record(RecordedMarket.XBTUSDT, UPDATES);
    assertThat(second.snapshot).isEqualTo(first.snapshot);
    assertThat(second.frames).isEqualTo(first.frames);
    assertThat(second.book).isEqualTo(first.book);
  }

  @Test
  void aSessionIsReadAsItWasWritten(@TempDir Path directory) throws Exception {
    Recording written = recordings.get(RecordedMarket.XBTUSDT);
    Path file = Recording.file(directory, RecordedMarket.XBTUSDT);
    written.write(file);
    Recording read = Recording.read(file);
    assertThat(read.snapshot).isEqualTo(written.snapshot);
    assertThat(read.frames).isEqualTo(written.frames);
    assertThat(read.offsets).isEqualTo(written.offsets);
    assertThat(read.book).isEqualTo(written.book);
  }

  @ParameterizedTest
  @EnumSource
  void decodeAndApplyEndsWithTheTrueBook(RecordedMarket market) throws Exception {
    FollowedBook followed = started(new FollowedBook(), market);
    new Updates().decodeAndApply(followed, blackhole);
    followed.stop();
    assertEndsWithTheTrueBook(followed.client, market);
  }

  @ParameterizedTest
  @EnumSource
  void applyEndsWithTheTrueBook(RecordedMarket market) throws Exception {
    Updates.Applying applying = started(new Updates.Applying(), market);
    new Updates().apply(applying, blackhole);
    applying.stop();
    assertEndsWithTheTrueBook(applying.client, market);
  }

  @ParameterizedTest
  @EnumSource
  void changesAreRecordedAndReadOfEveryUpdate(RecordedMarket market) throws Exception {
    Updates updates = new Updates();
    for (boolean read : new boolean[] {false, true}) {
      FollowedBook.WithChanges followed = started(new FollowedBook.WithChanges(), market);
      if (read) {
        updates.changesRead(followed, blackhole);
      } else {
        updates.changesRecorded(followed, blackhole);
      }
      followed.stop();
      assertEndsWithTheTrueBook(followed.client, market);
      assertThat(Updates.readChanges(followed.client, blackhole))
          .isEqualTo(
              followed.client.orderChanges().toList().size()
                  + followed.client.levelChanges().toList().size());
    }
  }

  @Test
  void mostUpdatesChangeAnOrderAndItsLevel() throws Exception {
    Recording recording = recordings.get(RecordedMarket.XBTZAR);
    ClientBook client = new ClientBook();
    client.recordChanges();
    client.decodeAndApplySnapshot(recording.snapshot);
    int changes = 0;
    for (int i = 0; i < recording.updates(); i++) {
      client.decodeAndApply(recording.frames, recording.offsets[i], recording.offsets[i + 1]);
      changes += Updates.readChanges(client, blackhole);
    }
    assertThat(changes).isGreaterThan(UPDATES * 3 / 2);
  }

  @ParameterizedTest
  @EnumSource
  void aSecondInvocationStartsFromTheSnapshotAgain(RecordedMarket market) throws Exception {
    FollowedBook followed = started(new FollowedBook(), market);
    new Updates().decodeAndApply(followed, blackhole);
    followed.stop();
    followed.start(new Allocation());
    new Updates().decodeAndApply(followed, blackhole);
    followed.stop();
    assertEndsWithTheTrueBook(followed.client, market);
  }

  @Test
  void everyViewAppliesEveryUpdate() throws Exception {
    Views views = new Views();
    RecordedMarket market = RecordedMarket.XBTZAR;
    List<View> all =
        List.of(
            views::hookReadsTop20,
            views::hookReadsTop100,
            views::hookTakesTop20,
            views::hookTakesTop100,
            views::hookTakesAll);
    for (View view : all) {
      FollowedBook followed = started(new FollowedBook(), market);
      view.look(followed, blackhole);
      followed.stop();
      assertEndsWithTheTrueBook(followed.client, market);
    }
  }

  private interface View {
    void look(FollowedBook followed, Blackhole blackhole) throws Exception;
  }

  @Test
  void anInvocationThatAppliesNothingIsFoundOut() throws Exception {
    FollowedBook followed = started(new FollowedBook(), RecordedMarket.XBTUSDT);
    assertThatThrownBy(followed::stop).hasMessageContaining("expected the book to be at");
  }

  @ParameterizedTest
  @EnumSource
  void bothWaysToTheSnapshotEndWithTheSameBook(RecordedMarket market) throws Exception {
    Snapshots.Resyncing resyncing = started(new Snapshots.Resyncing(), market);
    BookSnapshot first = new Snapshots().snapshotToLive(resyncing).snapshot(0);
    new Snapshots().resync(resyncing);
    BookSnapshot again = new Snapshots().resync(resyncing).snapshot(0);
    assertThat(again.bids()).isEqualTo(first.bids()).hasSizeGreaterThan(50);
    assertThat(again.asks()).isEqualTo(first.asks()).hasSizeGreaterThan(50);
    assertThat(again.sequence()).isEqualTo(first.sequence()).isGreaterThan(0);
  }

  @ParameterizedTest
  @EnumSource
  void theCopyHasEveryOrder(RecordedMarket market) throws Exception {
    Snapshots.Copying copying = started(new Snapshots.Copying(), market);
    List<Order> copy = new Snapshots().orders(copying);
    assertThat(copy).hasSize(copying.client.book().orderCount()).hasSizeGreaterThan(200);
    assertThat(copy).extracting(Order::id).doesNotHaveDuplicates();
    assertEndsWithTheTrueBook(copying.client, market);
    for (Order order : copy) {
      assertThat(copying.client.book().order(order.id())).contains(order);
    }
  }

  @Test
  void decodedUpdatesAreThoseOfTheSession() throws Exception {
    Recording recording = recordings.get(RecordedMarket.XBTZAR);
    ClientBook client = new ClientBook();
    long sequence = ClientBook.snapshot(recording.snapshot).sequence();
    int[] offsets = recording.offsets;
    for (int i = 0; i < recording.updates(); i++) {
      StreamMessage frame = client.decode(recording.frames, offsets[i], offsets[i + 1]);
      assertThat(((StreamMessage.Book) frame).message().sequence()).isEqualTo(sequence + i + 1);
    }
  }

  @Test
  void theByteSumTouchesEveryByte() {
    byte[] bytes = {1, 2, 3, 100, -7};
    assertThat(Baselines.sum(bytes, 0, bytes.length)).isEqualTo(99);
    assertThat(Baselines.sum(bytes, 1, 3)).isEqualTo(5);
    byte[] frames = recordings.get(RecordedMarket.XBTZAR).frames;
    assertThat(Baselines.sum(frames, 0, frames.length)).isGreaterThan(frames.length * 32);
  }

  @Test
  void jacksonSeesEveryToken() {
    byte[] bytes = "{\"a\":[1,\"b\"],\"c\":null}".getBytes(UTF_8);
    assertThat(Baselines.tokens(bytes, 0, bytes.length)).isEqualTo(9);
    Recording recording = recordings.get(RecordedMarket.XBTZAR);
    int[] offsets = recording.offsets;
    for (int i = 0; i < recording.updates(); i++) {
      assertThat(Baselines.tokens(recording.frames, offsets[i], offsets[i + 1])).isGreaterThan(13);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRebuiltBookIsTheTrueBookToo(RecordedMarket market) {
    Recording recording = recordings.get(market);
    RebuiltBook book = new RebuiltBook();
    book.applySnapshot(recording.snapshot);
    int[] offsets = recording.offsets;
    for (int i = 0; i < recording.updates(); i++) {
      book.apply(recording.frames, offsets[i], offsets[i + 1]);
    }
    assertThat(new BookContent(book.sequence(), levels(book.bids()), levels(book.asks())))
        .isEqualTo(recording.book);
    assertThat(book.orders()).isEqualTo(recording.orders);
  }

  private static List<BookContent.Level> levels(List<RebuiltBook.Level> side) {
    return side.stream()
        .map(level -> new BookContent.Level(level.price(), level.volume()))
        .toList();
  }

  @Test
  void theRebuildingBenchmarksGoThroughTheSessionAndStartAgain() throws Exception {
    Baselines.Rebuilding rebuilding = new Baselines.Rebuilding();
    rebuilding.use(recordings.get(RecordedMarket.XBTUSDT));
    for (int done = 0; done < 2 * UPDATES; done += 2 * Baselines.REBUILDS) {
      rebuilding.start(new Allocation());
      new Baselines().rebuild(rebuilding, blackhole);
      rebuilding.stop();
      rebuilding.start(new Allocation());
      new Baselines().rebuildTop100(rebuilding, blackhole);
      rebuilding.stop();
    }
    assertThat(rebuilding.sequence())
        .isEqualTo(recordings.get(RecordedMarket.XBTUSDT).book.sequence());
  }

  @Test
  void allocationIsThatOfTheInvocationAlone() throws Exception {
    RecordingState state = new RecordingState();
    state.use(recordings.get(RecordedMarket.XBTUSDT));
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
