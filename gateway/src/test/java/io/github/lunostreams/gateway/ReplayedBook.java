package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.market.BookImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A book made from the frames of Luno's stream as its documents tell, and nothing else: an opinion
 * of its own on what a client ends up with. Fails on a gap, a repetition, an unknown maker, a
 * snapshot out of order.
 */
final class ReplayedBook {
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "\\{\"sequence\":\"(\\d+)\",\"asks\":\\[(.*)],\"bids\":\\[(.*)],(?:\"status\":\"(\\w+)\",\"timestamp\":\\d+|\"timestamp\":\\d+,\"status\":\"(\\w+)\")}");
  private static final Pattern RESTING =
      Pattern.compile("\\{\"id\":\"(\\w+)\",\"price\":\"([\\d.]+)\",\"volume\":\"([\\d.]+)\"}");
  private static final Pattern UPDATE =
      Pattern.compile(
          "\\{\"sequence\":\"(\\d+)\",\"trade_updates\":\\[(.*)],\"create_update\":(.*),\"delete_update\":(.*),\"status_update\":(.*),\"timestamp\":\\d+}");
  private static final Pattern TRADE =
      Pattern.compile(
          "\\{\"sequence\":\\d+,\"base\":\"([\\d.]+)\",\"counter\":\"[\\d.]+\",\"maker_order_id\":\"(\\w+)\",[^}]*}");
  private static final Pattern CREATE =
      Pattern.compile(
          "\\{\"order_id\":\"(\\w+)\",\"type\":\"(BID|ASK)\",\"price\":\"([\\d.]+)\",\"volume\":\"([\\d.]+)\"}");
  private static final Pattern DELETE = Pattern.compile("\\{\"order_id\":\"(\\w+)\"}");
  private static final Pattern STATUS = Pattern.compile("\\{\"status\":\"(\\w+)\"}");

  private record Order(String side, BigDecimal price, BigDecimal volume) {
    String text() {
      return "%s %s × %s".formatted(side, plain(price), plain(volume));
    }
  }

  private final Map<String, Order> orders = new HashMap<>();
  private long sequence;
  private String status;

  private ReplayedBook() {}

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  static ReplayedBook of(String snapshot) {
    Matcher matcher = SNAPSHOT.matcher(snapshot);
    assertThat(matcher.matches()).as(snapshot).isTrue();
    ReplayedBook book = new ReplayedBook();
    book.sequence = Long.parseLong(matcher.group(1));
    book.status = matcher.group(4) == null ? matcher.group(5) : matcher.group(4);
    assertThat(book.rest("ASK", matcher.group(2))).isSorted();
    assertThat(book.rest("BID", matcher.group(3)).reversed()).isSorted();
    return book;
  }

  private List<BigDecimal> rest(String side, String list) {
    List<BigDecimal> prices = new ArrayList<>();
    Matcher matcher = RESTING.matcher(list);
    int read = 0;
    while (matcher.find()) {
      BigDecimal price = new BigDecimal(matcher.group(2));
      Order order = new Order(side, price, new BigDecimal(matcher.group(3)));
      assertThat(orders.put(matcher.group(1), order)).isNull();
      prices.add(price);
      read += matcher.group().length();
    }
    assertThat(read + Math.max(0, prices.size() - 1)).isEqualTo(list.length());
    return prices;
  }

  void apply(String update) {
    Matcher matcher = UPDATE.matcher(update);
    assertThat(matcher.matches()).as(update).isTrue();
    assertThat(Long.parseLong(matcher.group(1))).isEqualTo(sequence + 1);
    Matcher trade = TRADE.matcher(matcher.group(2));
    while (trade.find()) {
      fill(trade.group(2), new BigDecimal(trade.group(1)), update);
    }
    Matcher create = CREATE.matcher(matcher.group(3));
    if (create.matches()) {
      Order order =
          new Order(
              create.group(2), new BigDecimal(create.group(3)), new BigDecimal(create.group(4)));
      assertThat(orders.put(create.group(1), order)).as(update).isNull();
    }
    Matcher delete = DELETE.matcher(matcher.group(4));
    if (delete.matches()) {
      orders.remove(delete.group(1));
    }
    Matcher change = STATUS.matcher(matcher.group(5));
    if (change.matches()) {
      status = change.group(1);
    }
    sequence++;
  }

  private void fill(String maker, BigDecimal base, String update) {
    Order order = orders.get(maker);
    assertThat(order).as(update).isNotNull();
    BigDecimal left = order.volume().subtract(base);
    assertThat(left.signum()).as(update).isNotNegative();
    if (left.signum() == 0) {
      orders.remove(maker);
    } else {
      orders.put(maker, new Order(order.side(), order.price(), left));
    }
  }

  long sequence() {
    return sequence;
  }

  /** All of it, to be compared with {@link #describe(BookImage)}. */
  String describe() {
    Map<String, String> lines = new TreeMap<>();
    orders.forEach((id, order) -> lines.put(id, order.text()));
    return sequence + " " + status + " " + lines;
  }

  static String describe(BookImage truth) {
    Map<String, String> lines = new TreeMap<>();
    for (BookImage.Order order : truth.orders()) {
      lines.put(order.id(), new Order(order.side().name(), order.price(), order.volume()).text());
    }
    return truth.sequence() + " " + truth.status() + " " + lines;
  }
}
