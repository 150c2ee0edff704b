package io.github.lunostreams.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a batch of messages under way, tick by tick, on the test's own clock. */
class PacerTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private record Tick(Runnable task, ScheduledFuture<?> future, long delay) {}

  /** Remembers what is to run, in place of running it. */
  private static final class Timetable extends ScheduledThreadPoolExecutor {
    final Deque<Tick> ticks = new ArrayDeque<>();

    Timetable() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      ScheduledFuture<?> future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
      ticks.add(new Tick(task, future, unit.toNanos(delay)));
      return future;
    }
  }

  private final Timetable timetable = new Timetable();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> happened = new ArrayList<>();
  private final Pacer pacer =
      new Pacer(
          MarketShape.of("ETHUSDT"),
          this::now,
          timetable,
          lock,
          this::message,
          () -> happened.size());

  private long now = 7;
  private int messages;
  private Runnable atThird = () -> {};

  @AfterEach
  void stop() {
    timetable.shutdownNow();
  }

  private long now() {
    return now;
  }

  private void message() {
    messages++;
    happened.add("message " + messages + (lock.isHeldByCurrentThread() ? "" : " without the lock"));
    if (messages == 3) {
      atThird.run();
    }
  }

  /** Runs the only tick that is due, as late as this. */
  private void tick(long late) {
    Tick tick = timetable.ticks.remove();
    assertThat(timetable.ticks).isEmpty();
    assertThat(tick.future.isCancelled()).isFalse();
    happened.add("tick after " + tick.delay / MILLISECOND + " ms");
    now += tick.delay + late;
    tick.task.run();
  }

  @Test
  void aTickSendsEveryDueMessageTwoMillisecondsApartAtLeast() {
    pacer.rate(100);
    tick(0);
    tick(20 * MILLISECOND);
    pacer.rate(1_500);
    timetable.ticks.removeFirst();
    tick(0);
    assertThat(happened)
        .containsExactly(
            "tick after 10 ms",
            "message 1",
            "tick after 10 ms",
            "message 2",
            "message 3",
            "message 4",
            "tick after 2 ms",
            "message 5",
            "message 6",
            "message 7");
  }

  @Test
  void aPauseEndsTheBatchUnderWay() {
    atThird = pacer::pause;
    pacer.rate(100);
    tick(40 * MILLISECOND);
    assertThat(happened).containsExactly("tick after 10 ms", "message 1", "message 2", "message 3");
    assertThat(timetable.ticks).isEmpty();
    assertThat(pacer.rate()).isEqualTo(100);
  }

  @Test
  void aNewRateEndsTheBatchAndTicksAlone() {
    atThird = () -> pacer.rate(50);
    pacer.rate(100);
    tick(40 * MILLISECOND);
    tick(0);
    assertThat(happened)
        .containsExactly(
            "tick after 10 ms",
            "message 1",
            "message 2",
            "message 3",
            "tick after 20 ms",
            "message 4");
  }

  @Test
  void aFailedMessageStopsTheFlowUntilARateIsSet() {
    IllegalStateException failure = new IllegalStateException("on purpose, said in the log");
    failure.setStackTrace(new StackTraceElement[0]);
    atThird =
        () -> {
          throw failure;
        };
    pacer.rate(100);
    tick(40 * MILLISECOND);
    assertThat(timetable.ticks).isEmpty();
    pacer.rate(pacer.rate());
    tick(0);
    assertThat(happened)
        .containsExactly(
            "tick after 10 ms",
            "message 1",
            "message 2",
            "message 3",
            "tick after 10 ms",
            "message 4");
  }

  @Test
  void aTickThatWasCalledOffTooLateSendsNothing() {
    pacer.rate(100);
    Tick late = timetable.ticks.getFirst();
    pacer.pause();
    now += TimeUnit.SECONDS.toNanos(1);
    assertThat(late.future.isCancelled()).isTrue();
    late.task.run();
    assertThat(happened).isEmpty();
    assertThat(timetable.ticks).containsExactly(late);
  }

  @Test
  void afterTheEndNoRateStartsThemAgain() {
    pacer.rate(100);
    pacer.end();
    Tick called = timetable.ticks.remove();
    assertThat(called.future.isCancelled()).isTrue();
    pacer.rate(200);
    assertThat(timetable.ticks).isEmpty();
    assertThat(pacer.rate()).isEqualTo(200);
  }
}
