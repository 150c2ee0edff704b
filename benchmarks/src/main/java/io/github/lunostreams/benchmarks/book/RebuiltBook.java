package io.github.lunostreams.benchmarks.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A book as the clients that exist keep it: orders by id in a hash map, decimals for prices and
 * volumes, and for each look at the book all orders are added up by price and sorted. It trusts the
 * exchange and checks the sequence only.
 */
final class RebuiltBook {
  private static final Comparator<Level> BY_PRICE = Comparator.comparing(Level::price);

  private final JsonFactory json = new JsonFactory();
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

  /** Takes over a snapshot. */
  void restart(byte[] utf8) {
    bids.clear();
    asks.clear();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), utf8)) {
      parser.nextToken();
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "sequence" -> sequence = Long.parseLong(parser.getString());
          case "bids" -> orders(parser, bids);
          case "asks" -> orders(parser, asks);
          default -> parser.skipChildren();
        }
      }
    }
  }

  private static void orders(JsonParser parser, Map<String, Order> side) {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      Fields fields = new Fields(parser);
      side.put(fields.text("id"), new Order(fields.decimal("price"), fields.decimal("volume")));
    }
  }

  /** Decodes an update and applies it: fills, then a new order, then one deleted. */
  void apply(byte[] utf8, int from, int to) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), utf8, from, to - from)) {
      parser.nextToken();
      List<Fields> fills = new ArrayList<>();
      Fields create = null;
      Fields delete = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        boolean object = parser.nextToken() == JsonToken.START_OBJECT;
        switch (key) {
          case "sequence" -> next(Long.parseLong(parser.getString()));
          case "trade_updates" -> {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
              fills.add(new Fields(parser));
            }
          }
          case "create_update" -> create = object ? new Fields(parser) : null;
          case "delete_update" -> delete = object ? new Fields(parser) : null;
          default -> parser.skipChildren();
        }
      }
      apply(fills, create, delete);
    }
  }

  private void next(long newSequence) {
    if (newSequence != sequence + 1) {
      throw new IllegalStateException(
          "expected sequence " + (sequence + 1) + ", got " + newSequence);
    }
    sequence = newSequence;
  }

  private void apply(List<Fields> fills, @Nullable Fields create, @Nullable Fields delete) {
    for (Fields fill : fills) {
      String maker = fill.text("maker_order_id");
      fill(bids.containsKey(maker) ? bids : asks, maker, fill.decimal("base"));
    }
    if (create != null) {
      Map<String, Order> side = create.text("type").equals("BID") ? bids : asks;
      side.put(
          create.text("order_id"), new Order(create.decimal("price"), create.decimal("volume")));
    }
    if (delete != null) {
      String id = delete.text("order_id");
      bids.remove(id);
      asks.remove(id);
    }
  }

  private static void fill(Map<String, Order> side, String maker, BigDecimal base) {
    side.computeIfPresent(
        maker,
        (id, order) -> {
          BigDecimal left = order.volume.subtract(base);
          return left.signum() == 0 ? null : new Order(order.price, left);
        });
  }

  /** The texts of one flat object, by key. */
  private static final class Fields {
    private final Map<String, String> texts = new HashMap<>();

    /** Reads to the object's end. */
    Fields(JsonParser parser) {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        texts.put(key, parser.getString());
      }
    }

    String text(String key) {
      String text = texts.get(key);
      if (text == null) {
        throw new IllegalStateException("expected a '" + key + "' in " + texts);
      }
      return text;
    }

    BigDecimal decimal(String key) {
      return new BigDecimal(text(key));
    }
  }
}
