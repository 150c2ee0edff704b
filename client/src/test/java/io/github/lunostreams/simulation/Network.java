package io.github.lunostreams.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import io.github.lunostreams.upstream.HandshakeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simulated exchange's front door and the network before it: every frame has its way to go, and
 * while the weather is bad anything may befall it.
 */
final class Network implements Connector {
  static final String CREDENTIALS = "{\"api_key_id\":\"id\",\"api_key_secret\":\"secret\"}";

  private static final Duration AUTH_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LATE = Duration.ofSeconds(3);
  private static final Pattern SEQUENCE = Pattern.compile("\\{\"sequence\":\"(\\d{1,18})\"");
  private static final Duration KEEPALIVE = Duration.ofSeconds(20);

  final Map<String, TruthMarket> markets = new HashMap<>();

  /** All lines that neither side has let go of. */
  final List<Line> lines = new ArrayList<>();

  private final World world;

  /** What has befallen connections, by kind: that nothing is left out can be checked. */
  final Map<String, Integer> befell = new TreeMap<>();

  /** The newest attempt of each market, ended or not. */
  final Map<String, Line> newest = new HashMap<>();

  /** Probability that something befalls a frame or a handshake; 0 when the weather is fine. */
  private double trouble;

  /** When each market may be asked for again, where the exchange has said so. */
  private final Map<String, Long> mayReturn = new HashMap<>();

  private int attempts;
  private boolean down;

  Network(World world) {
    this.world = world;
  }

  void count(String kind) {
    befell.merge(kind, 1, Integer::sum);
  }

  void weather(double newTrouble) {
    trouble = newTrouble;
    if (trouble == 0) {
      // What was half open stays so: only the client can find that out. What was held back flows.
      lines.forEach(line -> line.stalledUntil = Math.min(line.stalledUntil, world.now()));
      markets.values().forEach(this::monsterGoes);
    }
  }

  /** The exchange goes down: every connection breaks, every attempt is refused. */
  void down(boolean isDown) {
    down = isDown;
    world.remember(isDown ? "exchange down" : "exchange up");
    if (isDown) {
      count("exchange down");
      List.copyOf(lines).forEach(line -> line.breakDown(new IOException("Connection reset")));
    }
  }

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    attempts++;
    String path = address.getPath();
    Line line = new Line(markets.get(path.substring(path.lastIndexOf('/') + 1)), listener);
    if (world.now() < mayReturn.getOrDefault(line.market.pair, 0L)) {
      throw new AssertionError("an attempt before the time that the exchange named: " + line);
    }
    lines.add(line);
    newest.put(line.market.pair, line);
    world.remember("connect " + line);
    world.after(world.millis(1, 300), line::handshake);
    return line;
  }

  @Override
  public void close() {}

  /** Tells all of a market's lines what happened in it. */
  void broadcast(TruthMarket market, String frame) {
    for (Line line : List.copyOf(lines)) {
      if (line.market == market && line.synced) {
        line.tell(frame);
      }
    }
  }

  private void monsterGoes(TruthMarket market) {
    if (market.hasMonster()) {
      world.remember("the number that does not fit is gone from " + market.pair);
      broadcast(market, market.monsterGoes());
    }
  }

  /** Something happens to a market's connections, or to the exchange itself. */
  void mischief(TruthMarket market) {
    if (!market.hasMonster() && world.chance(0.06)) {
      world.remember("a number that does not fit in " + market.pair);
      count("unrepresentable number");
      broadcast(market, market.monsterComes());
      world.after(world.millis(1_000, 600_000), () -> monsterGoes(market));
      return;
    }
    if (world.chance(0.15)) {
      boolean quietly = world.chance(0.4);
      // Quietly, but not so that its sequence soon fits the old book: nobody could tell the two.
      int back = world.random.nextInt(quietly ? 60 : 1, quietly ? 2_000 : 5_000);
      long to =
          world.chance(0.5)
              ? Math.max(1, market.sequence() - back)
              : world.random.nextLong(1, 5_000_000_000L);
      world.remember("exchange restarts " + market.pair + " at " + to);
      count(quietly ? "quiet restart" : "restart");
      market.restart(to);
      for (Line line : List.copyOf(lines)) {
        if (line.market == market) {
          line.troubled = true;
          if (!quietly) {
            line.hangUp(1012, "restart");
          }
        }
      }
      return;
    }
    for (Line line : List.copyOf(lines)) {
      if (line.market == market) {
        int kind = world.random.nextInt(6);
        count(
            List.of("close", "reset", "stall", "half open", "end after frames", "error frame")
                .get(kind));
        switch (kind) {
          case 0 -> line.hangUp(world.chance(0.5) ? 1000 : 1006, "");
          case 1 -> line.breakDown(new IOException("Connection reset"));
          case 2 -> line.stalledUntil = world.now() + world.millis(100, 70_000).toNanos();
          case 3 -> {
            world.remember("half open " + line);
            line.halfOpen = true;
          }
          case 4 -> line.endAfterItsFrames();
          default -> line.refuse("{\"error_code\":\"unheard_of\",\"error\":\"words\"}");
        }
      }
    }
  }

  /** One attempt, and the connection that may come of it. */
  final class Line implements Connection {
    final TruthMarket market;

    private final Listener listener;
    private final int number = attempts;
    private long lastArrival;
    private long lastTold;
    private boolean synced;
    private boolean ended;
    private boolean authenticated;
    private boolean released;
    private long releasedAt;

    /** When the client was told of its end; far in the future if it was not. */
    long endTold = Long.MAX_VALUE;

    /** Frames wait until then, in order. */
    long stalledUntil;

    /** Something other than the plain truth has been sent on it. */
    boolean troubled;

    /** An error was sent on it. */
    boolean refused;

    /** Nothing arrives any more, and nobody is told. */
    boolean halfOpen;

    /** The epoch of the exchange that the snapshot was of. */
    int epoch = -1;

    /** When the client got the newest message of a sequence, by sequence. */
    final Map<Long, Long> arrivals = new HashMap<>();

    /** When the client last got a keepalive, all of which come after the snapshot. */
    long lastKeepAliveArrival;

    /** When the client last got a text. */
    long lastTextArrival;

    Line(TruthMarket market, Listener listener) {
      this.market = market;
      this.listener = listener;
    }

    private void handshake() {
      if (ended) {
        return;
      }
      if (down) {
        breakDown(new IOException("refused"));
        return;
      }
      if (world.chance(trouble * 2)) {
        int kind = world.random.nextInt(4);
        count(List.of("refused", "HTTP 503", "HTTP 429", "no answer").get(kind));
        switch (kind) {
          case 0 -> breakDown(new IOException("refused"));
          case 1 -> breakDown(new HandshakeException(503));
          case 2 -> {
            Duration away = world.millis(0, 60_000);
            mayReturn.put(market.pair, world.now() + away.toNanos());
            breakDown(new HandshakeException(429, "Too Many Requests", Optional.of(away)));
          }
          default -> world.remember("no answer " + this);
        }
        return;
      }
      lastTextArrival = world.now();
      listener.onOpen(this);
      world.after(
          AUTH_TIMEOUT,
          () -> {
            if (!authenticated) {
              refuse("{\"error_code\":\"auth_timeout\",\"error\":\"too slow\"}");
            }
          });
    }

    @Override
    public void sendText(String text) {
      if (!text.equals(CREDENTIALS)) {
        throw new AssertionError("expected the credentials, got " + text);
      }
      world.after(world.millis(1, 200), this::authenticate);
    }

    private void authenticate() {
      if (ended || authenticated) {
        return;
      }
      authenticated = true;
      if (world.chance(trouble)) {
        count("session limit");
        refuse("{\"error_code\":\"\",\"error\":\"session limit exceeded\"}");
        return;
      }
      if (world.chance(trouble)) {
        count("auth timeout");
        refuse("{\"error_code\":\"auth_timeout\",\"error\":\"you took too long\"}");
        return;
      }
      if (world.chance(trouble)) {
        troubled = true;
        count("wrong snapshot");
        deliver(market.wrongSnapshot());
      } else {
        epoch = market.epoch();
        deliver(market.snapshot());
      }
      synced = true;
      keepAlive();
    }

    private void keepAlive() {
      if (!ended) {
        if (world.now() - lastTold >= KEEPALIVE.toNanos()) {
          boolean empty = world.chance(0.3);
          if (empty) {
            count("empty text");
          }
          deliver(empty ? "" : "\"\"");
        }
        world.at(lastTold + KEEPALIVE.toNanos(), this::keepAlive);
      }
    }

    /** Sends an update, to which something may happen. */
    private void tell(String frame) {
      if (!world.chance(trouble)) {
        deliver(frame);
        return;
      }
      troubled = true;
      int kind = world.random.nextInt(8);
      count(
          List.of(
                  "gap",
                  "duplicate",
                  "old message",
                  "garbage",
                  "truncated",
                  "contradiction",
                  "beyond bounds",
                  "second snapshot")
              .get(kind));
      switch (kind) {
        case 0 -> world.remember("lost a frame to " + this);
        case 1 -> {
          deliver(frame);
          deliver(frame);
        }
        case 2 -> {
          deliver(frame);
          deliver(market.frame(market.sequence() - world.random.nextInt(5)));
        }
        case 3 -> deliver("<html>502 Bad Gateway</html>");
        case 4 -> deliver(frame.substring(0, world.random.nextInt(frame.length())));
        case 5 -> {
          deliver(frame);
          deliver(market.contradiction());
        }
        case 6 -> {
          deliver(frame);
          deliver(market.beyondBounds());
        }
        default -> deliver(market.snapshot());
      }
    }

    private void refuse(String error) {
      refused = true;
      deliver(error);
    }

    /** Sends a text on its way: in order, and mostly fast. */
    void deliver(String text) {
      lastTold = world.now();
      if (ended || halfOpen) {
        return;
      }
      Duration way =
          world.chance(0.01)
              ? world.millis(500, trouble > 0 ? 8_000 : 3_000)
              : world.millis(1, 250);
      lastArrival = Math.max(lastArrival, Math.max(stalledUntil, world.now()) + way.toNanos());
      world.at(
          lastArrival,
          () -> {
            if (stillHeard() && !halfOpen) {
              lastTextArrival = world.now();
              noteArrival(text);
              listener.onText(text.getBytes(UTF_8));
            }
          });
    }

    private void noteArrival(String text) {
      if (text.equals("\"\"")) {
        lastKeepAliveArrival = world.now();
      }
      Matcher message = SEQUENCE.matcher(text);
      if (message.lookingAt()) {
        arrivals.put(Long.valueOf(message.group(1)), world.now());
      }
    }

    /** What is on its way when a client lets go may still reach it. */
    private boolean stillHeard() {
      return !ended || (released && world.now() - releasedAt < LATE.toNanos());
    }

    void hangUp(int code, String reason) {
      world.remember("hang up " + code + " " + this);
      boolean told = !ended && !halfOpen;
      end();
      if (told) {
        endTold = world.now();
        listener.onClosed(code, reason);
      }
    }

    void breakDown(IOException failure) {
      world.remember(failure.getMessage() + " " + this);
      boolean told = !ended && !halfOpen;
      end();
      if (told) {
        endTold = world.now();
        listener.onFailed(failure);
      }
    }

    /** The end comes together with the last bytes that were sent. */
    private void endAfterItsFrames() {
      world.at(
          Math.max(world.now(), lastArrival),
          () -> breakDown(new IOException("the server ended the connection")));
    }

    private void end() {
      ended = true;
      lines.remove(this);
    }

    @Override
    public void sendPing() {
      if (!ended && !halfOpen) {
        world.after(world.millis(1, 300), listener::onPong);
      }
    }

    @Override
    public void close() {
      abort();
    }

    @Override
    public void abort() {
      released = !ended;
      releasedAt = world.now();
      end();
    }

    @Override
    public String toString() {
      return market.pair + " line " + number;
    }
  }
}
