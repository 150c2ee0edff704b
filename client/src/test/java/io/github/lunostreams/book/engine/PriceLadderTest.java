package io.github.lunostreams.book.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Table and ladder together against a sorted map, and its views against what they showed when they
 * were taken.
 */
class PriceLadderTest {
  private static final int CHANGES = 200_000;

  private record Level(long volume, int orders) {}

  private record Seen(Levels view, List<String> showed) {}

  private final SplittableRandom random;
  private final LevelTable table = new LevelTable();
  private final PriceLadder ladder = new PriceLadder(table);

  /** By priceKey; the best first. */
  private final TreeMap<Long, Level> model = new TreeMap<>();

  private final List<Seen> views = new ArrayList<>();

  PriceLadderTest() {
    long seed = Long.getLong("luno.streams.seed", 20_261_123L);
    System.out.println("PriceLadderTest: seed " + seed);
    random = new SplittableRandom(seed);
  }

  @Test
  void afterEveryChangeItIsWhatASortedMapSaysAndNoViewChanges() throws Exception {
    int most = 0;
    for (int i = 0; i < CHANGES; i++) {
      // It grows for a long time, then shrinks, so that chunks split, merge and come to an end.
      change(random.nextInt(100) < (i / 20_000 % 2 == 0 ? 70 : 30));
      most = Math.max(most, model.size());
      if (random.nextInt(8) == 0) {
        Levels view = ladder.best(depth());
        views.add(new Seen(view, shown(view)));
      }
      if (views.size() > 40) {
        Seen seen = views.remove(random.nextInt(views.size()));
        assertThat(shown(seen.view)).isEqualTo(seen.showed);
      }
      compareTop();
      if (i % 500 == 0) {
        assertThat(shown(ladder)).isEqualTo(shownModel());
      }
    }
    assertThat(most).isGreaterThan(20 * LevelChunk.CAPACITY);
    for (Seen seen : views) {
      assertThat(shown(seen.view)).isEqualTo(seen.showed);
    }
  }

  @Test
  void viewsShareUnchangedChunks() throws Exception {
    for (int priceKey = 3_200; priceKey > 0; priceKey--) {
      add(priceKey, 1);
    }
    LevelsSnapshot before = (LevelsSnapshot) ladder.best(0);
    assertThat(ladder.best(0)).isSameAs(before);
    table.takeVolume(table.find(10), 0);
    LevelsSnapshot after = (LevelsSnapshot) ladder.best(0);

    int shared = 0;
    for (int c = 0; c < before.chunkCount; c++) {
      shared += before.chunk(c) == after.chunk(c) ? 1 : 0;
    }
    assertThat(before.chunkCount).isEqualTo(100);
    assertThat(shared).isEqualTo(99);
  }

  @Test
  void aWiderScaleMultipliesEveryLevelButNotThoseOfAView() throws Exception {
    add(7, 3);
    add(5, 2);
    Levels before = ladder.best(0);

    table.rescalePrices(1);
    table.rescaleVolumes(2);
    ladder.rescale(1);

    assertThat(shown(ladder)).containsExactly("50 200 1", "70 300 1");
    assertThat(shown(before)).containsExactly("5 2 1", "7 3 1");
    add(60, 1);
    assertThat(shown(ladder)).containsExactly("50 200 1", "60 1 1", "70 300 1");
    assertThat(table.zerosAtEndOfPrices(3)).isEqualTo(1);

    table.rescalePrices(-1);
    ladder.rescale(-1);

    assertThat(shown(ladder)).containsExactly("5 200 1", "6 1 1", "7 300 1");
  }

  @Test
  void clearingLeavesEarlierViewsAsTheyWere() throws Exception {
    for (int priceKey = 100; priceKey > 0; priceKey--) {
      add(priceKey, priceKey);
    }
    Levels before = ladder.best(2);

    table.clear();
    ladder.clear();

    assertThat(shown(ladder)).isEmpty();
    assertThat(table.find(1)).isEqualTo(LevelTable.NONE);
    add(2, 7);
    assertThat(shown(ladder.best(0))).containsExactly("2 7 1");
    assertThat(shown(before)).containsExactly("1 1 1", "2 2 1");
  }

  /** As the book does it. */
  private void add(long priceKey, long volume) throws UnrepresentableNumberException {
    int level = table.find(priceKey);
    if (level == LevelTable.NONE) {
      level = table.add(priceKey);
      ladder.insert(level);
    }
    table.addOrder(level, volume);
  }

  private void remove(long priceKey, long volume) {
    int level = table.find(priceKey);
    if (table.takeOrder(level, volume) == 0) {
      ladder.remove(level);
      table.remove(level);
    }
  }

  private void change(boolean grow) throws UnrepresentableNumberException {
    if (grow || model.isEmpty()) {
      long priceKey = 1 + random.nextLong(random.nextBoolean() ? 50 : 4_000);
      long volume = 1 + random.nextLong(1_000);
      Level level = model.get(priceKey);
      add(priceKey, volume);
      model.put(
          priceKey,
          level == null
              ? new Level(volume, 1)
              : new Level(level.volume + volume, level.orders + 1));
      return;
    }
    Map.Entry<Long, Level> picked = model.ceilingEntry(1 + random.nextLong(model.lastKey()));
    long priceKey = picked.getKey();
    Level level = picked.getValue();
    if (level.orders == 1) {
      remove(priceKey, level.volume);
      model.remove(priceKey);
    } else if (random.nextBoolean()) {
      long part = random.nextLong(level.volume);
      remove(priceKey, part);
      model.put(priceKey, new Level(level.volume - part, level.orders - 1));
    } else {
      long part = random.nextLong(level.volume);
      table.takeVolume(table.find(priceKey), part);
      model.put(priceKey, new Level(level.volume - part, level.orders));
    }
  }

  private int depth() {
    return random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(100);
  }

  private void compareTop() {
    assertThat(ladder.size()).isEqualTo(model.size());
    if (!model.isEmpty()) {
      assertThat(ladder.bestPriceKey()).isEqualTo(model.firstKey());
      int index = random.nextInt(Math.min(model.size(), 40));
      long priceKey = ladder.priceKey(index);
      assertThat(model.headMap(priceKey)).hasSize(index);
      assertThat(new Level(ladder.volume(index), ladder.orders(index)))
          .isEqualTo(model.get(priceKey));
    }
  }

  private static List<String> shown(Levels levels) {
    List<String> shown = new ArrayList<>();
    levels.forEach(0, (price, volume, orders) -> shown.add(price + " " + volume + " " + orders));
    assertThat(shown).hasSize(levels.size());
    return shown;
  }

  private List<String> shownModel() {
    List<String> shown = new ArrayList<>();
    model.forEach(
        (priceKey, level) -> shown.add(priceKey + " " + level.volume + " " + level.orders));
    return shown;
  }
}
