package io.github.lunostreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MailboxOptions;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole library against the simulated exchange, over real sockets. */
class LunoStreamsTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  /** The live service's patience would make tests last minutes; its proportions are kept. */
  private static final FeedSettings SHORT_TIMEOUTS =
      FeedSettings.builder()
          .backoffBase(SHORT)
          .backoffCap(Duration.ofMillis(200))
          .slowBackoff(SHORT)
          .backoffResetAfter(Duration.ofSeconds(1))
          .staleAfter(Duration.ofMillis(700))
          .silenceTimeout(Duration.ofMillis(1_400))
          .build();

  private static final String SECRET = "a-secret-to-keep";

  private Simulator exchange = startExchange(0);
  private final LunoStreams luno = streams(SHORT_TIMEOUTS, SECRET);

  @AfterEach
  void close() {
    luno.close();
    exchange.close();
  }

  @Test
  void severalMarketsAreFollowedAtOnceAndNeverMixed() {
    Follower xbt = new Follower(luno.prepare("XBTZAR"));
    Follower eth = new Follower(luno.prepare("ethzar"));
    SimulatedMarket xbtMarket = exchange.market("XBTZAR");
    SimulatedMarket ethMarket = exchange.market("ETHZAR");
    xbt.awaitState(FeedState.LIVE);
    eth.awaitState(FeedState.LIVE);

    for (int i = 0; i < 50; i++) {
      xbtMarket.step(40);
      ethMarket.step(20);
    }

    xbt.assertHasTheBookOf(xbtMarket);
    eth.assertHasTheBookOf(ethMarket);
    xbt.assertHasTheTapeOf(xbtMarket);
    eth.assertHasTheTapeOf(ethMarket);
    assertThat(xbt.trades()).hasSizeGreaterThan(100);
    assertThat(xbt.sequences()).hasSize(2_001);
  }

  static List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    for (Fault.Content content : Fault.Content.values()) {
      faults.add(new Fault.WrongUpdate(content));
    }
    for (Fault.SnapshotFlaw flaw : Fault.SnapshotFlaw.values()) {
      faults.add(new Fault.WrongSnapshot(flaw, 2));
    }
    faults.add(new Fault.RefuseUpgrade(503, 2));
    faults.add(new Fault.RefuseSession("", "session limit exceeded", 2));
    faults.add(new Fault.Restart(1_000_000));
    faults.add(new Fault.Restart(7));
    faults.addAll(connectionFaults());
    return faults;
  }

  private static List<Fault> connectionFaults() {
    return List.of(
        new Fault.Drop(),
        new Fault.Close(1000, ""),
        new Fault.Close(1012, "service restart"),
        new Fault.Gap(1),
        new Fault.Duplicate(),
        new Fault.Stale(10),
        new Fault.Garbage("<html>502</html>"),
        new Fault.Truncate(),
        new Fault.ErrorFrame("auth_timeout", "you took too long to provide credentials", true),
        new Fault.Stall(true),
        new Fault.Stall(false));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void afterAnyFaultTheBookIsTheExchangesAgain(Fault fault) {
    SimulatedMarket market = exchange.market("XBTZAR");
    Follower follower = new Follower(luno.prepare("XBTZAR"));
    follower.awaitState(FeedState.LIVE);
    market.step(200);
    follower.assertHasTheBookOf(market);

    market.inject(fault);
    market.step(200);
    if (fault instanceof Fault.WrongSnapshot
        || fault instanceof Fault.RefuseUpgrade
        || fault instanceof Fault.RefuseSession) {
      market.inject(new Fault.Drop()); // Faults that wait for the next handshake.
    }
    if (fault instanceof Fault.Stall) {
      follower.awaitCause(Reason.SILENCE);
      market.inject(new Fault.EndStall());
    }
    follower.assertHasTheBookOf(market);
    market.step(200);

    follower.assertHasTheBookOf(market);
    if (!(fault instanceof Fault.Restart)) {
      // Not strictly: a new snapshot may be of the sequence that the book had.
      assertThat(follower.sequences()).isSorted();
    }
  }

  @Test
  void anExchangeThatIsKilledAndComesBackOnTheSamePortIsFollowedAgain() {
    Follower follower = new Follower(luno.prepare("XBTZAR"));
    exchange.market("XBTZAR").step(100);
    follower.assertHasTheBookOf(exchange.market("XBTZAR"));
    int port = exchange.port();

    exchange.close();
    follower.awaitState(FeedState.BACKING_OFF);
    follower.awaitCause(Reason.CONNECT_FAILED);
    exchange = startExchange(port);
    exchange.market("XBTZAR").step(100);

    follower.assertHasTheBookOf(exchange.market("XBTZAR"));
  }

  @Test
  void aWrongKeyFailsWithTheExchangesWordsAndWithoutTheSecret() {
    try (LunoStreams wrong = streams(SHORT_TIMEOUTS, "wrong-secret")) {
      Follower follower = new Follower(wrong.prepare("XBTZAR"));

      follower.awaitState(FeedState.FAILED);

      Cause cause = follower.causes().getLast();
      assertThat(cause.reason()).isEqualTo(Reason.REFUSED);
      assertThat(cause.detail()).startsWith("invalid_credentials: ").doesNotContain("wrong-secret");
    }
  }

  @Test
  void aMarketThatDoesNotExistFailsWithTheExchangesWords() {
    Follower follower = new Follower(luno.prepare("NOPEUSDT"));

    follower.awaitState(FeedState.FAILED);

    assertThat(follower.causes().getLast())
        .isEqualTo(new Cause(Reason.REFUSED, "invalid_market", "invalid_market: NOPEUSDT"));
  }

  @Test
  void anUnreachableExchangeIsTriedAgain() throws IOException {
    exchange.close();

    Follower follower = new Follower(luno.prepare("XBTZAR"));
    follower.awaitState(FeedState.BACKING_OFF);
    exchange = startExchange(exchange.port());

    follower.assertHasTheBookOf(exchange.market("XBTZAR"));
  }

  @Test
  void theSameMarketIsNotFollowedTwiceAndNothingAfterClosing() {
    luno.follow("XBTZAR");

    assertThatThrownBy(() -> luno.follow("xbtzar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("XBTZAR is followed already");
    luno.close();
    assertThatThrownBy(() -> luno.follow("ETHZAR")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMarketThatWasClosedMayBeFollowedAgain() {
    new Follower(luno.prepare("XBTZAR")).awaitState(FeedState.LIVE);
    luno.streams().forEach(MarketStream::close);
    assertThat(luno.streams()).as("closed streams are not kept").isEmpty();

    Follower again = new Follower(luno.prepare("XBTZAR"));
    exchange.market("XBTZAR").step(10);

    again.assertHasTheBookOf(exchange.market("XBTZAR"));
    assertThat(luno.streams()).containsExactly(again.stream());
  }

  @Test
  void anAsynchronousHookMayCloseEverything() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    luno.prepare("XBTZAR")
        .addAsyncHook(
            (book, trades) -> {
              luno.close();
              interrupted.set(Thread.currentThread().isInterrupted());
              closed.countDown();
            },
            MailboxOptions.DEFAULT)
        .start();

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isFalse();
  }

  @Test
  void closingEndsEveryThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    LunoStreams other = streams(SHORT_TIMEOUTS, SECRET);
    Follower xbt = new Follower(other.prepare("XBTZAR"));
    Follower eth = new Follower(other.prepare("ETHZAR"));
    xbt.awaitState(FeedState.LIVE);
    eth.awaitState(FeedState.LIVE);
    Set<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .filter(thread -> thread.getName().matches("luno-market.*|luno-socket.*"))
            .collect(Collectors.toSet());
    // Of each market one for its events and one for its socket, and the timer of the sockets.
    assertThat(ours).hasSize(5);

    other.close();
    other.close();

    for (Thread thread : ours) {
      assertThat(thread.join(Duration.ofSeconds(30))).as(thread.getName()).isTrue();
    }
    assertThat(xbt.stream().state()).isEqualTo(FeedState.CLOSED);
    assertThat(exchange.market("ETHZAR").pair()).isEqualTo("ETHZAR");
  }

  @Test
  void addressesThatAreNoWebSocketsAreRefused() {
    assertThatThrownBy(
            () ->
                LunoStreams.builder(new Credentials("id", "secret"))
                    .streamUrl(URI.create("https://ws.luno.com")))
        .hasMessage("expected an address like wss://ws.luno.com, got 'https://ws.luno.com'");
  }

  private LunoStreams streams(FeedSettings settings, String secret) {
    return LunoStreams.builder(new Credentials("key", secret))
        .streamUrl(URI.create(exchange.streamUrl()))
        .settings(settings)
        .build();
  }

  private static Simulator startExchange(int port) {
    try {
      return Simulator.start(
          SimulatorConfig.builder()
              .port(port)
              .seed(42)
              .credentials("key", SECRET)
              .market(shape("XBTZAR"))
              .market(shape("ETHZAR"))
              .rate(0)
              .keepaliveInterval(Duration.ofMillis(200))
              .build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static MarketShape shape(String pair) {
    return MarketShape.of(pair).toBuilder().mix(FlowMix.busy()).build();
  }
}
