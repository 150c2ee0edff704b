package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.rest.PublicTrade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A trade's time here is its sequence, in milliseconds, unless said otherwise. */
class TapeTest {
  private final Tape tape = new Tape();

  private static Trade live(long sequence) {
    return live(sequence, sequence);
  }

  private static Trade live(long sequence, long millis) {
    return new Trade(
        TradeType.BUY,
        new BigDecimal("2.50"),
        BigDecimal.ONE,
        new BigDecimal("2.50"),
        "M",
        "T",
        sequence,
        7,
        Optional.of(Instant.ofEpochMilli(millis)));
  }

  private static PublicTrade told(long sequence) {
    return new PublicTrade(
        sequence,
        Instant.ofEpochMilli(sequence),
        new BigDecimal("2.50"),
        BigDecimal.ONE,
        TradeType.BUY);
  }

  private List<Long> shown(int count, long since) {
    return tape.newest(count, since).stream().map(PublicTrade::sequence).toList();
  }

  @Test
  void whatTheStreamMissedIsFilledInFromRestAndEachTradeIsThereOnce() {
    tape.add(List.of(live(5), live(6)));
    tape.add(List.of(live(9)));
    tape.merge(List.of(told(10), told(9), told(8), told(7), told(6), told(5), told(4)));
    tape.add(List.of(live(10)));
    tape.add(List.of(live(11)));

    assertThat(shown(100, 0)).containsExactly(11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L);
    assertThat(tape.volumeSince(0)).isEqualByComparingTo("8");
    assertThat(tape.lastPrice()).contains(new BigDecimal("2.50"));
  }

  @Test
  void inWhateverPortionsTradesComeTheyAreShownInOrderAndOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Long> all = LongStream.rangeClosed(1, 300).boxed().toList();
    for (long next : all) {
      if (random.nextInt(10) > 0) {
        tape.add(List.of(live(next)));
      }
      if (random.nextInt(50) == 0 || next == 300) {
        int end = (int) next;
        List<PublicTrade> answer = new ArrayList<>();
        all.subList(Math.max(0, end - 100), end).forEach(sequence -> answer.add(told(sequence)));
        Collections.shuffle(answer, random);
        tape.merge(answer);
      }
    }

    List<Long> newest = shown(100, 0);
    assertThat(newest).as("seed " + seed).isEqualTo(all.subList(200, 300).reversed());
  }

  @Test
  void onlySoManyAreShownAndNoneFromBeforeTheTimeAskedFor() {
    tape.add(List.of(live(1), live(2), live(3), live(4)));

    assertThat(shown(2, 0)).containsExactly(4L, 3L);
    assertThat(shown(100, 3)).containsExactly(4L, 3L);
    assertThat(shown(100, 5)).isEmpty();
    assertThat(tape.volumeSince(4)).isEqualByComparingTo("1");
    assertThat(tape.lastPrice()).isPresent();
  }

  @Test
  void beyondItsCapacityTheOldestGo() {
    for (long i = 1; i <= Tape.CAPACITY + 5; i++) {
      tape.add(List.of(live(i)));
    }

    assertThat(shown(Integer.MAX_VALUE, 0)).hasSize(Tape.CAPACITY).endsWith(6L);
    assertThat(tape.volumeSince(0)).isEqualByComparingTo(BigDecimal.valueOf(Tape.CAPACITY));
  }

  @Test
  void anExchangeThatCountsAnewStartsANewTape() {
    tape.add(List.of(live(500), live(501)));
    tape.add(List.of(live(3, 502)));

    assertThat(shown(100, 0)).containsExactly(3L);
    assertThat(tape.volumeSince(0)).isEqualByComparingTo("1");
  }

  @Test
  void aTradeWithoutANumberCannotBePlaced() {
    tape.add(List.of(live(0, 7)));

    assertThat(shown(100, 0)).isEmpty();
    assertThat(tape.lastPrice()).isEmpty();
  }

  @Test
  void aTradeWithoutATimeGivesThePriceAndIsListedOnceRestKnowsIt() {
    tape.add(List.of(live(5)));
    tape.add(
        List.of(
            new Trade(
                TradeType.BUY,
                new BigDecimal("3.50"),
                BigDecimal.ONE,
                new BigDecimal("3.50"),
                "M",
                "T",
                6,
                8,
                Optional.empty())));

    assertThat(shown(100, 0)).containsExactly(5L);
    assertThat(tape.lastPrice()).contains(new BigDecimal("3.50"));

    tape.merge(List.of(told(6)));

    assertThat(shown(100, 0)).containsExactly(6L, 5L);
  }
}
