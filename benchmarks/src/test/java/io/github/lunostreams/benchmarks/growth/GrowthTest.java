package io.github.lunostreams.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.benchmarks.sessions.SessionMaker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void passesStandByHowLongALoadTookAndRoundsAreJudgedByTheMedianOfTheirMedians() {
    List<Pass> first =
        List.of(
            new Pass(100, 130, 20),
            new Pass(100, 140, 30),
            new Pass(100, 250, 25),
            new Pass(100, 150, 30.5),
            new Pass(200, 360, 100));
    List<Pass> second =
        List.of(new Pass(100, 160, 50), new Pass(100, 250, 100.5), new Pass(100, 152, 101));
    List<Pass> third = List.of(new Pass(100, 146, 10));
    assertThat(Growth.table(List.of(first, second, third)))
        .hasToString(
            """
            | a load from 10 MB took | rounds | passes | 18,600 orders, ns | 186,000 orders, ns | ratio | min – max   | goal                        |
            |------------------------|-------:|-------:|------------------:|-------------------:|------:|-------------|-----------------------------|
            | up to 30 ns            |      2 |      4 |               100 |                143 |  1.43 | 1.40 – 1.46 |                             |
            | 30 to 50 ns            |      2 |      2 |               100 |                155 |  1.55 | 1.50 – 1.60 |                             |
            | 50 to 100 ns           |      1 |      1 |               200 |                360 |  1.80 | 1.80 – 1.80 |                             |
            | more                   |      1 |      2 |               100 |                201 |  2.01 | 2.01 – 2.01 |                             |
            | whatever               |      3 |      9 |               100 |                150 |  1.50 | 1.46 – 1.60 | ≤ 1.5 × 18,600 orders: held |
            """);
    assertThat(Growth.table(List.of(second)).toString())
        .containsPattern("up to 30 ns +\\| +0 \\| +0 \\| +– ")
        .contains("× 18,600 orders: missed");
  }

  @Test
  void anAnswerIsInPicoseconds() {
    assertThat(Pass.of(List.of(100_500L, 151_000L, 30_000L))).isEqualTo(new Pass(100.5, 151, 30));
  }

  @Test
  void theChainIsOneRoundThroughAllMemoryOfTheBooksSize() {
    int orders = 1_000;
    LoadChain chain = LoadChain.ofBook(orders);
    assertThat(chain.lines()).isEqualTo(orders * LoadChain.BYTES_AN_ORDER / 64);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < chain.lines(); i++) {
      seen.add(chain.follow(1));
    }
    assertThat(seen).hasSize(chain.lines());
    assertThat(chain.follow(0)).isZero();
    assertThat(chain.follow(chain.lines())).isZero();
  }

  @Test
  void eachTimeIsThatOfItsBookWhicheverIsFirst() throws Exception {
    int updates = 500;
    Session small = SessionMaker.make(Sample.XBTUSDT, updates);
    Session larger = SessionMaker.make(Sample.XBTZAR, updates);
    int lines = LoadChain.ofBook(larger.truth().orders()).lines();
    Deque<Long> taken = new ArrayDeque<>();
    taken.addAll(List.of(20L * lines, 100L * updates, 150L * updates, 40L * lines));
    taken.addAll(List.of(50L * lines, 250L * updates, 200L * updates, 30L * lines));
    Passes passes = new Passes(small, larger, clock(taken));
    assertThat(passes.pass()).isEqualTo("100000 150000 40000");
    assertThat(passes.pass()).isEqualTo("200000 250000 50000");
    assertThat(taken).isEmpty();
  }

  /** Every second look at the clock is that much later than the one before. */
  private static LongSupplier clock(Deque<Long> taken) {
    AtomicLong looks = new AtomicLong();
    AtomicLong now = new AtomicLong();
    return () ->
        looks.incrementAndGet() % 2 == 0 ? now.addAndGet(taken.remove()) : now.addAndGet(1_000_000);
  }
}
