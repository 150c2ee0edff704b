package io.github.lunostreams.book.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.LevelChanges.LevelChange;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.OrderChanges.Kind;
import io.github.lunostreams.book.OrderChanges.OrderChange;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random updates: whoever applies the told changes to a copy of the book has the book, orders and
 * levels; and the queue of each level is the orders of that price by arrival.
 */
class RecordedChangesTest {
  private static final long SEED = 20261127;
  private static final int UPDATES = 20_000;

  private final Random random = new Random(SEED);
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));
  private final Map<String, BigDecimal> remaining = new HashMap<>();
  private final Map<Side, Map<BigDecimal, String>> levels =
      Map.of(Side.BID, new TreeMap<>(), Side.ASK, new TreeMap<>());
  private final List<String> ids = new ArrayList<>();
  private long sequence = 1;
  private int lastId;

  @Test
  void recordedChangesMakeTheSameBook() throws Exception {
    System.out.println("RecordedChangesTest: seed " + SEED);
    builder.recordChanges(true);
    builder.applySnapshot(
        new Snapshot(sequence, List.of(order()), List.of(), MarketStatus.POSTONLY, 1));
    copy();
    for (int i = 0; i < UPDATES; i++) {
      builder.apply(update());
      builder.orderChanges().toList().forEach(this::follow);
      builder.levelChanges().toList().forEach(this::follow);
      if (i % 100 == 0) {
        compare();
      }
    }
    compare();
  }

  private void copy() {
    for (Order order : builder.book().orders()) {
      remaining.put(order.id(), plain(order.volume()));
      ids.add(order.id());
    }
    for (Side side : Side.values()) {
      for (PriceLevel level : builder.book().levels(side, 0)) {
        levels.get(side).put(plain(level.price()), shown(level.volume(), level.orders()));
      }
    }
  }

  private void follow(OrderChange change) {
    BigDecimal before = remaining.get(change.orderId());
    BigDecimal left = plain(change.remaining());
    switch (change.kind()) {
      case ADDED -> {
        assertThat(before).isNull();
        assertThat(left).isEqualTo(plain(change.volume()));
      }
      case FILLED -> assertThat(plain(before.subtract(change.volume()))).isEqualTo(left);
      case REMOVED -> assertThat(before).isEqualTo(plain(change.volume()));
    }
    if (change.kind() == Kind.REMOVED || left.signum() == 0) {
      remaining.remove(change.orderId());
      ids.remove(change.orderId());
    } else {
      remaining.put(change.orderId(), left);
    }
  }

  private void follow(LevelChange change) {
    Map<BigDecimal, String> side = levels.get(change.side());
    if (change.orders() == 0) {
      assertThat(change.volume()).isZero();
      side.remove(plain(change.price()));
    } else {
      side.put(plain(change.price()), shown(change.volume(), change.orders()));
    }
  }

  private void compare() {
    OrderBook book = builder.book();
    Map<String, BigDecimal> orders =
        book.orders().stream().collect(Collectors.toMap(Order::id, o -> plain(o.volume())));
    assertThat(remaining).isEqualTo(orders);
    List<Order> all = new ArrayList<>(book.orders());
    all.sort(Order.BEST_FIRST);
    for (Side side : Side.values()) {
      Map<BigDecimal, String> expected = new TreeMap<>();
      for (int i = 0; i < book.levels(side); i++) {
        PriceLevel level = book.level(side, i);
        expected.put(plain(level.price()), shown(level.volume(), level.orders()));
        assertThat(book.ordersAt(side, i))
            .containsExactlyElementsOf(
                all.stream()
                    .filter(o -> o.side() == side && o.price().compareTo(level.price()) == 0)
                    .toList());
      }
      assertThat(levels.get(side)).isEqualTo(expected);
    }
  }

  private static String shown(BigDecimal volume, int orders) {
    return plain(volume).toPlainString() + " of " + orders;
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  /** Up to three fills, a new order, an order that leaves; now and then with a longer fraction. */
  private BookUpdate update() throws Exception {
    List<Fill> fills = new ArrayList<>();
    Map<String, BigDecimal> left = new HashMap<>(remaining);
    for (int i = random.nextInt(4); i > 0 && !left.isEmpty() && random.nextInt(3) == 0; i--) {
      String maker = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
      BigDecimal base =
          random.nextBoolean() ? left.get(maker) : left.get(maker).divide(BigDecimal.TWO);
      if (base.scale() > 12) {
        base = left.get(maker);
      }
      fills.add(
          new Fill(i, ScaledDecimal.parse(base.toPlainString()), BigDecimal.ONE, maker, "T" + i));
      BigDecimal rest = plain(left.get(maker).subtract(base));
      if (rest.signum() == 0) {
        left.remove(maker);
      } else {
        left.put(maker, rest);
      }
    }
    boolean create = remaining.size() < 200 && random.nextInt(5) < 3;
    RestingOrder created = create ? order() : null;
    String delete =
        random.nextInt(3) == 0 && !ids.isEmpty() ? ids.get(random.nextInt(ids.size())) : null;
    if (created != null && random.nextInt(50) == 0) {
      delete = created.id();
    }
    return new BookUpdate(
        ++sequence,
        fills,
        created,
        create ? (random.nextBoolean() ? Side.BID : Side.ASK) : null,
        delete,
        null,
        sequence);
  }

  private RestingOrder order() throws Exception {
    String id = "BX" + ++lastId + (lastId % 97 == 0 ? "-longer-than-sixteen" : "");
    String price = 100 + random.nextInt(20) + (random.nextInt(500) == 0 ? ".5" : "");
    String volume = 1 + random.nextInt(9) + (random.nextInt(300) == 0 ? ".125" : "");
    return new RestingOrder(id, ScaledDecimal.parse(price), ScaledDecimal.parse(volume));
  }
}
