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
  void passesStandByHowLongALoadTookAndAreJudgedByTheirMedian() {
    List<Pass> passes =
        List.of(
            new Pass(100, 140, 20),
            new Pass(100, 150, 50),
            new Pass(100, 190, 40),
            new Pass(200, 360, 51),
            new Pass(100, 250, 100.5));
    assertThat(Growth.table(passes))
        .hasToString(
            """
            | a load from memory of the larger book's size took | passes | 18,600 orders, ns | 186,000 orders, ns | ratio | of 8 in 10  | goal: ≤ 1.5 |
            |---------------------------------------------------|-------:|------------------:|-------------------:|------:|-------------|-------------|
            | up to 50 ns: it is in a cache                     |      3 |               100 |                150 |  1.50 | 1.40 – 1.90 | held        |
            | 50 to 100 ns                                      |      1 |               200 |                360 |  1.80 | 1.80 – 1.80 |             |
            | more                                              |      1 |               100 |                250 |  2.50 | 2.50 – 2.50 |             |
            | whatever                                          |      5 |               100 |                190 |  1.80 | 1.40 – 2.50 | missed      |
            """);
  }

  @Test
  void whatNeverHappenedIsNotJudged() {
    assertThat(Growth.table(List.of(new Pass(100, 250, 130))).toString())
        .containsPattern("it is in a cache +\\| +0 \\| +– .* not measured")
        .containsPattern("whatever +\\| +1 \\|.* missed");
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
    taken.addAll(List.of(30L * lines, 250L * updates, 200L * updates, 50L * lines));
    Passes passes = new Passes(small, larger, clock(taken));
    assertThat(passes.pass()).isEqualTo("100000 150000 30000");
    assertThat(passes.pass()).isEqualTo("200000 250000 40000");
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
