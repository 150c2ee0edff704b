package io.github.lunostreams.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.PriceLevel;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.book.engine.BookMessage;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random streams, as text frames, against a model that is as plain as can be: a list of orders with
 * {@link BigDecimal}s, searched and added up from scratch after every message.
 */
class BookModelTest {
  private static final int STREAMS = 1_200;
  private static final int MESSAGES = 900;

  @Test
  void afterEveryMessageTheBookEqualsANaiveModel() {
    long seed = Long.getLong("luno.streams.seed", 20_261_122L);
    System.out.printf(
        "BookModelTest: seed %d (-Dluno.streams.seed=…), %d streams × %d messages%n",
        seed, STREAMS, MESSAGES);
    AtomicLong messages = new AtomicLong();
    AtomicLong trades = new AtomicLong();
    IntStream.range(0, STREAMS)
        .parallel()
        .forEach(
            stream -> {
              Model model = new Model(seed * 31 + stream);
              try {
                run(model, messages, trades);
              } catch (Exception | AssertionError e) {
                throw new AssertionError(
                    "seed %d, stream %d, message %s: %s"
                        .formatted(seed, stream, model.lastFrame, e.getMessage()),
                    e);
              }
            });
    System.out.printf(
        "BookModelTest: %,d messages, %,d trades equal%n", messages.get(), trades.get());
    assertThat(messages.get()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(trades.get()).isGreaterThan(100_000);
  }

  private static void run(Model model, AtomicLong messages, AtomicLong trades) throws Exception {
    MessageDecoder decoder = new MessageDecoder();
    OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));
    builder.applySnapshot((BookMessage.Snapshot) book(decoder, model.snapshot()));
    model.compare(builder.book());
    for (int i = 0; i < MESSAGES; i++) {
      builder.apply((BookUpdate) book(decoder, model.nextUpdate()));
      model.compare(builder.book());
      model.compareTrades(builder.trades());
      trades.addAndGet(builder.trades().size());
    }
    messages.addAndGet(MESSAGES + 1);
  }

  private static BookMessage book(MessageDecoder decoder, String frame) throws Exception {
    return ((StreamMessage.Book) decoder.decode(frame.getBytes(UTF_8))).message();
  }

  /** The naive book and, in one, the exchange that makes up the messages. */
  private static final class Model {
    private record Resting(String id, Side side, BigDecimal price, BigDecimal volume) {}

    private record Expected(
        TradeType type,
        BigDecimal price,
        BigDecimal base,
        BigDecimal counter,
        String maker,
        long number) {}

    private final SplittableRandom random;
    private final List<Resting> orders = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private final int maxOrders;
    private final int priceDecimals;
    private final int volumeDecimals;
    private final int ticks;

    /** Numbers that fit into 64 bits without the zeros at their ends only. */
    private final boolean coarse;

    private long sequence;
    private long tradeNumber;
    private long nextId;
    String lastFrame = "";

    Model(long seed) {
      random = new SplittableRandom(seed);
      maxOrders = random.nextInt(301);
      priceDecimals = random.nextInt(9);
      coarse = random.nextInt(4) == 0;
      volumeDecimals = coarse ? 0 : random.nextInt(9);
      ticks = 1 + random.nextInt(60);
      sequence = random.nextLong(5_000_000_000L);
    }

    String snapshot() {
      int size = maxOrders == 0 ? 0 : random.nextInt(maxOrders + 1);
      boolean bids = random.nextInt(10) > 0;
      boolean asks = random.nextInt(10) > 0;
      for (int i = 0; i < size; i++) {
        Side side = random.nextBoolean() ? Side.BID : Side.ASK;
        if (side == Side.BID ? bids : asks) {
          orders.add(newOrder(side));
        }
      }
      lastFrame =
          "{\"bids\":%s,\"status\":\"ACTIVE\",\"sequence\":\"%d\",\"asks\":%s,\"timestamp\":1}"
              .formatted(json(Side.BID), sequence, json(Side.ASK));
      return lastFrame;
    }

    private String json(Side side) {
      List<String> entries = new ArrayList<>();
      for (Resting o : orders) {
        if (o.side == side) {
          entries.add(
              "{\"id\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
                  .formatted(o.id, written(o.price), written(o.volume)));
        }
      }
      return "[" + String.join(",", entries) + "]";
    }

    String nextUpdate() {
      sequence++;
      expected.clear();
      int kind = random.nextInt(100);
      String trades = kind < 25 ? fills() : random.nextBoolean() ? "[]" : "null";
      String create = "null";
      if ((kind < 5 || (kind >= 25 && kind < 65)) && orders.size() < maxOrders) {
        Resting order = newOrder(random.nextBoolean() ? Side.BID : Side.ASK);
        orders.add(order);
        create =
            "{\"order_id\":\"%s\",\"type\":\"%s\",\"price\":\"%s\",\"volume\":\"%s\"}"
                .formatted(order.id, order.side, written(order.price), written(order.volume));
      }
      String delete = "null";
      if (kind < 3 || (kind >= 60 && kind < 97)) {
        String id = "never-was";
        if (!orders.isEmpty() && random.nextInt(20) > 0) {
          id = orders.remove(random.nextInt(orders.size())).id;
        }
        delete = "{\"order_id\":\"" + id + "\"}";
      }
      lastFrame =
          ("{\"sequence\":\"%d\",\"trade_updates\":%s,\"create_update\":%s,\"delete_update\":%s,"
                  + "\"status_update\":null,\"timestamp\":%d}")
              .formatted(sequence, trades, create, delete, sequence);
      return lastFrame;
    }

    /** A taker eats one to four pieces off the best orders of one side. */
    private String fills() {
      Side side = random.nextBoolean() ? Side.BID : Side.ASK;
      List<String> json = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        Resting best =
            orders.stream().filter(o -> o.side == side).min(bestFirst(side)).orElse(null);
        if (best == null) {
          break;
        }
        BigDecimal base = best.volume;
        if (random.nextBoolean()) {
          base = best.volume.multiply(BigDecimal.valueOf(random.nextInt(100), 2));
          base = base.setScale(volumeDecimals, java.math.RoundingMode.DOWN);
        }
        BigDecimal left = best.volume.subtract(base);
        int at = orders.indexOf(best);
        if (left.signum() == 0) {
          orders.remove(at);
        } else {
          orders.set(at, new Resting(best.id, side, best.price, left));
        }
        BigDecimal counter = best.price.multiply(base);
        expected.add(
            new Expected(
                side == Side.BID ? TradeType.SELL : TradeType.BUY,
                best.price,
                base,
                counter,
                best.id,
                ++tradeNumber));
        json.add(
            ("{\"sequence\":%d,\"base\":\"%s\",\"counter\":\"%s\",\"maker_order_id\":\"%s\","
                    + "\"taker_order_id\":\"T\",\"order_id\":\"%s\"}")
                .formatted(tradeNumber, written(base), counter.toPlainString(), best.id, best.id));
      }
      return "[" + String.join(",", json) + "]";
    }

    /** As an exchange may write it, with any number of zeros behind. */
    private String written(BigDecimal number) {
      int zeros = coarse ? new int[] {0, 1, 8, 18, 30}[random.nextInt(5)] : 0;
      return number.setScale(number.scale() + zeros).toPlainString();
    }

    private static Comparator<Resting> bestFirst(Side side) {
      Comparator<Resting> byPrice = Comparator.comparing(Resting::price);
      return side == Side.BID ? byPrice.reversed() : byPrice;
    }

    /** Bids below, asks above a fixed middle: the book never crosses. */
    private Resting newOrder(Side side) {
      int distance = 1 + random.nextInt(ticks);
      long middle = 1_000;
      long tick = side == Side.BID ? middle - distance : middle + distance;
      BigDecimal price = BigDecimal.valueOf(tick).movePointLeft(priceDecimals / 2);
      if (coarse) {
        BigDecimal large = BigDecimal.valueOf(tick).movePointRight(7 + priceDecimals).setScale(0);
        long most = random.nextInt(20) == 0 ? 10_000_000_000_000_000L : 1_000;
        return new Resting(
            "BX" + nextId++, side, large, BigDecimal.valueOf(1 + random.nextLong(most)));
      }
      if (random.nextInt(10) == 0) {
        price = price.setScale(priceDecimals);
      }
      BigDecimal volume =
          BigDecimal.valueOf(1 + random.nextLong(1L << (1 + random.nextInt(40))), volumeDecimals);
      return new Resting("BX" + nextId++, side, price, volume);
    }

    void compare(OrderBook book) {
      if (book.sequence() != sequence || book.orderCount() != orders.size()) {
        throw new AssertionError(
            "expected #" + sequence + ", " + orders.size() + " orders: " + book);
      }
      for (Resting o : orders) {
        var kept = book.order(o.id).orElseThrow(() -> new AssertionError("missing " + o));
        if (kept.side() != o.side
            || kept.price().compareTo(o.price) != 0
            || kept.volume().compareTo(o.volume) != 0) {
          throw new AssertionError("expected " + o + ", got " + kept);
        }
      }
      compareLevels(book, Side.BID);
      compareLevels(book, Side.ASK);
    }

    private void compareLevels(OrderBook book, Side side) {
      Map<BigDecimal, BigDecimal[]> levels =
          new TreeMap<>(
              side == Side.BID ? Comparator.<BigDecimal>reverseOrder() : Comparator.naturalOrder());
      for (Resting o : orders) {
        if (o.side == side) {
          BigDecimal[] sum =
              levels.computeIfAbsent(
                  o.price, price -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
          sum[0] = sum[0].add(o.volume);
          sum[1] = sum[1].add(BigDecimal.ONE);
        }
      }
      if (book.levels(side) != levels.size()) {
        throw new AssertionError("expected " + levels.size() + " levels, got " + book.levels(side));
      }
      int index = 0;
      for (Map.Entry<BigDecimal, BigDecimal[]> entry : levels.entrySet()) {
        PriceLevel level = book.level(side, index++);
        if (level.price().compareTo(entry.getKey()) != 0
            || level.volume().compareTo(entry.getValue()[0]) != 0
            || level.orders() != entry.getValue()[1].intValueExact()) {
          throw new AssertionError(
              "expected %s × %s, got %s".formatted(entry.getKey(), entry.getValue()[0], level));
        }
      }
      var best = side == Side.BID ? book.bestBid() : book.bestAsk();
      if (best.isPresent() != !levels.isEmpty()
          || (best.isPresent()
              && best.get().price().compareTo(levels.keySet().iterator().next()) != 0)) {
        throw new AssertionError("expected best " + side + " " + levels.keySet() + ", got " + best);
      }
    }

    void compareTrades(List<Trade> trades) {
      if (trades.size() != expected.size()) {
        throw new AssertionError("expected " + expected + ", got " + trades);
      }
      for (int i = 0; i < trades.size(); i++) {
        Trade trade = trades.get(i);
        Expected e = expected.get(i);
        if (trade.type() != e.type
            || trade.price().compareTo(e.price) != 0
            || trade.base().compareTo(e.base) != 0
            || trade.counter().compareTo(e.counter) != 0
            || !trade.makerOrderId().equals(e.maker)
            || trade.sequence() != e.number
            || trade.bookSequence() != sequence) {
          throw new AssertionError("expected " + e + ", got " + trade);
        }
      }
    }
  }
}
