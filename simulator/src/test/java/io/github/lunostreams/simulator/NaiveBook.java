package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.simulator.wire.JsonTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The book built from the protocol's description in the simplest way: slow and strict. It throws on
 * whatever the protocol forbids.
 */
final class NaiveBook {
  record Order(String id, String side, BigDecimal price, BigDecimal volume) {}

  record Trade(long sequence, BigDecimal base, BigDecimal counter, String maker, String taker) {}

  final Map<String, Order> orders = new LinkedHashMap<>();
  final List<Trade> trades = new ArrayList<>();
  long sequence;
  long timestamp;
  String status;

  NaiveBook(String snapshot) {
    Map<String, Object> root = JsonTree.object(snapshot);
    sequence = Long.parseLong((String) root.get("sequence"));
    status = (String) root.get("status");
    timestamp = (long) root.get("timestamp");
    for (String side : List.of("BID", "ASK")) {
      BigDecimal previous = null;
      for (Map<String, Object> entry : JsonTree.list(root, side.equals("BID") ? "bids" : "asks")) {
        Order order =
            new Order(
                (String) entry.get("id"), side, decimal(entry, "price"), decimal(entry, "volume"));
        if (previous != null) {
          int rising = order.price.compareTo(previous);
          assertThat(side.equals("BID") ? -rising : rising).isGreaterThanOrEqualTo(0);
        }
        previous = order.price;
        add(order);
      }
    }
  }

  void apply(String update) {
    Map<String, Object> root = JsonTree.object(update);
    long next = Long.parseLong((String) root.get("sequence"));
    if (next != sequence + 1) {
      throw new IllegalStateException("sequence " + next + " after " + sequence);
    }
    sequence = next;
    timestamp = (long) root.get("timestamp");
    for (Map<String, Object> trade : JsonTree.list(root, "trade_updates")) {
      fill(trade);
    }
    Map<String, Object> create = JsonTree.child(root, "create_update");
    if (create != null) {
      String type = (String) create.get("type");
      assertThat(type).isIn("BID", "ASK");
      add(
          new Order(
              (String) create.get("order_id"),
              type,
              decimal(create, "price"),
              decimal(create, "volume")));
    }
    Map<String, Object> delete = JsonTree.child(root, "delete_update");
    if (delete != null) {
      orders.remove((String) delete.get("order_id"));
    }
    Map<String, Object> change = JsonTree.child(root, "status_update");
    if (change != null) {
      status = (String) change.get("status");
    }
  }

  private void fill(Map<String, Object> trade) {
    String maker = (String) trade.get("maker_order_id");
    assertThat(trade.get("order_id")).isEqualTo(maker);
    BigDecimal base = decimal(trade, "base");
    Order order = orders.get(maker);
    if (order == null) {
      throw new IllegalStateException("unknown maker " + maker + " at " + sequence);
    }
    BigDecimal left = order.volume.subtract(base);
    if (base.signum() <= 0 || left.signum() < 0) {
      throw new IllegalStateException("overfill of " + maker + " at " + sequence);
    }
    BigDecimal counter = decimal(trade, "counter");
    assertThat(counter).isEqualByComparingTo(order.price.multiply(base));
    trades.add(
        new Trade(
            (long) trade.get("sequence"),
            base,
            counter,
            maker,
            (String) trade.get("taker_order_id")));
    if (left.signum() == 0) {
      orders.remove(maker);
    } else {
      orders.put(maker, new Order(maker, order.side, order.price, left));
    }
  }

  private void add(Order order) {
    if (order.volume.signum() <= 0 || order.price.signum() <= 0) {
      throw new IllegalStateException("volume or price of " + order);
    }
    if (orders.putIfAbsent(order.id, order) != null) {
      throw new IllegalStateException("duplicate " + order.id);
    }
  }

  private static BigDecimal decimal(Map<String, Object> object, String key) {
    String text = (String) object.get(key);
    assertThat(text).matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    return new BigDecimal(text);
  }

  Map<BigDecimal, BigDecimal> levels(String side) {
    TreeMap<BigDecimal, BigDecimal> levels =
        new TreeMap<>(
            side.equals("BID") ? Comparator.<BigDecimal>reverseOrder() : Comparator.naturalOrder());
    for (Order order : orders.values()) {
      if (order.side.equals(side)) {
        levels.merge(order.price, order.volume, BigDecimal::add);
      }
    }
    return levels;
  }

  /** Everything there is to a book, in one comparable text form. */
  List<String> described() {
    List<String> lines = new ArrayList<>();
    lines.add(sequence + " " + status + " " + timestamp);
    levels("BID").forEach((price, volume) -> lines.add("bid " + level(price, volume)));
    levels("ASK").forEach((price, volume) -> lines.add("ask " + level(price, volume)));
    orders.values().stream()
        .map(each -> each.id + " " + each.side + " " + level(each.price, each.volume))
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  static List<String> described(BookImage image) {
    List<String> lines = new ArrayList<>();
    lines.add(image.sequence() + " " + image.status() + " " + image.timestamp());
    image.bids().forEach(each -> lines.add("bid " + level(each.price(), each.volume())));
    image.asks().forEach(each -> lines.add("ask " + level(each.price(), each.volume())));
    image.orders().stream()
        .map(each -> each.id() + " " + each.side() + " " + level(each.price(), each.volume()))
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  static List<String> described(List<SimulatedTrade> tape) {
    return tape.stream()
        .map(
            each ->
                each.sequence()
                    + " "
                    + level(each.base(), each.counter())
                    + " "
                    + each.makerOrderId()
                    + " "
                    + each.takerOrderId())
        .toList();
  }

  List<String> describedTrades() {
    return trades.stream()
        .map(
            each ->
                each.sequence
                    + " "
                    + level(each.base, each.counter)
                    + " "
                    + each.maker
                    + " "
                    + each.taker)
        .toList();
  }

  private static String level(BigDecimal price, BigDecimal volume) {
    return price.stripTrailingZeros().toPlainString()
        + " "
        + volume.stripTrailingZeros().toPlainString();
  }
}
