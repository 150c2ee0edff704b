package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Admission;
import io.github.lunostreams.gateway.access.Admission.Admitted;
import io.github.lunostreams.gateway.access.Admission.Refused;
import io.github.lunostreams.gateway.access.Refusal;
import io.github.lunostreams.gateway.access.Refusal.Kind;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.market.FeedState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which markets are followed when, on a clock that the test sets. */
@Timeout(60)
class MarketRegistryTest {
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Pair XBTZAR = Pair.of("XBTZAR");
  private static final Pair ETHZAR = Pair.of("ETHZAR");
  private static final Pair XRPZAR = Pair.of("XRPZAR");

  private final ScriptedStreams exchange = new ScriptedStreams();
  private final ReferenceData reference = new ReferenceData();
  private final List<String> told = new ArrayList<>();
  private @Nullable MarketRegistry made;

  private MarketRegistry registry(boolean onDemand, int sessions, Pair... named) {
    MarketRegistry registry =
        new MarketRegistry(
            new MarketSelection(new LinkedHashSet<>(List.of(named)), onDemand, IDLE, sessions),
            reference,
            (pair, whenFailed) ->
                Markets.market(pair, () -> {}, whenFailed, exchange.time::nanoTime),
            exchange.luno::prepare,
            (pair, cause) -> told.add(pair + " failed: " + cause),
            () -> exchange.time.loop("markets"));
    made = registry;
    registry.prepare();
    registry.start();
    turn();
    return registry;
  }

  @AfterEach
  void close() {
    if (made != null) {
      made.close();
    }
    exchange.close();
  }

  private void turn() {
    exchange.time.advance(Duration.ZERO);
  }

  /** Waits for a stream that is closed on a thread of its own. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private Admission<MarketChannels> admit(MarketRegistry registry, Pair pair) {
    return registry.admit(pair, why -> told.add(pair + " ended: " + why.kind()));
  }

  private static Runnable leave(Admission<MarketChannels> admission) {
    assertThat(admission).isInstanceOf(Admitted.class);
    return ((Admitted<MarketChannels>) admission).leave();
  }

  private static List<Pair> followed(MarketRegistry registry) {
    return registry.followed().stream().map(Market::pair).toList();
  }

  private void exchangeHas(Pair... pairs) {
    BigDecimal one = BigDecimal.ONE;
    reference.markets(
        List.of(pairs).stream()
            .map(
                pair ->
                    new io.github.lunostreams.rest.Market(
                        pair, "", "", 0, 0, 0, one, one, one, one, MarketStatus.ACTIVE))
            .toList());
  }

  @Test
  void namedMarketsAreFollowedWhetherOrNotTheyAreUsed() {
    MarketRegistry registry = registry(false, 50, XBTZAR, ETHZAR);
    assertThat(exchange.opened()).containsExactly("XBTZAR", "ETHZAR");
    leave(admit(registry, XBTZAR)).run();
    exchange.time.advance(IDLE.multipliedBy(2));

    assertThat(followed(registry)).containsExactly(XBTZAR, ETHZAR);
    assertThat(registry.has(XBTZAR)).isTrue();
    assertThat(registry.has(XRPZAR)).isFalse();
    assertThat(registry.request(XBTZAR)).isEmpty();
    assertThat(registry.request(XRPZAR)).contains(new Refusal(Kind.UNKNOWN, "XRPZAR"));
    assertThat(admit(registry, XRPZAR))
        .isEqualTo(new Refused<>(new Refusal(Kind.UNKNOWN, "XRPZAR")));
    assertThat(registry.find(XRPZAR)).isEmpty();
  }

  @Test
  void aNamedMarketThatFailsStaysAndIsReported() {
    MarketRegistry registry = registry(false, 50, XBTZAR);
    exchange.refuse("XBTZAR", "invalid_market");

    assertThat(told).containsExactly("XBTZAR failed: REFUSED: invalid_market: XBTZAR");
    assertThat(registry.find(XBTZAR).orElseThrow().state()).isEqualTo(FeedState.FAILED);
    assertThat(followed(registry)).containsExactly(XBTZAR);
  }

  @Test
  void namedMarketsComeFirstThenTheExchangesOrderWithIdleOnesEmpty() {
    MarketRegistry registry = registry(true, 50, ETHZAR);
    exchangeHas(XBTZAR, XRPZAR, ETHZAR);
    assertThat(registry.request(XRPZAR)).isEmpty();

    assertThat(registry.all().keySet()).containsExactly(ETHZAR, XBTZAR, XRPZAR);
    assertThat(registry.all().get(XBTZAR)).isEmpty();
    assertThat(registry.all().get(XRPZAR)).isEqualTo(registry.find(XRPZAR)).isPresent();
  }

  @Test
  void aMarketIsReleasedWhenItsIdleTimeoutIsOver() {
    MarketRegistry registry = registry(true, 50);
    Runnable first = leave(admit(registry, XBTZAR));
    Runnable second = leave(admit(registry, XBTZAR));
    turn();
    exchange.snapshot("XBTZAR", 7);
    first.run();
    first.run();
    exchange.time.advance(IDLE.multipliedBy(2));
    assertThat(followed(registry)).as("the second client is there").containsExactly(XBTZAR);

    second.run();
    exchange.time.advance(IDLE.minusNanos(1));
    assertThat(followed(registry)).containsExactly(XBTZAR);
    exchange.time.advance(Duration.ofNanos(1));
    assertThat(followed(registry)).isEmpty();
    assertThat(told).isEmpty();
    await(() -> exchange.luno.streams().isEmpty());
  }

  @Test
  void aMarketRefusedForGoodIsRememberedForAWhile() {
    MarketRegistry registry = registry(true, 50);
    admit(registry, XBTZAR);
    turn();
    exchange.refuse("XBTZAR", "invalid_market");
    assertThat(told).containsExactly("XBTZAR ended: UNKNOWN");
    assertThat(followed(registry)).isEmpty();
    await(() -> exchange.luno.streams().isEmpty());

    assertThat(registry.request(XBTZAR)).contains(new Refusal(Kind.UNKNOWN, "XBTZAR"));
    exchange.time.advance(MarketRegistry.REJECTION_LIFE.minusNanos(1));
    assertThat(registry.request(XBTZAR)).isPresent();
    exchange.time.advance(Duration.ofNanos(1));
    assertThat(registry.request(XBTZAR)).isEmpty();
  }

  @Test
  void whenNoSessionIsFreeTheMarketLongestIdleIsEvicted() {
    exchangeHas(XBTZAR, ETHZAR, XRPZAR);
    MarketRegistry registry = registry(true, 2, XBTZAR);
    Runnable leaves = leave(admit(registry, ETHZAR));
    turn();
    exchange.snapshot("ETHZAR", 7);
    assertThat(registry.request(XRPZAR).orElseThrow().kind()).isEqualTo(Kind.SESSION_LIMIT);
    leaves.run();
    assertThat(registry.request(XRPZAR)).as("used just now").isPresent();
    exchange.time.advance(IDLE.dividedBy(20));

    assertThat(registry.request(XRPZAR)).isEmpty();
    assertThat(followed(registry)).containsExactly(XBTZAR, XRPZAR);
    assertThat(told).isEmpty();
    await(() -> registry.find(XRPZAR).orElseThrow().isConnected());
  }

  @Test
  void aMarketFollowedElsewhereIsRefused() {
    MarketRegistry registry = registry(true, 50);
    exchange.luno.prepare(XBTZAR);

    assertThat(registry.request(XBTZAR))
        .contains(new Refusal(Kind.UNAVAILABLE, "it cannot be followed now"));
    assertThat(followed(registry)).isEmpty();
  }

  @Test
  void afterTheCloseNothingIsStarted() {
    MarketRegistry registry = registry(true, 50);
    admit(registry, XBTZAR);
    registry.close();

    assertThat(registry.request(ETHZAR))
        .contains(new Refusal(Kind.UNAVAILABLE, "the gateway closes"));
    assertThat(exchange.luno.streams()).isEmpty();
  }
}
