package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.simulator.StreamClient.Event;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import org.junit.jupiter.api.Test;

/** Faults at their times, as clients meet them. */
class FaultScheduleTest {
  @Test
  void aFaultForAnUnknownPairIsRefused() {
    assertThatThrownBy(
            () ->
                SimulatorConfig.builder()
                    .pair("ETHUSDT")
                    .fault(ScheduledFault.parse("XBTZAR:drop@1s"))
                    .build())
        .hasMessageContaining("XBTZAR");
  }

  @Test
  void scheduledFaultsReachTheirMarketAgainAndAgain() throws Exception {
    SimulatorConfig config =
        SimulatorConfig.builder()
            .pair("ETHUSDT")
            .pair("ETHAUD")
            .rate(0)
            .fault(ScheduledFault.parse("ETHAUD:garbage:tick@every:30ms"))
            .fault(ScheduledFault.parse("ETHAUD:wrong:overfill@1ms")) // fails: no order to overfill
            .build();
    try (Simulator simulator = Simulator.start(config);
        StreamClient faulty = StreamClient.join(simulator, "ETHAUD");
        StreamClient spared = StreamClient.join(simulator, "ETHUSDT")) {
      faulty.text();
      spared.text();
      assertThat(faulty.texts(4)).containsOnly("tick");
      assertThat(spared.events).isEmpty();
    }
  }

  @Test
  void aScheduledStallEndsAfterItsDuration() throws Exception {
    SimulatorConfig config =
        SimulatorConfig.builder()
            .pair("ETHUSDT")
            .rate(200)
            .fault(ScheduledFault.parse("stall@every:100ms+50ms"))
            .build();
    try (Simulator simulator = Simulator.start(config);
        StreamClient client = StreamClient.join(simulator, "ETHUSDT")) {
      NaiveBook book = new NaiveBook(client.text());
      client.texts(100).forEach(book::apply);
      assertThat(client.events.stream().filter(Event.Closed.class::isInstance)).isEmpty();
    }
  }
}
