package io.github.lunostreams.gateway.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.ManualTime;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Streams whose exchange and time a test sets. All runs on its thread, but what closes streams. */
final class ScriptedStreams implements Connector, AutoCloseable {
  /** A market's thread: what it is given waits while it hangs. */
  final class MarketThread implements EventLoop {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean hangs;

    @Override
    public void execute(Runnable task) {
      if (hangs) {
        waiting.add(task);
      } else {
        task.run();
      }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return time.schedule(delay, () -> execute(task));
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public boolean close(Runnable last) {
      last.run();
      return true;
    }
  }

  final ManualTime time = new ManualTime();
  final LunoStreams luno =
      LunoStreams.builder(new Credentials("key", "secret"))
          .connector(this)
          .eventLoops(this::loop)
          .clock(() -> Instant.EPOCH.plusNanos(time.nanoTime()))
          .build();
  private final Map<String, MarketThread> threads = new ConcurrentHashMap<>();
  private final Map<String, Connection.Listener> connections = new ConcurrentHashMap<>();

  /** The pairs of all sessions, in the order they were opened. */
  final List<String> opened = new CopyOnWriteArrayList<>();

  private EventLoop loop(String name) {
    return name.startsWith("luno-market-")
        ? threads.computeIfAbsent(name.substring("luno-market-".length()), _ -> new MarketThread())
        : time;
  }

  private MarketThread thread(String pair) {
    MarketThread thread = threads.get(pair);
    if (thread == null) {
      throw new AssertionError("expected a stream of " + pair);
    }
    return thread;
  }

  void hang(String pair) {
    thread(pair).hangs = true;
  }

  void resume(String pair) {
    MarketThread thread = thread(pair);
    thread.hangs = false;
    List<Runnable> tasks = List.copyOf(thread.waiting);
    thread.waiting.clear();
    tasks.forEach(Runnable::run);
  }

  void send(String pair, String text) {
    connections.get(pair).onText(text.getBytes(UTF_8));
  }

  /** A book with one bid at 100 and one ask at 110. */
  void snapshot(String pair, long sequence) {
    send(
        pair,
        ("{\"sequence\":\"%d\",\"asks\":[{\"id\":\"A\",\"price\":\"110\",\"volume\":\"1\"}],"
                + "\"bids\":[{\"id\":\"B\",\"price\":\"100\",\"volume\":\"1\"}],"
                + "\"status\":\"ACTIVE\",\"timestamp\":%d}")
            .formatted(sequence, sequence));
  }

  /** An update that changes nothing but the sequence. */
  void update(String pair, long sequence) {
    update(pair, sequence, "");
  }

  /** A trade of 0.1 for 10 with the bid. */
  void trade(String pair, long sequence, long tradeSequence) {
    update(
        pair,
        sequence,
        ("{\"sequence\":%d,\"base\":\"0.1\",\"counter\":\"10\",\"maker_order_id\":\"B\","
                + "\"taker_order_id\":\"T\",\"order_id\":\"B\"}")
            .formatted(tradeSequence));
  }

  private void update(String pair, long sequence, String trades) {
    send(
        pair,
        ("{\"sequence\":\"%d\",\"trade_updates\":[%s],\"create_update\":null,"
                + "\"delete_update\":null,\"status_update\":null,\"timestamp\":%d}")
            .formatted(sequence, trades, sequence));
  }

  void refuse(String pair, String code) {
    send(pair, "{\"error_code\":\"%s\",\"error\":\"%s\"}".formatted(code, pair));
  }

  void drop(String pair) {
    connections.get(pair).onClosed(1006, "");
  }

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    String path = address.getPath();
    String pair = path.substring(path.lastIndexOf('/') + 1);
    connections.put(pair, listener);
    opened.add(pair);
    Connection connection =
        new Connection() {
          @Override
          public void sendText(String text) {}

          @Override
          public void sendPing() {}

          @Override
          public void close() {}

          @Override
          public void abort() {}
        };
    time.execute(() -> listener.onOpen(connection));
    return connection;
  }

  @Override
  public void close() {
    luno.close();
  }
}
