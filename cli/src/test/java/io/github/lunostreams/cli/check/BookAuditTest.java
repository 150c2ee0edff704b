package io.github.lunostreams.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.cli.check.BookAudit.Result;
import io.github.lunostreams.cli.check.BookAudit.Verdict;
import io.github.lunostreams.rest.OrderBookTop;
import io.github.lunostreams.rest.OrderBookTop.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stream's states have one bid, each of another volume. */
class BookAuditTest {
  private final BookAudit audit = new BookAudit();

  private static BookSnapshot state(long sequence, long timestamp, String volume) throws Exception {
    OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));
    RestingOrder bid =
        new RestingOrder("BX1", ScaledDecimal.parse("1403127"), ScaledDecimal.parse(volume));
    builder.applySnapshot(
        new Snapshot(sequence, List.of(bid), List.of(), MarketStatus.ACTIVE, timestamp));
    return builder.book().snapshot(RestComparison.LEVELS);
  }

  private static OrderBookTop rest(long timestamp, String volume) {
    return new OrderBookTop(
        Pair.of("XBTZAR"),
        Instant.ofEpochMilli(timestamp),
        List.of(
            new Level(
                new BigDecimal("1403127.000000000000000000"), new BigDecimal(volume).setScale(18))),
        List.of());
  }

  private Result compare(OrderBookTop top) throws InterruptedException {
    return audit.compare(top, 0);
  }

  @Test
  void theSameLevelsAreOkWhateverTheirDecimals() throws Exception {
    audit.add(state(7, 1000, "0.5"));
    audit.begin();

    assertThat(compare(rest(1000, "0.5")))
        .isEqualTo(new Result(Verdict.OK, "1 bids and 0 asks are the same at sequence 7"));
  }

  @Test
  void oneOfSeveralStatesOfAMillisecondIsEnough() throws Exception {
    audit.begin();
    audit.add(state(7, 1000, "0.5"));
    audit.add(state(8, 1001, "0.6"));
    audit.add(state(9, 1001, "0.7"));
    audit.add(state(10, 1001, "0.8"));
    audit.add(state(11, 1002, "0.9"));

    assertThat(compare(rest(1001, "0.7")).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void noneOfTheMillisecondsStatesBeingTheSameIsADifference() throws Exception {
    audit.begin();
    audit.add(state(8, 1001, "0.6"));
    audit.add(state(9, 1001, "0.7"));
    audit.add(state(10, 1002, "0.8"));

    assertThat(compare(rest(1001, "0.65")))
        .isEqualTo(
            new Result(
                Verdict.DIFFERS,
                "at sequence 9 bid 1 is 0.7 at 1403127, REST says 0.65 at 1403127"));
  }

  @Test
  void aMissingLevelIsADifference() throws Exception {
    audit.add(state(8, 1001, "0.6"));
    audit.begin();
    OrderBookTop empty =
        new OrderBookTop(Pair.of("XBTZAR"), Instant.ofEpochMilli(1001), List.of(), List.of());

    assertThat(compare(empty))
        .isEqualTo(
            new Result(
                Verdict.DIFFERS, "at sequence 8 bid 1 is 0.6 at 1403127, REST says there is none"));
  }

  @Test
  void aCachedAnswerFromBeforeIsInconclusive() throws Exception {
    audit.begin();
    audit.add(state(8, 1001, "0.6"));

    assertThat(compare(rest(700, "0.5")))
        .isEqualTo(
            new Result(
                Verdict.INCONCLUSIVE, "REST answered from 301 ms before the first state kept"));
  }

  @Test
  void anAnswerThatIsAheadWaitsForTheStream() throws Exception {
    audit.begin();
    audit.add(state(8, 1001, "0.6"));
    assertThat(compare(rest(1100, "0.7")))
        .isEqualTo(new Result(Verdict.INCONCLUSIVE, "REST is 99 ms ahead of the stream"));

    audit.begin();
    BookSnapshot next = state(9, 1100, "0.7");
    Thread stream = Thread.ofPlatform().start(() -> audit.add(next));
    assertThat(audit.compare(rest(1100, "0.7"), 60_000).verdict()).isEqualTo(Verdict.OK);
    stream.join();
  }

  @Test
  void aStateOfAnotherTimeWithTheSameLevelsIsOk() throws Exception {
    // The snapshot of a quiet market may have another time than its last change.
    audit.add(state(8, 1001, "0.6"));
    audit.begin();

    assertThat(compare(rest(400, "0.6")).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aBreakOfTheStreamIsInconclusive() throws Exception {
    audit.add(state(8, 1001, "0.6"));
    audit.begin();
    audit.interrupt();
    audit.add(state(90, 1005, "0.7"));

    assertThat(compare(rest(1005, "0.7")))
        .isEqualTo(new Result(Verdict.INCONCLUSIVE, "the stream broke meanwhile"));
  }

  @Test
  void statesFromBeforeAnAuditOrAfterItAreNotItsOwn() throws Exception {
    audit.add(state(7, 1000, "0.5"));
    audit.add(state(8, 1001, "0.6"));
    audit.begin();
    assertThat(compare(rest(1000, "0.5")).verdict()).isEqualTo(Verdict.INCONCLUSIVE);

    assertThat(compare(rest(1001, "0.6")))
        .isEqualTo(new Result(Verdict.INCONCLUSIVE, "there was no current book"));
  }

  @Test
  void aStateWithoutATimeIsComparedWithNothing() throws Exception {
    audit.begin();
    audit.add(state(7, 0, "0.5"));

    assertThat(compare(rest(1000, "0.7")))
        .isEqualTo(new Result(Verdict.INCONCLUSIVE, "the stream's book has no time"));
  }
}
