package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MarketModelTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong(77);
  private final MarketModel model =
      new MarketModel(Pair.of("XBTZAR"), "here", () -> Instant.ofEpochMilli(10_000), nanos::get);

  private static MarketView view(String feed, long sequence, long timestamp, long updates) {
    return new MarketView(
        feed,
        feed.equals(MarketView.LIVE) ? "" : "why",
        new MarketView.Book(sequence, timestamp, "ACTIVE", List.of(), List.of()),
        List.of(new MarketView.Trade(sequence, true, BigDecimal.ONE, BigDecimal.TEN)),
        updates,
        Json.NONE);
  }

  @Test
  void theDelayIsTheMedianOfUpdatesAndNotOfSnapshots() {
    model.onView(view("LIVE", 1, 0, 0));
    assertThat(model.state().delayMillis()).isEmpty();

    model.onView(view("LIVE", 2, 0, 1)); // Of which the time is not known.
    assertThat(model.state().delayMillis()).isEmpty();

    for (long delay : new long[] {90, 5_000, 80, 100, 95}) {
      model.onView(view("LIVE", 2, 10_000 - delay, 1));
    }

    assertThat(model.state().delayMillis()).hasValue(95);
  }

  @Test
  void theRateIsThatOfTheLastFiveSeconds() {
    assertThat(model.state().updatesPerSecond()).isEqualByComparingTo("0");
    nanos.addAndGet(10 * SECOND);
    model.onView(view("LIVE", 1, 0, 30));
    model.onView(view("LIVE", 2, 0, 20));
    assertThat(model.state().updatesPerSecond()).isEqualByComparingTo("10");

    nanos.addAndGet(4 * SECOND);
    assertThat(model.state().updatesPerSecond()).isEqualByComparingTo("10");
    nanos.addAndGet(2 * SECOND);
    assertThat(model.state().updatesPerSecond()).isEqualByComparingTo("0");
  }

  @Test
  void tradesAreKeptTheNewestFirstUpToABound() {
    for (int i = 1; i <= 500; i++) {
      model.onView(view("LIVE", i, 0, 1));
    }

    assertThat(model.state().trades())
        .hasSize(200)
        .extracting(MarketView.Trade::timestampMillis)
        .startsWith(500L, 499L)
        .endsWith(301L);
  }

  @Test
  void aChangeOfTheFeedKeepsTheBookAndSaysWhy() {
    model.onView(view("LIVE", 7, 0, 1));
    model.onView(new MarketView("RESYNCING", "why", null, List.of(), 0, Json.NONE));

    ViewState state = model.state();

    assertThat(state.feed()).isEqualTo("RESYNCING");
    assertThat(state.detail()).isEqualTo("why");
    assertThat(state.book()).isNotNull();
  }

  @Test
  void aFailureIsTheEnd() throws Exception {
    assertThat(model.failure()).isNull();
    model.onFailed(new Failure("refused", ""));

    assertThat(model.awaitEnd(60_000)).isTrue();
    assertThat(model.failure()).isEqualTo(new Failure("refused", ""));
  }
}
