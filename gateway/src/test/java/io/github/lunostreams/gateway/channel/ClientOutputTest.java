package io.github.lunostreams.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection with several subscriptions, whose socket takes frames as the test says. */
class ClientOutputTest {
  private static final Limits LIMITS = Limits.builder().backlog(10).build();

  private final TestMarket xbt = new TestMarket("XBTZAR", LIMITS);
  private final TestMarket eth = new TestMarket("ETHZAR", LIMITS);
  private final EmbeddedChannel connection = new EmbeddedChannel();
  private final ClientOutput output = new ClientOutput(connection);
  private final List<String> closedFor = new ArrayList<>();

  ClientOutputTest() throws Exception {}

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  private Subscription subscribe(TestMarket market, int depth) throws ChannelLimitException {
    return market.channels().subscribe(market.book(depth), output, closedFor::add);
  }

  private void takes(boolean writable) {
    connection.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    connection.runPendingTasks();
  }

  private List<String> frames() {
    return TestMarket.frames(connection);
  }

  @Test
  void twoSubscriptionsShareOneConnection() throws Exception {
    subscribe(xbt, 1);
    subscribe(eth, 5);
    xbt.update(1);
    eth.update(1);
    assertThat(frames())
        .containsExactly(
            "XBTZAR 10 @1 .", "ETHZAR 10 @5 .", "XBTZAR 11 @1 t1.", "ETHZAR 11 @5 t1.");
  }

  @Test
  void whenTheSocketTakesMoreAllHaveTheirTurns() throws Exception {
    subscribe(xbt, 1);
    subscribe(eth, 1);
    subscribe(xbt, 5);
    frames();
    takes(false);
    for (int i = 0; i < 4; i++) {
      xbt.update(0);
      connection.runPendingTasks();
    }
    eth.update(0);
    eth.update(0);
    connection.runPendingTasks();
    assertThat(frames()).isEmpty();
    takes(true);
    output.drain();
    assertThat(frames())
        .containsExactly(
            "ETHZAR 11 @1 .",
            "XBTZAR 11 @5 .",
            "XBTZAR 11 @1 .",
            "ETHZAR 12 @1 .",
            "XBTZAR 12 @5 .",
            "XBTZAR 12 @1 .",
            "XBTZAR 13 @5 .",
            "XBTZAR 13 @1 .",
            "XBTZAR 14 @5 .",
            "XBTZAR 14 @1 .");
  }

  @Test
  void oneThatIsConflatedCostsTheOthersNothing() throws Exception {
    subscribe(xbt, 1);
    subscribe(eth, 1);
    frames();
    takes(false);
    for (int i = 0; i < 50; i++) {
      xbt.update(1);
      connection.runPendingTasks();
    }
    eth.update(1);
    connection.runPendingTasks();
    assertThat(output.heldBytes()).isPositive();
    takes(true);
    output.drain();
    assertThat(frames())
        .hasSize(2)
        .contains("ETHZAR 11 @1 t1.")
        .anyMatch(frame -> frame.contains("60 @1 ") && frame.endsWith("+t50."));
    assertThat(output.heldBytes()).isZero();
    assertThat(closedFor).isEmpty();
  }

  @Test
  void oneThatLeavesTakesNoTurnFromTheOthers() throws Exception {
    subscribe(xbt, 1);
    Subscription leaving = subscribe(eth, 1);
    subscribe(eth, 5);
    frames();
    takes(false);
    xbt.update(0);
    eth.update(0);
    connection.runPendingTasks();
    leaving.leave();
    takes(true);
    output.drain();
    assertThat(frames()).containsExactlyInAnyOrder("XBTZAR 11 @1 .", "ETHZAR 11 @5 .");
    output.leaveAll();
    assertThat(output.isSubscribed()).isFalse();
    assertThat(xbt.channels().open()).isEmpty();
    assertThat(eth.channels().open()).isEmpty();
  }

  @Test
  void aClientThatIsTooSlowIsCountedOnceAndLosesAll() throws Exception {
    subscribe(xbt, 1);
    subscribe(xbt, 5);
    subscribe(eth, 1);
    output.tooSlow("too slow");
    assertThat(closedFor).containsExactly("too slow");
    assertThat(output.isSubscribed()).isFalse();
    assertThat(xbt.channels().statistics().tooSlow()).isEqualTo(1);
    assertThat(eth.channels().statistics().tooSlow()).isZero();
  }

  @Test
  void aSubscriptionMadeWhileAnotherIsSentGetsItsFirstFrame() throws Exception {
    List<Subscription> made = new ArrayList<>();
    Subscription.Listener subscribesToAnother =
        reason -> {
          try {
            made.add(subscribe(eth, 1));
          } catch (ChannelLimitException unexpected) {
            throw new AssertionError(unexpected);
          }
        };
    TestMarket narrow = new TestMarket("LTCZAR", LIMITS.toBuilder().pendingTrades(1).build());
    narrow.channels().subscribe(narrow.book(1), output, subscribesToAnother);
    subscribe(xbt, 1);
    frames();
    for (int i = 0; i < 11; i++) {
      narrow.update(1);
    }
    assertThat(frames()).containsExactly("ETHZAR 10 @1 .");
    assertThat(made).hasSize(1);
  }
}
