package io.github.lunostreams.simulation;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One market of the simulated exchange: the true book, what it was at every sequence, and the
 * frames that tell it. Numbers are longs of 8 decimals. Now and then it writes the truth in an odd
 * way: more zeros than needed, orders of nothing, times that cannot be read, keys of errors that
 * say nothing.
 */
final class TruthMarket {
  private static final int SCALE = 8;
  private static final long UNIT = 100_000_000;
  private static final String MONSTER = "0.1234567890123456789";
  private static final long MIDDLE = 1_000;
  private static final int MAX_GHOSTS = 3;
  private static final String[] STATUSES = {"ACTIVE", "POSTONLY", "DISABLED", "LUNCH"};

  private record Resting(String id, boolean bid, long price, long volume) {}

  /** What was true after a message. */
  record Moment(String book, String trades) {}

  final String pair;

  private final World world;
  private final Consumer<String> befell;
  private final int maxOrders;
  private final int priceDecimals;
  private final List<Resting> orders = new ArrayList<>();
  private final List<Map<Long, Moment>> history = new ArrayList<>();
  private final Map<Long, String> frames = new HashMap<>();

  /** The times told with each sequence; 0 for one that cannot be read. */
  private final Map<Long, Set<Long>> times = new HashMap<>();

  /** The ids of orders of volume zero. */
  private final List<String> ghosts = new ArrayList<>();

  /** An order rests whose volume 64 bits cannot hold. */
  private boolean monster;

  private boolean hadMonster;
  private String status = "ACTIVE";
  private long sequence;
  private long tradeNumber;
  private long nextId;

  /** Where the order stands that the message being made filled in part last; -1 if none. */
  private int filled;

  TruthMarket(World world, String pair, Consumer<String> befell) {
    this.world = world;
    this.befell = befell;
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
    ghosts.clear();
    monster = false;
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
    return "{\"sequence\":\"%d\",%s\"asks\":%s,\"bids\":%s,\"status\":\"%s\",\"timestamp\":%s}"
        .formatted(sequence, noError(), json(false), json(true), status, time(sequence));
  }

  /** The keys of an error that say nothing, now and then. */
  private String noError() {
    if (!world.chance(0.03)) {
      return "";
    }
    befell.accept("empty error keys");
    return world.chance(0.5)
        ? "\"error_code\":\"\",\"error\":\"\","
        : "\"error_code\":null,\"error\":\"\",";
  }

  /** The time of now, now and then in a form that cannot be read, or of which a part can. */
  private String time(long number) {
    long millis = world.millis();
    boolean odd = world.chance(0.05);
    int kind = odd ? world.random.nextInt(5) : -1;
    if (odd) {
      befell.accept("odd time");
    }
    times.computeIfAbsent(number, n -> new HashSet<>()).add(kind == 0 || kind == 1 ? 0 : millis);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> "\"" + world.instant() + "\"";
      case 2 -> millis + ".75";
      case 3 -> "\"" + millis + ".5\"";
      case 4 -> "\"" + millis + "\"";
      default -> Long.toString(millis);
    };
  }

  /** Whether a time was told with a sequence; 0 for one that cannot be read. */
  boolean toldTime(long number, long millis) {
    return times.getOrDefault(number, Set.of()).contains(millis);
  }

  boolean hasMonster() {
    return monster;
  }

  boolean hadMonster() {
    return hadMonster;
  }

  /** An order comes whose volume 64 bits cannot hold. */
  String monsterComes() {
    monster = true;
    hadMonster = true;
    return nextFrame(
        "{\"order_id\":\"MONSTER\",\"type\":\"BID\",\"price\":\"1\",\"volume\":\""
            + MONSTER
            + "\"}",
        "null");
  }

  /** That order goes. */
  String monsterGoes() {
    monster = false;
    return nextFrame("null", "{\"order_id\":\"MONSTER\"}");
  }

  private String nextFrame(String create, String delete) {
    sequence++;
    note("");
    String frame = update(sequence, "[]", create, delete, "null");
    frames.put(sequence, frame);
    return frame;
  }

  /** A message of the sequence to come that is longer than anything may be, in one of its parts. */
  String beyondBounds() {
    long next = sequence + 1;
    String id = "X".repeat(65);
    return switch (world.random.nextInt(4)) {
      case 0 -> update(next, "[]", "null", "null", "{\"status\":\"" + "S".repeat(65) + "\"}");
      case 1 -> update(next, "[]", "null", "{\"order_id\":\"" + id + "\"}", "null");
      case 2 ->
          "{\"new\":%s,%s"
              .formatted(
                  "9".repeat(1_500), update(next, "[]", "null", "null", "null").substring(1));
      default ->
          "{\"new\":%s,%s"
              .formatted(
                  "[".repeat(2_000), update(next, "[]", "null", "null", "null").substring(1));
    };
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
                .formatted(o.id, written(o.price), written(o.volume)));
      }
    }
    for (String ghost : ghosts) {
      if (bid == (ghost.length() % 2 == 0)) {
        entries.add("{\"id\":\"%s\",\"price\":\"1000\",\"volume\":\"0.00\"}".formatted(ghost));
      }
    }
    if (monster && bid) {
      entries.add("{\"id\":\"MONSTER\",\"price\":\"1\",\"volume\":\"%s\"}".formatted(MONSTER));
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
    } else if (ghosts.size() < MAX_GHOSTS && world.chance(0.02)) {
      Resting ghost = new Resting("GHOST" + nextId++, world.chance(0.5), MIDDLE * UNIT, 0);
      ghosts.add(ghost.id);
      create = createJson(ghost);
      befell.accept("order of nothing");
    }
    String delete = "null";
    if (kind < 8 || (kind >= 60 && kind < 94)) {
      String id = "NEVERWAS";
      if (!ghosts.isEmpty() && world.chance(0.05)) {
        id = ghosts.removeFirst();
      } else if (!orders.isEmpty() && !world.chance(0.05)) {
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
            + "\"status_update\":%s,%s\"timestamp\":%s}")
        .formatted(number, trades, create, delete, newStatus, noError(), time(number));
  }

  private String createJson(Resting order) {
    return "{\"order_id\":\"%s\",\"type\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
        .formatted(
            order.id, order.bid ? "BID" : "ASK", written(order.price), written(order.volume));
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
    if (!ghosts.isEmpty() && world.chance(0.1)) {
      json.add(fill("T", ghosts.getFirst(), 0, 0));
    }
    return "[" + String.join(",", json) + "]";
  }

  /** Of every other trade no taker is told, so that it is not in the usual shape. */
  private String fill(String number, String maker, long base, long price) {
    String counter =
        BigDecimal.valueOf(base, SCALE)
            .multiply(BigDecimal.valueOf(price, SCALE))
            .stripTrailingZeros()
            .toPlainString();
    boolean usual = !number.equals("T") && base % 2 == 0;
    return "{%s\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\",%s\"order_id\":\"%s\"}"
        .formatted(
            number.equals("T") ? "" : "\"sequence\":" + number + ",",
            written(base),
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

  /** As the exchange writes it: now and then with more zeros than any number needs. */
  private String written(long number) {
    String plain = plain(number);
    if (!world.chance(0.02)) {
      return plain;
    }
    befell.accept("zeros");
    return (plain.contains(".") ? plain : plain + ".") + "0".repeat(1 + world.random.nextInt(24));
  }

  private static String plain(long number) {
    return BigDecimal.valueOf(number, SCALE).stripTrailingZeros().toPlainString();
  }
}
