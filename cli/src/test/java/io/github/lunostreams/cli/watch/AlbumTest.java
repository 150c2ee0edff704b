package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AlbumTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong(77);
  private final Album album =
      new Album("XBTZAR", "here", () -> Instant.ofEpochMilli(10_000), nanos::get);

  private static Frame frame(String feed, long sequence, long timestamp, long updates) {
    return new Frame(
        feed,
        feed.equals(Frame.LIVE) ? "" : "why",
        new Frame.Book(sequence, timestamp, "ACTIVE", List.of(), List.of()),
        List.of(new Frame.Trade(sequence, true, BigDecimal.ONE, BigDecimal.TEN)),
        updates,
        "");
  }

  @Test
  void theDelayIsTheMedianOfUpdatesAndNotOfSnapshots() {
    album.onFrame(frame("LIVE", 1, 0, 0));
    assertThat(album.picture().delayMillis()).isEmpty();

    for (long delay : new long[] {90, 5_000, 80, 100, 95}) {
      album.onFrame(frame("LIVE", 2, 10_000 - delay, 1));
    }

    assertThat(album.picture().delayMillis()).hasValue(95);
  }

  @Test
  void theRateIsThatOfTheLastFiveSeconds() {
    assertThat(album.picture().updatesPerSecond()).isEqualByComparingTo("0");
    nanos.addAndGet(10 * SECOND);
    album.onFrame(frame("LIVE", 1, 0, 30));
    album.onFrame(frame("LIVE", 2, 0, 20));
    assertThat(album.picture().updatesPerSecond()).isEqualByComparingTo("10");

    nanos.addAndGet(4 * SECOND);
    assertThat(album.picture().updatesPerSecond()).isEqualByComparingTo("10");
    nanos.addAndGet(2 * SECOND);
    assertThat(album.picture().updatesPerSecond()).isEqualByComparingTo("0");
  }

  @Test
  void tradesAreKeptTheNewestFirstUpToABound() {
    for (int i = 1; i <= 500; i++) {
      album.onFrame(frame("LIVE", i, 0, 1));
    }

    assertThat(album.picture().trades())
        .hasSize(200)
        .extracting(Frame.Trade::timestampMillis)
        .startsWith(500L, 499L)
        .endsWith(301L);
  }

  @Test
  void aChangeOfTheFeedKeepsTheBookAndSaysWhy() {
    album.onFrame(frame("LIVE", 7, 0, 1));
    album.onFrame(new Frame("RESYNCING", "why", null, List.of(), 0, ""));

    Picture picture = album.picture();

    assertThat(picture.feed()).isEqualTo("RESYNCING");
    assertThat(picture.detail()).isEqualTo("why");
    assertThat(picture.book()).isNotNull();
  }

  @Test
  void aFailureIsTheEnd() throws Exception {
    assertThat(album.failure()).isNull();
    album.onFailed("refused");

    assertThat(album.awaitEnd(60_000)).isTrue();
    assertThat(album.failure()).isEqualTo("refused");
  }
}
