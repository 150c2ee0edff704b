package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.cli.watch.MarketView.Json;
import io.github.lunostreams.cli.watch.MarketView.Trade;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewQueueTest {
  private final ViewQueue queue = new ViewQueue();

  private static Trade trade(long number) {
    return new Trade(number, true, BigDecimal.ONE, BigDecimal.TEN);
  }

  /** A view whose JSON shows its sequence and its trades. */
  private static MarketView view(String feed, long sequence, long... trades) {
    List<Trade> list = new ArrayList<>();
    List<String> text = new ArrayList<>();
    for (long number : trades) {
      list.add(trade(number));
      text.add(Long.toString(number));
    }
    return new MarketView(
        feed,
        "",
        new MarketView.Book(sequence, 0, "ACTIVE", List.of(), List.of()),
        list,
        1,
        new Json("{[", String.join(",", text), "]," + sequence + "}"));
  }

  private List<MarketView> takeAll() throws InterruptedException {
    queue.onFailed(new Failure("done", ""));
    List<MarketView> taken = new ArrayList<>();
    for (Optional<MarketView> next = queue.take(); next.isPresent(); next = queue.take()) {
      taken.add(next.get());
    }
    return taken;
  }

  @Test
  void aReaderThatKeepsUpGetsEachView() throws Exception {
    queue.onView(view("LIVE", 1));
    assertThat(queue.take()).contains(view("LIVE", 1));
    queue.onView(view("LIVE", 2, 7));
    assertThat(queue.take()).contains(view("LIVE", 2, 7));
  }

  @Test
  void waitingViewsAreMergedIntoTheNewestWithAllTrades() throws Exception {
    queue.onView(view("LIVE", 1, 5, 6));
    queue.onView(view("LIVE", 2));
    queue.onView(view("LIVE", 3, 7));

    assertThat(takeAll())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.book()).isEqualTo(view("LIVE", 3).book());
              assertThat(view.trades()).containsExactly(trade(5), trade(6), trade(7));
              assertThat(view.updates()).isEqualTo(3);
              assertThat(view.json()).hasToString("{[5,6,7],3}");
            });
  }

  @Test
  void noChangeOfTheFeedIsMergedAway() throws Exception {
    queue.onView(view("LIVE", 1));
    queue.onView(view("RESYNCING", 1));
    queue.onView(view("LIVE", 9));

    assertThat(takeAll()).containsExactly(view("LIVE", 1), view("RESYNCING", 1), view("LIVE", 9));
  }

  @Test
  void ofTooManyTradesTheOldestAreDropped() throws Exception {
    long[] many = new long[MarketView.MAX_MERGED_TRADES];
    queue.onView(view("LIVE", 1, many));
    queue.onView(view("LIVE", 2, 7));

    assertThat(takeAll())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.trades()).containsExactly(trade(7));
              assertThat(view.updates()).isEqualTo(2);
              assertThat(view.json()).hasToString("{[7],2}");
            });
  }

  @Test
  void ofTooManyChangesOfTheFeedTheOldestAreDropped() throws Exception {
    for (int i = 0; i < 2 * ViewQueue.MAX_WAITING; i++) {
      queue.onView(view(i % 2 == 0 ? "LIVE" : "STALE", i));
    }

    assertThat(takeAll())
        .hasSize(ViewQueue.MAX_WAITING)
        .startsWith(view("LIVE", ViewQueue.MAX_WAITING))
        .endsWith(view("STALE", 2 * ViewQueue.MAX_WAITING - 1));
  }
}
