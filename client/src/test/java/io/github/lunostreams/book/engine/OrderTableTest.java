package io.github.lunostreams.book.engine;

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

  private record Known(int row, int level, long volume, long arrival) {}

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
        add(id(random), random.nextInt(1 << 24), 1 + random.nextLong(1_000), i);
      } else {
        remove(random.nextInt(ids.size()));
      }
      assertThat(table.size()).isEqualTo(model.size());
      if (!ids.isEmpty()) {
        compare(ids.get(random.nextInt(ids.size())));
      }
      assertThat(table.find(OrderId.of("never" + i))).isEqualTo(OrderTable.NONE);
    }
    table.rescale(2);
    model.replaceAll((id, o) -> new Known(o.row, o.level, o.volume * 100, o.arrival));
    ids.forEach(this::compare);
    List<Integer> rows = new ArrayList<>();
    for (int row = table.next(OrderTable.NONE); row != OrderTable.NONE; row = table.next(row)) {
      rows.add(row);
    }
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(model.values().stream().map(o -> o.row).toList());
    table.clear();
    assertThat(table.size()).isZero();
    assertThat(table.next(OrderTable.NONE)).isEqualTo(OrderTable.NONE);
    for (String id : ids) {
      assertThat(table.find(OrderId.of(id))).isEqualTo(OrderTable.NONE);
    }
    int first = table.add(OrderId.of("first"), 1, 1);
    int second = table.add(OrderId.of("second"), 1, 2);
    assertThat(table.next(OrderTable.NONE)).isEqualTo(first);
    assertThat(table.next(first)).isEqualTo(second);
    assertThat(table.next(second)).isEqualTo(OrderTable.NONE);
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

  private void add(String id, int level, long volume, long arrival) {
    int row = table.add(OrderId.of(id), volume, arrival);
    if (model.containsKey(id)) {
      assertThat(row).isEqualTo(OrderTable.NONE);
      return;
    }
    assertThat(row).isNotEqualTo(OrderTable.NONE);
    table.level(row, level);
    model.put(id, new Known(row, level, volume, arrival));
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
    assertThat(new Known(row, table.level(row), table.volume(row), table.arrival(row)))
        .isEqualTo(model.get(id));
    OrderId read = new OrderId();
    table.id(row, read);
    assertThat(read).isEqualTo(OrderId.of(id));
  }
}
