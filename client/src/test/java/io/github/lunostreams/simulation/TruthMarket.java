package io.github.lunostreams.simulation;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One market of the simulated exchange: the true book, what it was at every sequence, and the
 * frames that tell it. Numbers are longs of 8 decimals.
 */
final class TruthMarket {
  private static final int SCALE = 8;
  private static final long UNIT = 100_000_000;
  private static final long MIDDLE = 1_000;
  private static final String[] STATUSES = {"ACTIVE", "POSTONLY", "DISABLED", "LUNCH"};

  private record Resting(String id, boolean bid, long price, long volume) {}

  /** What was true after a message. */
  record Moment(String book, String trades) {}

  final String pair;

  private final World world;
  private final int maxOrders;
  private final int priceDecimals;
  private final List<Resting> orders = new ArrayList<>();
  private final List<Map<Long, Moment>> history = new ArrayList<>();
  private final Map<Long, String> frames = new HashMap<>();
  private String status = "ACTIVE";
  private long sequence;
  private long tradeNumber;
  private long nextId;

  /** Where the order stands that the message being made filled in part last; -1 if none. */
  private int filled;

  TruthMarket(World world, String pair) {
    this.world = world;
    this.pair = pair;
    maxOrders = 1 + world.random.nextInt(40);
    priceDecimals = world.random.nextInt(3);
    restart(world.random.nextLong(2_000, 5_000_000_000L));
  }

  /** The exchange starts again, with another book and another sequence. */
  void restart(long newSequence) {
    sequence = newSequence;
    orders.clear();
    frames.clear();
    history.add(new HashMap<>());
    status = "ACTIVE";
    for (int i = world.random.nextInt(maxOrders); i > 0; i--) {
      orders.add(newOrder());
    }
    note("");
  }

  int epoch() {
    return history.size() - 1;
  }

  long sequence() {
    return sequence;
  }

  /** What was true; null if that sequence never was. */
  Moment at(int epoch, long wanted) {
    return history.get(epoch).get(wanted);
  }

  /** A frame sent before, as it was. */
  String frame(long wanted) {
    return frames.getOrDefault(wanted, frames.get(sequence));
  }

  String snapshot() {
    return "{\"sequence\":\"%d\",\"asks\":%s,\"bids\":%s,\"status\":\"%s\",\"timestamp\":%d}"
        .formatted(sequence, json(false), json(true), status, world.millis());
  }

  /** A snapshot that cannot be true: an order stands in it twice. */
  String wrongSnapshot() {
    String twice =
        "[{\"id\":\"T\",\"price\":\"1\",\"volume\":\"1\"},{\"id\":\"T\",\"price\":\"1\",\"volume\":\"1\"}]";
    return "{\"sequence\":\"%d\",\"asks\":[],\"bids\":%s,\"status\":\"ACTIVE\",\"timestamp\":1}"
        .formatted(sequence, twice);
  }

  private String json(boolean bid) {
    List<String> entries = new ArrayList<>();
    for (Resting o : orders) {
      if (o.bid == bid) {
        entries.add(
            "{\"id\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
                .formatted(o.id, plain(o.price), plain(o.volume)));
      }
    }
    return "[" + String.join(",", entries) + "]";
  }

  /** Makes the next message happen. */
  String advance() {
    sequence++;
    filled = -1;
    int kind = world.random.nextInt(100);
    List<String> told = new ArrayList<>();
    String trades = kind < 30 ? fills(told) : world.chance(0.5) ? "[]" : "null";
    String create = "null";
    if ((kind < 8 || (kind >= 25 && kind < 65)) && orders.size() < maxOrders) {
      Resting order = newOrder();
      orders.add(order);
      create = createJson(order);
    }
    String delete = "null";
    if (kind < 8 || (kind >= 60 && kind < 94)) {
      String id = "NEVERWAS";
      if (!orders.isEmpty() && !world.chance(0.05)) {
        // Now and then the very order that was filled.
        int place = filled >= 0 && world.chance(0.5) ? filled : world.random.nextInt(orders.size());
        id = orders.remove(place).id;
      }
      delete = "{\"order_id\":\"" + id + "\"}";
    }
    String newStatus = "null";
    if (kind >= 97) {
      status = STATUSES[world.random.nextInt(STATUSES.length)];
      newStatus = "{\"status\":\"" + status + "\"}";
    }
    note(String.join(" ", told));
    String frame = update(sequence, trades, create, delete, newStatus);
    frames.put(sequence, frame);
    return frame;
  }

  /** A message of the sequence to come that contradicts the book. */
  String contradiction() {
    long next = sequence + 1;
    Resting some = orders.isEmpty() ? null : orders.get(world.random.nextInt(orders.size()));
    return switch (some == null ? 0 : world.random.nextInt(5)) {
      case 1 ->
          update(next, "[" + fill("T", some.id, some.volume + 1, 1) + "]", "null", "null", "null");
      case 2 -> update(next, "[]", createJson(some), "null", "null");
      case 3 ->
          update(
              next,
              "[]",
              createJson(new Resting("X" + nextId++, some.bid, some.price, -5)),
              "null",
              "null");
      case 4 ->
          update(
              next,
              "[]",
              createJson(new Resting("X" + nextId++, !some.bid, some.price, 5)),
              "null",
              "{\"status\":\"ACTIVE\"}");
      default -> update(next, "[" + fill("T", "NOBODY", 5, 1) + "]", "null", "null", "null");
    };
  }

  private String update(
      long number, String trades, String create, String delete, String newStatus) {
    return ("{\"sequence\":\"%d\",\"trade_updates\":%s,\"create_update\":%s,\"delete_update\":%s,"
            + "\"status_update\":%s,\"timestamp\":%d}")
        .formatted(number, trades, create, delete, newStatus, world.millis());
  }

  private static String createJson(Resting order) {
    return "{\"order_id\":\"%s\",\"type\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
        .formatted(order.id, order.bid ? "BID" : "ASK", plain(order.price), plain(order.volume));
  }

  private String fills(List<String> told) {
    boolean bid = world.chance(0.5);
    List<String> json = new ArrayList<>();
    for (int n = 1 + world.random.nextInt(3); n > 0; n--) {
      Resting best = null;
      for (Resting o : orders) {
        if (o.bid == bid && (best == null || (bid ? o.price > best.price : o.price < best.price))) {
          best = o;
        }
      }
      if (best == null) {
        break;
      }
      long base = world.chance(0.5) ? best.volume : world.random.nextLong(best.volume + 1);
      int place = orders.indexOf(best);
      if (base == best.volume) {
        orders.remove(place);
        filled = -1;
      } else {
        filled = place;
        orders.set(place, new Resting(best.id, bid, best.price, best.volume - base));
      }
      json.add(fill(Long.toString(++tradeNumber), best.id, base, best.price));
      told.add(
          "%d %s %s@%s"
              .formatted(tradeNumber, bid ? "SELL" : "BUY", plain(base), plain(best.price)));
    }
    return "[" + String.join(",", json) + "]";
  }

  /** Of every other trade no taker is told, so that it is not in the usual shape. */
  private static String fill(String number, String maker, long base, long price) {
    String counter =
        BigDecimal.valueOf(base, SCALE)
            .multiply(BigDecimal.valueOf(price, SCALE))
            .stripTrailingZeros()
            .toPlainString();
    boolean usual = !number.equals("T") && base % 2 == 0;
    return "{%s\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\",%s\"order_id\":\"%s\"}"
        .formatted(
            number.equals("T") ? "" : "\"sequence\":" + number + ",",
            plain(base),
            counter,
            maker,
            usual ? "\"taker_order_id\":\"T" + number + "\"," : "",
            maker);
  }

  /** Bids below, asks above a middle: the book never crosses. Few prices, so that levels share. */
  private Resting newOrder() {
    boolean bid = world.chance(0.5);
    long distance = world.random.nextLong(1, 13);
    long tick = UNIT / (long) Math.pow(10, world.random.nextInt(priceDecimals + 1));
    long price = MIDDLE * UNIT + (bid ? -1L : 1L) * distance * tick;
    long volume = 1L + world.random.nextLong(1L << (1 + world.random.nextInt(34)));
    if (world.chance(0.5)) {
      volume = volume / 10_000 * 10_000 + 10_000;
    }
    return new Resting("BX" + nextId++, bid, price, volume);
  }

  private void note(String trades) {
    history.get(epoch()).put(sequence, new Moment(status + levels(true) + levels(false), trades));
  }

  private String levels(boolean bid) {
    TreeMap<Long, long[]> levels = new TreeMap<>();
    for (Resting o : orders) {
      if (o.bid == bid) {
        long[] sum = levels.computeIfAbsent(bid ? -o.price : o.price, price -> new long[2]);
        sum[0] += o.volume;
        sum[1]++;
      }
    }
    StringBuilder text = new StringBuilder(bid ? " bids" : " asks");
    levels.forEach(
        (price, sum) ->
            text.append(' ')
                .append(Math.abs(price))
                .append('x')
                .append(sum[0])
                .append('/')
                .append(sum[1]));
    return text.toString();
  }

  /** A client's book in the form of {@link Moment#book}. */
  static String shown(BookView book) {
    StringBuilder text = new StringBuilder(book.status().name());
    long toPrice = (long) Math.pow(10, SCALE - book.priceScale());
    long toVolume = (long) Math.pow(10, SCALE - book.volumeScale());
    for (Side side : Side.values()) {
      text.append(side == Side.BID ? " bids" : " asks");
      for (int i = 0; i < book.levels(side); i++) {
        text.append(' ')
            .append(book.unscaledPrice(side, i) * toPrice)
            .append('x')
            .append(book.unscaledVolume(side, i) * toVolume)
            .append('/')
            .append(book.orders(side, i));
      }
    }
    return text.toString();
  }

  /** A client's trades in the form of {@link Moment#trades}. */
  static String shown(List<Trade> trades) {
    List<String> told = new ArrayList<>();
    for (Trade trade : trades) {
      told.add(
          "%d %s %s@%s"
              .formatted(
                  trade.sequence(),
                  trade.type(),
                  trade.base().stripTrailingZeros().toPlainString(),
                  trade.price().stripTrailingZeros().toPlainString()));
    }
    return String.join(" ", told);
  }

  private static String plain(long number) {
    return BigDecimal.valueOf(number, SCALE).stripTrailingZeros().toPlainString();
  }
}
