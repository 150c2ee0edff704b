package io.github.lunostreams.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The random flow by itself: no sockets, no time. */
class OrderFlowTest {
  private static MarketState market(MarketShape shape, long seed) {
    System.out.println(shape.pair() + " seed " + seed);
    return new MarketState(shape, seed, 1_000_000, InstantSource.system());
  }

  private static void step(MarketState market, int messages) {
    for (int i = 0; i < messages; i++) {
      market.advance();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "XBTZAR, 17172, 1850, 1428, 775",
    "XBTUSDT, 163, 113, 99, 78",
    "ETHUSDT, 48, 28, 107, 86",
    "PAXGUSDT, 17, 14, 14, 12",
    "ETHAUD, 0, 0, 0, 0"
  })
  void theFirstBookHasTheSizeOfTheLiveOne(
      String pair, int bids, int bidLevels, int asks, int askLevels) {
    BookImage book = market(MarketShape.of(pair), 3).image();
    assertThat(book.orders().stream().filter(each -> each.side() == Side.BID)).hasSize(bids);
    assertThat(book.orders().stream().filter(each -> each.side() == Side.ASK)).hasSize(asks);
    assertThat(book.bids()).hasSize(bidLevels);
    assertThat(book.asks()).hasSize(askLevels);
    checkSound(book);
  }

  @ParameterizedTest
  @ValueSource(strings = {"XBTZAR", "XBTUSDT", "ETHUSDT", "PAXGUSDT", "ETHZAR", "DOGEZAR"})
  void longRunsNeverCrossAndKeepTheBooksSize(String pair) {
    for (FlowMix mix : List.of(FlowMix.live(), FlowMix.busy())) {
      MarketShape shape = MarketShape.of(pair).toBuilder().mix(mix).build();
      MarketState market = market(shape, 11);
      int chunk = pair.equals("XBTZAR") ? 5_000 : 500;
      for (int step = 0; step < 150_000; step += chunk) {
        step(market, chunk);
        BookImage book = market.image();
        checkSound(book);
        for (Side side : Side.values()) {
          int target = shape.size(side).orders();
          long orders = book.orders().stream().filter(each -> each.side() == side).count();
          assertThat(orders)
              .as("%s orders after %d steps", side, step)
              .isBetween(Math.round(target * 0.7) - 2L, Math.round(target * 1.3) + 3L);
          int levels = shape.size(side).levels();
          assertThat(book.levels(side).size())
              .as("%s levels after %d steps", side, step)
              .isBetween(levels * 6 / 10 - 2, levels * 14 / 10 + 3);
        }
      }
      if (mix.trades() > 1_000) {
        assertThat(market.tape().all()).hasSizeGreaterThan(30_000);
      }
      BigDecimal mid = market.image().bids().getFirst().price();
      assertThat(mid)
          .isBetween(
              shape.startPrice().multiply(new BigDecimal("0.8")),
              shape.startPrice().multiply(new BigDecimal("1.2")));
    }
  }

  private static void checkSound(BookImage book) {
    if (!book.bids().isEmpty() && !book.asks().isEmpty()) {
      assertThat(book.bids().getFirst().price()).isLessThan(book.asks().getFirst().price());
    }
    Set<String> ids = new HashSet<>();
    for (BookImage.Order order : book.orders()) {
      assertThat(order.volume().signum()).isPositive();
      assertThat(order.price().signum()).isPositive();
      assertThat(ids.add(order.id())).isTrue();
    }
    for (int i = 1; i < book.bids().size(); i++) {
      assertThat(book.bids().get(i).price()).isLessThan(book.bids().get(i - 1).price());
    }
    for (int i = 1; i < book.asks().size(); i++) {
      assertThat(book.asks().get(i).price()).isGreaterThan(book.asks().get(i - 1).price());
    }
    BigDecimal levels =
        book.bids().stream().map(BookImage.Level::volume).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal orders =
        book.orders().stream()
            .filter(each -> each.side() == Side.BID)
            .map(BookImage.Order::volume)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(levels).isEqualByComparingTo(orders);
  }

  @Test
  void equalSeedsGiveEqualBooksAndOtherSeedsOthers() {
    MarketShape shape = MarketShape.of("XBTUSDT").toBuilder().mix(FlowMix.busy()).build();
    MarketState first = market(shape, 5);
    MarketState second = market(shape, 5);
    MarketState other = market(shape, 6);
    step(first, 5_000);
    step(second, 5_000);
    step(other, 5_000);
    assertThat(first.image().orders()).isEqualTo(second.image().orders());
    assertThat(first.image().orders()).isNotEqualTo(other.image().orders());
  }

  @Test
  void aMarketWithoutOrdersSendsEmptyMessagesOnly() {
    MarketState market = market(MarketShape.of("ETHAUD"), 1);
    long before = market.sequence();
    step(market, 1_000);
    assertThat(market.sequence()).isEqualTo(before + 1_000);
    assertThat(market.image().orders()).isEmpty();
    assertThat(market.tape().all()).isEmpty();
  }

  @Test
  void idsAreUniqueAndShapedAsOnTheExchange() {
    OrderIds first = new OrderIds(77, 0);
    OrderIds second = new OrderIds(77, 1);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      String id = first.next();
      assertThat(id).hasSize(15);
      assertThat(seen.add(id)).isTrue();
      assertThat(seen.add(second.next())).isTrue();
    }
    assertThat(seen).allMatch(id -> id.matches("BX[A-Z0-9]{13}"));
  }

  @Test
  void thePaceIsExactHoweverIrregularlyItIsTaken() {
    Pace pace = new Pace(51, 1_000);
    long taken = 0;
    long now = 1_000;
    for (int i = 1; i <= 100_000; i++) {
      now += i % 7 * 1_000_003L;
      taken += pace.take(now);
    }
    assertThat(taken).isEqualTo((now - 1_000) * 51 / 1_000_000_000L);
    long wait = pace.untilNext(now);
    assertThat(pace.take(now + wait - 1)).isZero();
    assertThat(pace.take(now + wait)).isOne();
  }

  @Test
  void afterALongPauseOnlyOneSecondIsMadeUp() {
    Pace pace = new Pace(100, 0);
    assertThat(pace.take(3_600_000_000_000L)).isEqualTo(100);
    assertThat(pace.take(3_600_000_000_000L)).isZero();
    assertThat(pace.take(3_601_000_000_000L)).isEqualTo(100);
  }
}
