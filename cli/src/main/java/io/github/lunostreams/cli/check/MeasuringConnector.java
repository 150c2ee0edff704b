package io.github.lunostreams.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Measures the connections of another connector, and changes nothing about them. */
final class MeasuringConnector implements Connector {
  private static final byte[] KEEP_ALIVE = "\"\"".getBytes(UTF_8);

  private final Connector measured;
  private final LongSupplier nanoTime;
  private final Map<URI, Measurements> measurements = new ConcurrentHashMap<>();

  MeasuringConnector(Connector measured, LongSupplier nanoTime) {
    this.measured = measured;
    this.nanoTime = nanoTime;
  }

  /**
   * The measurements of the connections to one address; durations are in nanoseconds, and -1 while
   * there is none.
   */
  static final class Measurements {
    private long openingNanos = -1;
    private long snapshotNanos = -1;
    private long snapshotBytes;
    private long keepAlives;
    private long pings;
    private long pongs;
    private long shortestRoundTripNanos = -1;

    synchronized long openingNanos() {
      return openingNanos;
    }

    /** From the opened connection to the first frame. */
    synchronized long snapshotNanos() {
      return snapshotNanos;
    }

    synchronized long snapshotBytes() {
      return snapshotBytes;
    }

    synchronized long keepAlives() {
      return keepAlives;
    }

    synchronized long pings() {
      return pings;
    }

    synchronized long pongs() {
      return pongs;
    }

    synchronized long shortestRoundTripNanos() {
      return shortestRoundTripNanos;
    }

    private synchronized void opened(long nanos) {
      if (openingNanos < 0) {
        openingNanos = nanos;
      }
    }

    private synchronized void firstFrame(int bytes, long nanos) {
      if (snapshotNanos < 0) {
        snapshotNanos = nanos;
        snapshotBytes = bytes;
      }
    }

    private synchronized void keepAlive() {
      keepAlives++;
    }

    private synchronized void ping() {
      pings++;
    }

    private synchronized void pong(long nanos) {
      pongs++;
      if (shortestRoundTripNanos < 0 || nanos < shortestRoundTripNanos) {
        shortestRoundTripNanos = nanos;
      }
    }
  }

  Measurements measurements(URI address) {
    return measurements.computeIfAbsent(address, unknown -> new Measurements());
  }

  @Override
  public Connection connect(URI address, Duration timeout, Connection.Listener listener) {
    Measured connection = new Measured(measurements(address), listener);
    return connection.over(measured.connect(address, timeout, connection));
  }

  @Override
  public void close() {
    measured.close();
  }

  private final class Measured implements Connection.Listener {
    private final Measurements measurements;
    private final Connection.Listener listener;
    private final long startNanos = nanoTime.getAsLong();

    /** Owned by the transport's thread. */
    private boolean first = true;

    private volatile long openNanos;
    private volatile long pingNanos;

    Measured(Measurements measurements, Connection.Listener listener) {
      this.measurements = measurements;
      this.listener = listener;
    }

    Connection over(Connection connection) {
      return new Connection() {
        @Override
        public void sendText(String text) {
          connection.sendText(text);
        }

        @Override
        public void sendPing() {
          pingNanos = nanoTime.getAsLong();
          measurements.ping();
          connection.sendPing();
        }

        @Override
        public void close() {
          connection.close();
        }

        @Override
        public void abort() {
          connection.abort();
        }
      };
    }

    @Override
    public void onOpen(Connection connection) {
      openNanos = nanoTime.getAsLong();
      measurements.opened(openNanos - startNanos);
      listener.onOpen(over(connection));
    }

    @Override
    public void onText(byte[] utf8) {
      if (utf8.length == 0 || Arrays.equals(utf8, KEEP_ALIVE)) {
        measurements.keepAlive();
      } else if (first) {
        first = false;
        measurements.firstFrame(utf8.length, nanoTime.getAsLong() - openNanos);
      }
      listener.onText(utf8);
    }

    @Override
    public void onPong() {
      measurements.pong(nanoTime.getAsLong() - pingNanos);
      listener.onPong();
    }

    @Override
    public void onClosed(int code, String reason) {
      listener.onClosed(code, reason);
    }

    @Override
    public void onFailed(Throwable failure) {
      listener.onFailed(failure);
    }
  }
}
