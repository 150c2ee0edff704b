package io.github.lunostreams.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.exchange.Schedule;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientLoopTest {
  private static final long MILLI = 1_000_000;

  private final EventLoop loop = new DefaultEventLoop();
  private final ClientLoop client = new ClientLoop(loop, "XBTZAR", true);

  /** Ten updates a second after sequence 100, the first two to warm up. */
  private final Schedule schedule = new Schedule(5_000 * MILLI, 10, 100, 2, 6);

  @AfterEach
  void end() {
    loop.shutdownGracefully();
  }

  @Test
  void updatesAreDueAtEqualIntervalsWhateverHappens() {
    assertThat(schedule.first()).isEqualTo(103);
    assertThat(schedule.last()).isEqualTo(106);
    assertThat(schedule.dueNanos(101)).isEqualTo(5_000 * MILLI);
    assertThat(schedule.dueNanos(106)).isEqualTo(5_500 * MILLI);
  }

  @Test
  void anUpdateThatCameWithALaterOneIsAsLateAsThat() {
    client.expect(schedule);
    client.received(100, 101, 5_900 * MILLI); // to warm up
    client.received(101, 103, 5_210 * MILLI);
    client.received(103, 105, 5_500 * MILLI);
    assertThat(lags()).containsExactly(10, 100, 200);
  }

  @Test
  void whatNeverCameIsAsLateAsTheEnd() {
    client.expect(schedule);
    client.received(100, 104, 5_300 * MILLI);
    client.finish(104, 6_000 * MILLI);
    assertThat(client.missing()).isEqualTo(2);
    assertThat(lags()).containsExactly(0, 100, 500, 600);
    client.expect(schedule);
    client.finish(106, 6_000 * MILLI);
    assertThat(client.missing()).isZero();
    assertThat(lags()).isEmpty();
  }

  private long[] lags() {
    Histogram all = new Histogram(3);
    client.addLagsTo(all);
    long[] millis = new long[(int) all.getTotalCount()];
    int at = 0;
    for (var step : all.recordedValues()) {
      for (long i = 0; i < step.getCountAtValueIteratedTo(); i++) {
        millis[at++] = Math.round((double) step.getValueIteratedTo() / MILLI);
      }
    }
    return millis;
  }

  @Test
  void twoBooksOfOneSequenceAreAContradiction() {
    compare(7, "{\"bids\":[],\"asks\":[");
    compare(7, "{\"bids\":[],\"asks\":[");
    compare(8, "{\"bids\":[[\"1\",\"2\"]],\"asks\":[");
    assertThat(client.contradictions).isZero();
    compare(7, "{\"bids\":[[\"1\",\"2\"]],\"asks\":[");
    assertThat(client.contradictions).isEqualTo(1);
  }

  private void compare(long sequence, String book) {
    byte[] text =
        (book + "],\"trades\":[],\"sequence\":" + sequence + ",\"timestamp\":0}")
            .getBytes(StandardCharsets.US_ASCII);
    client.compareBook(sequence, text, 0, text.length);
  }
}
