package io.github.lunostreams.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The far end of every connection, played by the test: nothing happens until it says so. */
public final class ScriptedExchange implements Connector {
  private final List<Line> lines = new ArrayList<>();
  private boolean closed;

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    Line line = new Line(address, listener);
    lines.add(line);
    return line;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Every attempt so far. */
  public List<Line> lines() {
    return lines;
  }

  /** The attempt made last. */
  public Line last() {
    return lines.getLast();
  }

  /** Attempts that neither side has ended. */
  public long inUse() {
    return lines.stream().filter(line -> !line.ended).count();
  }

  public boolean isClosed() {
    return closed;
  }

  /** One attempt, seen from the exchange. */
  public static final class Line implements Connection {
    private final URI address;
    private final Listener listener;
    private final List<String> received = new ArrayList<>();
    private int pings;
    private boolean ended;
    private boolean closedPolitely;

    Line(URI address, Listener listener) {
      this.address = address;
      this.listener = listener;
    }

    public URI address() {
      return address;
    }

    public List<String> received() {
      return received;
    }

    public int pings() {
      return pings;
    }

    public boolean ended() {
      return ended;
    }

    public boolean closedPolitely() {
      return closedPolitely;
    }

    public Line open() {
      listener.onOpen(this);
      return this;
    }

    public Line say(String text) {
      listener.onText(text.getBytes(UTF_8));
      return this;
    }

    public Line pong() {
      listener.onPong();
      return this;
    }

    public void hangUp(int code, String reason) {
      ended = true;
      listener.onClosed(code, reason);
    }

    public void breakDown(Throwable failure) {
      ended = true;
      listener.onFailed(failure);
    }

    @Override
    public void sendText(String text) {
      received.add(text);
    }

    @Override
    public void sendPing() {
      pings++;
    }

    @Override
    public void close() {
      ended = true;
      closedPolitely = true;
    }

    @Override
    public void abort() {
      ended = true;
    }
  }
}
