package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.testkit.SimulatedTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BeatWatchTest {
  private final SimulatedTime time = new SimulatedTime();

  /** By how much the clock on the wall is ahead: a machine that sleeps moves only that one. */
  private final AtomicLong sleptMillis = new AtomicLong();

  private final AtomicInteger silences = new AtomicInteger();
  private final BeatWatch watch =
      new BeatWatch(
          time,
          () -> time.instant().plusMillis(sleptMillis.get()),
          () -> 0,
          silences::incrementAndGet);

  private boolean hear() {
    return watch.heard(time.instant().toEpochMilli() + sleptMillis.get(), 0);
  }

  @Test
  void aSleepOfTheMachineIsNoticedWithinASecond() {
    hear();
    watch.start();
    time.advance(Duration.ofMillis(500));
    sleptMillis.set(3_600_000);
    time.advance(Duration.ofMillis(500));

    assertThat(silences).hasValue(1);
  }

  @Test
  void whatComesAfterASilenceIsNotInTime() {
    hear();
    watch.start();
    sleptMillis.set(5_999);
    assertThat(hear()).isTrue();
    sleptMillis.set(5_999 + 6_000);
    assertThat(hear()).isFalse();
  }

  @Test
  void aClockThatIsSetBackHidesNoSilence() {
    hear();
    watch.start();
    sleptMillis.set(-3_600_000);
    time.advance(Duration.ofMillis(5_999));
    assertThat(silences).hasValue(0);
    time.advance(Duration.ofMillis(1));
    assertThat(silences).hasValue(1);
  }

  @Test
  void nothingIsSilentBeforeTheStartOrAfterTheStop() {
    hear();
    time.advance(Duration.ofMinutes(1));
    assertThat(hear()).isTrue();
    watch.start();
    assertThat(watch.isWatching()).isTrue();
    watch.stop();
    time.advance(Duration.ofMinutes(1));

    assertThat(silences).hasValue(0);
    assertThat(time.waiting()).isZero();
  }
}
