package io.github.lunostreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.SimulatedTrade;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of the gateway as a user would write one: keeps the newest book, all trades and all
 * feeds.
 */
final class Consumer implements Connection.Listener, AutoCloseable {
  private static final long TIMEOUT_SECONDS = 90;

  /** After the book, which is read only on demand: a frame is 70 kB and more. */
  private static final Pattern TAIL =
      Pattern.compile(
          "^\"trades\":\\[(.*)\\],\"pair\":\"\\w+\",\"source\":\"live\",\"sequence\":(\\d+),"
              + "\"timestamp\":\\d+,\"status\":\"\\w+\",\"feed\":\"(\\w+)\"\\}$");

  private static final Pattern TRADE =
      Pattern.compile(
          "\\{\"type\":\"(\\w+)\",\"price\":\"([^\"]+)\",\"base\":\"([^\"]+)\",\"counter\":\"([^\"]+)\","
              + "\"maker_order_id\":\"(\\w+)\",\"taker_order_id\":\"(\\w+)\",\"order_id\":\"(\\w+)\","
              + "\"sequence\":(\\d+)\\}");

  private static final Pattern LEVEL = Pattern.compile("\\[\"([^\"]+)\",\"([^\"]+)\"\\]");

  private final WebSocketConnector connector = new WebSocketConnector();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingCame = lock.newCondition();

  /** Below: guarded by the lock. */
  private final List<String> trades = new ArrayList<>();

  private final List<String> feeds = new ArrayList<>();
  private String newest = "";
  private long sequence;
  private long frames;
  private @Nullable Throwable failure;

  static Consumer connect(int port, String path) {
    Consumer consumer = new Consumer();
    consumer.connector.connect(
        URI.create("ws://127.0.0.1:" + port + path), Duration.ofSeconds(TIMEOUT_SECONDS), consumer);
    return consumer;
  }

  @Override
  public void onOpen(Connection connection) {}

  @Override
  public void onText(byte[] utf8) {
    take(new String(utf8, UTF_8));
  }

  @Override
  public void onPong() {}

  private void take(String frame) {
    Matcher tail = TAIL.matcher(frame).region(frame.indexOf("\"trades\":["), frame.length());
    lock.lock();
    try {
      frames++;
      if (!tail.find()) {
        failure = new AssertionError("not the documented frame: " + frame);
      } else {
        Matcher trade = TRADE.matcher(tail.group(1));
        while (trade.find()) {
          trades.add(
              String.join(
                  " ",
                  trade.group(8),
                  trade.group(1),
                  plain(trade.group(2)),
                  plain(trade.group(3)),
                  plain(trade.group(4)),
                  trade.group(5),
                  trade.group(6)));
        }
        sequence = Long.parseLong(tail.group(2));
        if (feeds.isEmpty() || !feeds.getLast().equals(tail.group(3))) {
          feeds.add(tail.group(3));
        }
        newest = frame;
      }
      somethingCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClosed(int code, String reason) {
    fail(new AssertionError("closed with " + code + " " + reason));
  }

  @Override
  public void onFailed(Throwable thrown) {
    fail(thrown);
  }

  private void fail(Throwable thrown) {
    lock.lock();
    try {
      failure = thrown;
      somethingCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitLiveAt(long wanted) {
    await(
        "LIVE at " + wanted,
        () -> sequence == wanted && !feeds.isEmpty() && feeds.getLast().equals("LIVE"));
  }

  /** Waits until a message since the last {@link #forgetFeeds} had this feed. */
  void awaitFeed(String feed) {
    await(feed, () -> feeds.contains(feed));
  }

  void forgetFeeds() {
    lock.lock();
    try {
      feeds.subList(0, feeds.size() - 1).clear();
    } finally {
      lock.unlock();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (!condition.getAsBoolean()) {
        if (failure != null || left <= 0) {
          throw new AssertionError(
              "waited in vain for %s: #%d, feed %s, %d frames"
                  .formatted(what, sequence, feeds, frames),
              failure);
        }
        left = somethingCame.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  long frames() {
    lock.lock();
    try {
      return frames;
    } finally {
      lock.unlock();
    }
  }

  List<String> trades() {
    lock.lock();
    try {
      return List.copyOf(trades);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has the sequence and the book of a market that is paused. */
  void assertHasTheBookOf(SimulatedMarket market) {
    BookImage truth = market.book();
    awaitLiveAt(truth.sequence());
    String frame;
    lock.lock();
    try {
      frame = newest;
    } finally {
      lock.unlock();
    }
    int asks = frame.indexOf("\"asks\":[");
    int trades = frame.indexOf("\"trades\":[");
    assertThat(levels(frame.substring(0, asks))).isEqualTo(levels(truth.bids()));
    assertThat(levels(frame.substring(asks, trades))).isEqualTo(levels(truth.asks()));
  }

  private static List<String> levels(String json) {
    List<String> levels = new ArrayList<>();
    Matcher level = LEVEL.matcher(json);
    while (level.find()) {
      levels.add(plain(level.group(1)) + " x " + plain(level.group(2)));
    }
    return levels;
  }

  private static List<String> levels(List<BookImage.Level> levels) {
    return levels.stream().map(l -> plain(l.price()) + " x " + plain(l.volume())).toList();
  }

  /** A trade as {@link #trades} shows it. */
  static String shown(SimulatedTrade trade) {
    return String.join(
        " ",
        Long.toString(trade.sequence()),
        trade.makerSide() == io.github.lunostreams.simulator.market.Side.BID ? "sell" : "buy",
        plain(trade.price()),
        plain(trade.base()),
        plain(trade.counter()),
        trade.makerOrderId(),
        trade.takerOrderId());
  }

  private static String plain(String number) {
    assertThat(number).matches("\\d+(\\.\\d+)?");
    return plain(new BigDecimal(number));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() {
    connector.close();
  }
}
