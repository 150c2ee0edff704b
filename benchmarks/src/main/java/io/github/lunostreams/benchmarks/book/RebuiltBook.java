package io.github.lunostreams.benchmarks.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A book as other clients keep it: orders by id in a hash map, decimals for prices and volumes; for
 * each view all orders are added up by price and sorted. It checks the sequence and nothing else.
 */
final class RebuiltBook {
  private static final Comparator<Level> BY_PRICE = Comparator.comparing(Level::price);

  private final JsonMapper json = new JsonMapper();
  private final Map<String, Order> bids = new HashMap<>();
  private final Map<String, Order> asks = new HashMap<>();
  private long sequence;

  /** All orders at a price. */
  record Level(BigDecimal price, BigDecimal volume) {}

  private record Order(BigDecimal price, BigDecimal volume) {}

  RebuiltBook() {}

  long sequence() {
    return sequence;
  }

  int orders() {
    return bids.size() + asks.size();
  }

  /** All bids, added up and sorted, the best first. */
  List<Level> bids() {
    return consolidated(bids, BY_PRICE.reversed());
  }

  /** All asks, added up and sorted, the best first. */
  List<Level> asks() {
    return consolidated(asks, BY_PRICE);
  }

  private static List<Level> consolidated(Map<String, Order> orders, Comparator<Level> best) {
    Map<BigDecimal, BigDecimal> volumes = new HashMap<>();
    for (Order order : orders.values()) {
      volumes.merge(order.price, order.volume, BigDecimal::add);
    }
    List<Level> levels = new ArrayList<>(volumes.size());
    volumes.forEach((price, volume) -> levels.add(new Level(price, volume)));
    levels.sort(best);
    return levels;
  }

  /** Replaces the book. */
  void applySnapshot(byte[] utf8) {
    JsonNode snapshot = json.readTree(utf8);
    sequence = Long.parseLong(text(snapshot, "sequence"));
    replace(bids, snapshot.path("bids"));
    replace(asks, snapshot.path("asks"));
  }

  private static void replace(Map<String, Order> side, JsonNode orders) {
    side.clear();
    for (JsonNode order : orders) {
      side.put(text(order, "id"), new Order(decimal(order, "price"), decimal(order, "volume")));
    }
  }

  /** Decodes and applies an update: fills, then the new order, then the deleted one. */
  void apply(byte[] utf8, int from, int to) {
    JsonNode update = json.readTree(utf8, from, to - from);
    next(Long.parseLong(text(update, "sequence")));
    for (JsonNode fill : update.path("trade_updates")) {
      String maker = text(fill, "maker_order_id");
      fill(bids.containsKey(maker) ? bids : asks, maker, decimal(fill, "base"));
    }
    JsonNode create = update.path("create_update");
    if (create.isObject()) {
      Map<String, Order> side = text(create, "type").equals("BID") ? bids : asks;
      side.put(
          text(create, "order_id"), new Order(decimal(create, "price"), decimal(create, "volume")));
    }
    JsonNode delete = update.path("delete_update");
    if (delete.isObject()) {
      String id = text(delete, "order_id");
      bids.remove(id);
      asks.remove(id);
    }
  }

  private void next(long newSequence) {
    if (newSequence != sequence + 1) {
      throw new IllegalStateException(
          "expected sequence " + (sequence + 1) + ", got " + newSequence);
    }
    sequence = newSequence;
  }

  private static void fill(Map<String, Order> side, String maker, BigDecimal base) {
    side.computeIfPresent(
        maker,
        (id, order) -> {
          BigDecimal left = order.volume.subtract(base);
          return left.signum() == 0 ? null : new Order(order.price, left);
        });
  }

  private static String text(JsonNode node, String key) {
    return node.required(key).stringValue();
  }

  private static BigDecimal decimal(JsonNode node, String key) {
    return new BigDecimal(text(node, key));
  }
}
