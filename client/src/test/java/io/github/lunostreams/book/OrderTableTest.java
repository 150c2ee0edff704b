package io.github.lunostreams.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table against a map: random ids of every kind come and go. */
class OrderTableTest {
  private static final int CHANGES = 400_000;

  private record Known(int row, long rank, long volume) {}

  private final OrderTable table = new OrderTable();
  private final Map<String, Known> model = new HashMap<>();
  private final List<String> ids = new ArrayList<>();

  @Test
  void whatWasAddedIsFoundUntilItIsRemoved() throws Exception {
    long seed = Long.getLong("luno.streams.seed", 20_261_124L);
    System.out.println("OrderTableTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < CHANGES; i++) {
      boolean grow = random.nextInt(100) < (i / 50_000 % 2 == 0 ? 60 : 40);
      if (grow || ids.isEmpty()) {
        add(id(random), 1 + random.nextLong(1_000), random.nextLong(1_000));
      } else {
        remove(random.nextInt(ids.size()));
      }
      assertThat(table.size()).isEqualTo(model.size());
      if (!ids.isEmpty()) {
        compare(ids.get(random.nextInt(ids.size())));
      }
      assertThat(table.find(OrderId.of("never" + i))).isEqualTo(OrderTable.NONE);
    }
    table.rescale(10, 100);
    model.replaceAll((id, o) -> new Known(o.row, o.rank * 10, o.volume * 100));
    ids.forEach(this::compare);
    table.clear();
    assertThat(table.size()).isZero();
    for (String id : ids) {
      assertThat(table.find(OrderId.of(id))).isEqualTo(OrderTable.NONE);
    }
  }

  @Test
  void theOrdersOfALevelAreARingFromTheOldestToTheNewest() {
    int a = table.add(OrderId.of("a"), 1, 1);
    int b = table.add(OrderId.of("b"), 1, 1);
    int c = table.add(OrderId.of("c"), 1, 1);
    table.linkBehind(a, b);
    table.linkBehind(b, c);
    assertThat(List.of(table.newer(a), table.newer(b), table.newer(c))).containsExactly(b, c, a);
    assertThat(List.of(table.older(a), table.older(b), table.older(c))).containsExactly(c, a, b);

    table.remove(b);

    assertThat(List.of(table.newer(a), table.newer(c))).containsExactly(c, a);
    assertThat(List.of(table.older(a), table.older(c))).containsExactly(c, a);
  }

  private static String id(SplittableRandom random) {
    String alphabet = "ABC09\u00fc\u20ac\"\\ ";
    int length = random.nextInt(20) == 0 ? random.nextInt(30) : 14 + random.nextInt(2);
    int letters = random.nextInt(20) == 0 ? alphabet.length() : 5;
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < length; i++) {
      id.append(alphabet.charAt(random.nextInt(letters)));
    }
    return id.toString();
  }

  private void add(String id, long rank, long volume) {
    int row = table.add(OrderId.of(id), rank, volume);
    if (model.containsKey(id)) {
      assertThat(row).isEqualTo(OrderTable.NONE);
      return;
    }
    assertThat(row).isNotEqualTo(OrderTable.NONE);
    model.put(id, new Known(row, rank, volume));
    ids.add(id);
  }

  private void remove(int index) {
    String last = ids.removeLast();
    String id = index == ids.size() ? last : ids.set(index, last);
    Known known = model.remove(id);
    table.remove(known.row);
    assertThat(table.find(OrderId.of(id))).isEqualTo(OrderTable.NONE);
  }

  private void compare(String id) {
    int row = table.find(OrderId.of(id));
    assertThat(new Known(row, table.rank(row), table.volume(row))).isEqualTo(model.get(id));
    assertThat(table.id(row)).isEqualTo(id);
  }
}
