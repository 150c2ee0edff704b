package io.github.lunostreams.gateway.market;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.github.lunostreams.testkit.ScriptedExchange;
import io.github.lunostreams.testkit.SimulatedTime;
import io.github.lunostreams.testkit.SimulatedTime.SimulatedLoop;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Streams on a clock that a test sets, from an exchange that accepts every session. All runs on the
 * test's thread, but what closes streams.
 */
final class ScriptedStreams implements AutoCloseable {
  final SimulatedTime time = new SimulatedTime();
  private final ScriptedExchange exchange = new ScriptedExchange();
  private final Map<String, SimulatedLoop> loops = new ConcurrentHashMap<>();
  final LunoStreams luno =
      LunoStreams.builder(new Credentials("key", "secret"))
          .connector(new AcceptingExchange())
          .eventLoops(this::loop)
          .clock(time)
          .build();

  /** Accepts each attempt when the clock's loops run next. */
  private final class AcceptingExchange implements Connector {
    @Override
    public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
      Connection connection = exchange.connect(address, timeout, listener);
      time.execute(() -> listener.onOpen(connection));
      return connection;
    }

    @Override
    public void close() {
      exchange.close();
    }
  }

  private EventLoop loop(String name) {
    SimulatedLoop loop = time.loop(name);
    loops.put(name, loop);
    return loop;
  }

  /** Holds a market's thread from now on for a while. */
  void hang(String pair, Duration duration) {
    loops.get("luno-market-" + pair).work(duration);
  }

  /** The pairs of all sessions, in the order they were opened. */
  List<String> opened() {
    return exchange.connections().stream().map(ScriptedStreams::pair).toList();
  }

  private static String pair(ScriptedConnection connection) {
    String path = connection.address().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private ScriptedConnection newest(String pair) {
    return exchange.connections().reversed().stream()
        .filter(connection -> pair(connection).equals(pair))
        .findFirst()
        .orElseThrow(() -> new AssertionError("expected a session of " + pair));
  }

  private void send(String pair, String frame) {
    newest(pair).send(frame);
    time.run();
  }

  /** A book with one bid at 100 and one ask at 110. */
  void snapshot(String pair, long sequence) {
    send(pair, Frames.snapshot(sequence, "B 100 1", "A 110 1"));
  }

  /** An update that changes nothing but the sequence. */
  void update(String pair, long sequence) {
    send(pair, Frames.empty(sequence));
  }

  /** A trade of 0.1 for 10 with the bid. */
  void trade(String pair, long sequence, long tradeSequence) {
    send(pair, Frames.trade(sequence, Frames.fill(tradeSequence, "B", "0.1", "10")));
  }

  void keepAlive(String pair) {
    send(pair, Frames.KEEP_ALIVE);
  }

  void refuse(String pair, String code) {
    send(pair, Frames.error(code, pair));
  }

  void drop(String pair) {
    newest(pair).hangUp(1006, "");
    time.run();
  }

  @Override
  public void close() {
    luno.close();
  }
}
